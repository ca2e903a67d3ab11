package org.coverfiji.engine.impl;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.compare.CompareSettings;
import org.coverfiji.app.compare.Comparison;
import org.coverfiji.app.compare.ComparisonListener;
import org.coverfiji.app.compare.ComparisonPlan;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.RunFolder;
import org.coverfiji.app.compare.RunRow;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.app.compare.TestScores;
import org.coverfiji.engine.ShortEngine;
import org.coverfiji.file.Table;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.CsvTable;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;

public class ComparisonTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> log = new ArrayList<>();
    private int made;

    /** What a kill does as far as the code is concerned: nothing catches it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private class Listener implements ComparisonListener {

        private int left;

        /** @param left events after which the process is killed */
        Listener(int left) {
            this.left = left;
        }

        private void count() {
            if (left-- == 0) {
                throw new Killed();
            }
        }

        @Override
        public void message(String text) {
            log.add(text);
        }

        @Override
        public void progress(double share, double remainingSeconds, String what) {
            assertTrue(what, share > 0 && share <= 1 && remainingSeconds >= 0);
            count();
        }

        @Override
        public void made(RunRow row, Table rows) {
            made++;
            count();
        }
    }

    /** Six images of a moving square in three groups of two, so two for testing and four for the rest. */
    private TaskSettings.Builder task() {
        File images = new File(folder.getRoot(), "images");
        File labels = new File(folder.getRoot(), "labels");
        if (images.mkdir() && labels.mkdir()) {
            SplittableRandom random = new SplittableRandom(1);
            for (int n = 0; n < 6; n++) {
                ByteProcessor image = new ByteProcessor(32, 32);
                ByteProcessor label = new ByteProcessor(32, 32);
                for (int i = 0; i < 1024; i++) {
                    boolean object = Math.abs(i % 32 - 10 - n) < 5 && Math.abs(i / 32 - 15) < 6;
                    image.set(i, (object ? 150 : 20) + random.nextInt(60));
                    label.set(i, object ? 255 : 0);
                }
                IJ.saveAsTiff(new ImagePlus("", image), new File(images, "p" + n / 2 + "_" + n + ".tif").getPath());
                IJ.saveAsTiff(new ImagePlus("", label), new File(labels, "p" + n / 2 + "_" + n + ".tif").getPath());
            }
        }
        return TaskSettings.builder().set("name", "squares").set("images", images).set("labels", labels)
                .set("group", "^(p\\d)").set("methods", "SimCLR(hidden:16),COVER").set("numbers", "2")
                .set("seeds", 1).set("pretraining", 3).set("iterations", 2).set("batch", 2).set("width", 8)
                .set("patch", 32);
    }

    private CompareSettings settings(String output, TaskSettings.Builder... tasks) {
        return CompareSettings.of(List.of(tasks).stream().map(TaskSettings.Builder::build)
                .collect(Collectors.toList()), new File(folder.getRoot(), output));
    }

    private ComparisonPlan run(CompareSettings settings, int eventsToLive) {
        log.clear();
        made = 0;
        return new Comparison(new NativeEngine("cpu"), settings, new Listener(eventsToLive)).run();
    }

    private ComparisonPlan run(CompareSettings settings) {
        return run(settings, Integer.MAX_VALUE);
    }

    private static List<String> rows(CompareSettings settings) {
        CsvTable table = new CsvTable(new File(settings.output(), "runs.csv"));
        return IntStream.range(0, table.size()).mapToObj(row -> RunRow.COLUMNS.stream()
                .filter(column -> !RunRow.CIRCUMSTANCES.contains(column)).map(column -> table.get(row, column))
                .collect(Collectors.joining(" | "))).collect(Collectors.toList());
    }

    @Test
    public void killedAndGoneOnEqualsUndisturbed() {
        CompareSettings whole = settings("whole", task());
        run(whole);
        assertEquals(6, made);
        assertTrue(log.toString(), log.stream()
                .anyMatch(line -> line.startsWith("6 fine-tunings and 2 pretrainings are to be made: about ")));
        CompareSettings broken = settings("broken", task());
        int kills = 0;
        // 2 × 3 steps of pretraining, 6 × 2 of fine-tuning, 6 rows.
        for (int life : new int[] {0, 4, 2, 3, 5, 1, 4, Integer.MAX_VALUE}) {
            try {
                run(broken, life);
            } catch (Killed e) {
                kills++;
            }
        }
        assertEquals(7, kills);
        assertEquals(rows(whole), rows(broken));
        assertEquals(6, rows(whole).size());
        run(whole);
        assertEquals("nothing is made twice", 0, made);
    }

    /** Whichever call of the engine finds no memory: a row with its reason at most, and the next time all is there. */
    @Test
    public void memoryThatEndsCostsARowUntilTheNextTime() {
        // Its batches cannot pass in parts, which would give the same but for rounding.
        TaskSettings.Builder task = task().set("methods", "SimCLR(hidden:16)").set("protocols", "linear");
        CompareSettings whole = settings("undisturbed", task);
        ShortEngine undisturbed = new ShortEngine(new NativeEngine("cpu"), -1);
        new Comparison(undisturbed.engine(), whole, new Listener(Integer.MAX_VALUE)).run();
        List<String> expected = figures(whole);
        int parts = Boolean.getBoolean("cover.long") ? undisturbed.calls() : 2;
        int failed = 0;
        for (int part = 0; part < parts; part++) {
            CompareSettings disturbed = settings("short" + part, task);
            ShortEngine shortEngine = new ShortEngine(new NativeEngine("cpu"),
                    (2 * part + 1) * undisturbed.calls() / (2 * parts));
            new Comparison(shortEngine.engine(), disturbed, new Listener(Integer.MAX_VALUE)).run();
            assertEquals("networks left open", 0, shortEngine.open());
            List<String> rows = figures(disturbed);
            assertEquals("every run is a row", expected.size(), rows.size());
            for (String row : rows) {
                boolean told = row.matches(".*(The memory does not suffice|There is not enough memory).*");
                failed += told ? 1 : 0;
                assertTrue(row + " is none of " + expected, told || expected.contains(row));
            }
            run(disturbed);
            assertEquals(expected, figures(disturbed));
        }
        assertTrue(failed + " failed", failed > 0);
    }

    /** As where the disk is full: it ends with the reason, and what was made is there when it goes on. */
    @Test
    public void aTableThatCannotBeWrittenEndsItUntilTheNextTime() {
        TaskSettings.Builder task = task().set("methods", "scratch").set("protocols", "linear").set("seeds", 2);
        CompareSettings broken = settings("broken", task);
        File table = new File(broken.output(), "runs.csv");
        Listener full = new Listener(Integer.MAX_VALUE) {

            @Override
            public void made(RunRow row, Table rows) {
                assertTrue(table.delete() && table.mkdir());
            }
        };
        Comparison comparison = new Comparison(new NativeEngine("cpu"), broken, full);
        CoverException told = assertThrows(CoverException.class, comparison::run);
        assertTrue(told.getMessage(), told.getMessage().startsWith("Cannot write ")
                && told.getMessage().contains("runs.csv"));
        assertTrue(table.delete());
        run(broken);
        assertEquals("both were kept", 0, made);
        assertEquals(2, rows(broken).size());
    }

    /** Rows without the pretrained model's sum: its history lacks a spread that could not be measured. */
    private static List<String> figures(CompareSettings settings) {
        return rows(settings).stream().map(row -> row.replaceFirst(", SHA-256 .*", "")).collect(Collectors.toList());
    }

    @Test
    public void theFirstIsScratchAndEveryRowTellsItsWork() {
        CompareSettings settings = settings("rows", task().set("methods", "COVER").set("protocols", "linear,full"));
        ComparisonPlan plan = run(settings);
        RunFolder results = new RunFolder(settings.output());
        List<RunRow> rows = plan.runs().stream().map(results::read).collect(Collectors.toList());
        assertEquals(List.of("scratch", "scratch", "COVER", "COVER"),
                rows.stream().map(row -> row.get("method")).collect(Collectors.toList()));
        assertEquals("", rows.get(0).get("pretraining_steps"));
        assertEquals("3", rows.get(2).get("pretraining_steps"));
        assertEquals("two views of two samples", "12", rows.get(2).get("pretraining_images"));
        assertEquals("4", rows.get(0).get("images"));
        assertTrue(rows.get(0).number("tuned_weights") < 0.01 * rows.get(0).number("weights"));
        assertEquals(rows.get(1).get("weights"), rows.get(1).get("tuned_weights"));
        for (PlannedRun run : plan.runs()) {
            TestScores scores = results.scores(run);
            assertEquals(results.read(run).score(), scores.score(), 1e-12);
            assertEquals("the images of one group", 1, scores.groups().size());
            assertEquals(2, scores.images().size());
        }
    }

    @Test
    public void pretrainingSeesNoTestImage() {
        CompareSettings settings = settings("unseen", task().set("methods", "COVER").set("protocols", "linear"));
        ComparisonPlan plan = run(settings);
        List<String> test = plan.testNames(settings.tasks().get(0));
        assertEquals(2, test.size());
        assertEquals(test.get(0).substring(0, 2), test.get(1).substring(0, 2));
        List<FloatImage> others = List.of(new File(folder.getRoot(), "images").listFiles()).stream().sorted()
                .filter(file -> !test.contains(file.getName()))
                .flatMap(file -> new ImageReader(2, 0).read(file).stream()).collect(Collectors.toList());
        assertEquals(4, others.size());
        File model = new File(settings.output(), "models").listFiles((place, name) -> name.endsWith(".cover"))[0];
        assertEquals(DataFingerprint.ofImages(others).toString(),
                ModelFile.readDescription(model).dataFingerprint());
    }

    /** One task that cannot be done does not end the other. */
    @Test
    public void aRunThatFailsIsARowWithItsReason() {
        TaskSettings.Builder impossible = task().set("name", "too large").set("patch", 4096).set("width", 512)
                .set("methods", "COVER").set("protocols", "linear");
        CompareSettings settings = settings("failed", impossible, task().set("methods", "COVER")
                .set("protocols", "linear"));
        run(settings);
        List<String> rows = rows(settings);
        assertEquals(4, rows.size());
        assertTrue(rows.get(0), rows.get(0).contains("needs about"));
        assertTrue(rows.get(1), rows.get(1).contains("The pretraining failed: patch 4096"));
        assertFalse(rows.get(3), rows.get(3).contains("failed"));
        run(settings);
        assertEquals("what failed is tried again", 2, made);
    }

    @Test
    public void otherFilesAreNotReplaced() throws Exception {
        for (String name : List.of("report.html", "pretrained.cover")) {
            CompareSettings settings = settings("has " + name, task());
            assertTrue(settings.output().mkdir() && new File(settings.output(), name).createNewFile());
            CoverException refused = assertThrows(CoverException.class, () -> run(settings));
            assertEquals("output_folder " + settings.output() + " has a " + name + " that no comparison has made"
                    + " and that would be replaced; choose an empty folder.", refused.getMessage());
        }
    }

    @Test
    public void partsMakeTheWhole() {
        CompareSettings whole = settings("undivided", task().set("protocols", "linear"));
        run(whole);
        CompareSettings parts = settings("parts", task().set("protocols", "linear"));
        for (String part : List.of("2/3", "3/3", "1/3")) {
            run(parts.part(part));
            assertEquals(1, made);
        }
        assertEquals(rows(whole), rows(parts));
    }

    @Test
    public void aComparisonThatIsCancelledEndsAtOnce() {
        CompareSettings settings = settings("cancelled", task());
        Comparison[] comparison = new Comparison[1];
        comparison[0] = new Comparison(new NativeEngine("cpu"), settings, new ComparisonListener() {
            @Override
            public void progress(double share, double remainingSeconds, String what) {
                comparison[0].cancel();
            }
        });
        assertThrows(CancelledException.class, comparison[0]::run);
        assertEquals(0, new File(settings.output(), "runs").listFiles().length);
    }

    @Test
    public void classesAreComparedByAuc() {
        File classes = new File(folder.getRoot(), "classes");
        SplittableRandom random = new SplittableRandom(2);
        for (int n = 0; n < 12; n++) {
            File place = new File(classes, n % 2 == 0 ? "dark" : "light");
            place.mkdirs();
            ByteProcessor image = new ByteProcessor(32, 32);
            for (int i = 0; i < 1024; i++) {
                image.set(i, random.nextInt(100) + (n % 2 == 0 ? 0 : i % 32));
            }
            IJ.saveAsTiff(new ImagePlus("", image), new File(place, n + ".tif").getPath());
        }
        CompareSettings settings = settings("auc", TaskSettings.builder().set("classes", classes)
                .set("methods", "COVER").set("numbers", "3").set("seeds", 1).set("pretraining", 2)
                .set("iterations", 2).set("batch", 2).set("width", 8).set("patch", 32).set("protocols", "linear"));
        ComparisonPlan plan = run(settings);
        RunRow row = new RunFolder(settings.output()).read(plan.runs().get(1));
        assertEquals("AUC", row.get("measure"));
        assertEquals("", row.get("failure"));
        assertEquals(4, new RunFolder(settings.output()).scores(plan.runs().get(1)).groups().size());
    }
}
