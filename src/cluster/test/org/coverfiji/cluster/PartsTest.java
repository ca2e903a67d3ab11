package org.coverfiji.cluster;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Processes that do parts of the work at the same time, as a scheduler starts them, leave what one leaves alone. */
public class PartsTest {

    private static final int FILES = 7;
    private static final String TRAINING = "patch=32, width=8, batch=2, iterations=4";

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static File images;
    private static File labels;
    private static File pretrained;
    private static File segmenting;

    @BeforeClass
    public static void train() throws IOException {
        images = FOLDER.newFolder("images");
        labels = FOLDER.newFolder("labels");
        for (int i = 0; i < FILES; i++) {
            TestPictures.write(i, images, labels);
        }
        pretrained = file("pretrained.cover");
        segmenting = file("segmenting.cover");
        run("COVER Pretrain...", "input='" + images + "', output='" + pretrained + "', resize=0, " + TRAINING);
        run("COVER Fine-tune Segmentation...", "images='" + images + "', labels='" + labels + "', model='" + pretrained
                + "', output='" + segmenting + "', batch=2, iterations=4");
    }

    private static File file(String name) {
        return new File(FOLDER.getRoot(), name);
    }

    private static void run(String command, String values) {
        Program.host().runCommand(command, values);
    }

    /** Begins a part in a process of its own. */
    private static Process begin(String command, String values, String part) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx512m", "-jar",
                System.getProperty("cover.jar"), "--headless", "--run", command, values + ", part='" + part + "'");
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(file("parts.log"))).start();
    }

    private static void await(Process process) throws InterruptedException, IOException {
        assertTrue("a part hangs", process.waitFor(5, TimeUnit.MINUTES));
        assertEquals(Files.readString(file("parts.log").toPath()), 0, process.exitValue());
    }

    private static void bothAtOnce(String command, String values) throws Exception {
        Process first = begin(command, values, "1/2");
        Process second = begin(command, values, "2/2");
        await(first);
        await(second);
    }

    private static Map<String, byte[]> content(File folder) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        for (File file : folder.listFiles()) {
            content.put(file.getName(), Files.readAllBytes(file.toPath()));
        }
        return content;
    }

    private static void assertSame(File expected, File actual) throws IOException {
        Map<String, byte[]> whole = content(expected);
        Map<String, byte[]> parts = content(actual);
        assertEquals(whole.keySet(), parts.keySet());
        whole.forEach((name, bytes) -> assertArrayEquals(name, bytes, parts.get(name)));
    }

    private static String to(String values, File folder) {
        return values + ", input='" + images + "', output_folder='" + folder + "'";
    }

    @Test
    public void foldersAreFilledTogether() throws Exception {
        for (String[] work : new String[][] {{"COVER Segment...", "model='" + segmenting + "', probabilities=true"},
            {"COVER Extract Embeddings...", "model='" + pretrained + "', features=3"},
            {"COVER Propagate Labels...", "model='" + pretrained + "', images='" + images + "', labels='" + labels
                    + "'"}}) {
            File whole = file(work[0].replaceAll("\\W", "") + "-whole");
            File parts = file(work[0].replaceAll("\\W", "") + "-parts");
            run(work[0], to(work[1], whole));
            bothAtOnce(work[0], to(work[1], parts));
            assertSame(whole, parts);
        }
    }

    /** Of the second part no image can be used: the table is there all the same. */
    @Test
    public void tablesAreJoined() throws Exception {
        File model = file("classifying.cover");
        TestPictures.classify(FOLDER.newFolder("classes"), model);
        File three = FOLDER.newFolder("three");
        for (int i = 0; i < 2; i++) {
            TestPictures.write(i, three, FOLDER.newFolder("unused" + i));
        }
        String values = "model='" + model + "', input='" + three + "', output='";
        File whole = new File(FOLDER.newFolder("whole"), "classes.csv");
        File parts = new File(FOLDER.newFolder("parts"), "classes.csv");
        run("COVER Classify...", values + whole + "'");
        bothAtOnce("COVER Classify...", values + parts + "'");
        assertSame(whole.getParentFile(), parts.getParentFile());

        Files.writeString(new File(three, "spoilt1.png").toPath(), "no picture");
        Files.writeString(new File(three, "spoilt2.png").toPath(), "no picture");
        Process spoilt = begin("COVER Classify...", values + parts + "'", "2/2");
        assertTrue("a part hangs", spoilt.waitFor(5, TimeUnit.MINUTES));
        assertEquals("what went wrong is told", 1, spoilt.exitValue());
        await(begin("COVER Classify...", values + parts + "'", "1/2"));
        assertSame(whole.getParentFile(), parts.getParentFile());
    }

    @Test
    public void aKilledPartIsStartedAgain() throws Exception {
        File whole = file("segmented");
        File parts = file("killed");
        String values = "model='" + segmenting + "'";
        run("COVER Segment...", to(values, whole));
        await(begin("COVER Segment...", to(values, parts), "2/2"));
        int there = parts.list().length;
        Process first = begin("COVER Segment...", to(values, parts), "1/2");
        while (parts.list().length == there && first.isAlive()) {
            Thread.sleep(5);
        }
        first.destroyForcibly().waitFor();
        await(begin("COVER Segment...", to(values, parts) + ", resume=true", "1/2"));
        assertSame(whole, parts);
    }

    /** Rows but for what times and dates tell. */
    private static List<String> rows(File folder) throws IOException {
        List<String> lines = Files.readAllLines(new File(folder, "runs.csv").toPath());
        List<String> columns = List.of(lines.get(0).split(","));
        int score = columns.indexOf("score");
        return lines.stream().skip(1).map(line -> new ArrayList<>(List.of(line.split(",", -1))))
                .map(cells -> cells.subList(0, 3) + " " + cells.get(score)).collect(Collectors.toList());
    }

    @Test
    public void comparisonsAreMadeTogether() throws Exception {
        String values = "images='" + images + "', labels='" + labels + "', methods='scratch,COVER', numbers=2,"
                + " protocols=full, seeds=1, pretraining=4, " + TRAINING + ", output_folder='";
        File whole = file("compared");
        File parts = file("compared-in-parts");
        run("COVER Compare...", values + whole + "'");
        bothAtOnce("COVER Compare...", values + parts + "'");
        run("COVER Compare...", values + parts + "'");
        assertEquals(rows(whole), rows(parts));
        assertTrue(new File(parts, "report.html").isFile());
    }
}
