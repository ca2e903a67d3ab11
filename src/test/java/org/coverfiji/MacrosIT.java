package org.coverfiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.ClassRule;
import org.junit.Test;

/** Every macro of the folder macros, headless in an ImageJ over which the release was unzipped. */
public class MacrosIT {

    @ClassRule
    public static final ReleaseFolder IMAGEJ = new ReleaseFolder();

    private static final Path BASE = new File(System.getProperty("cover.basedir")).toPath();

    private File work;
    private File results;

    /** In an order in which later macros find the models of earlier ones; nothing in the folder is left out. */
    @Test
    public void everyMacroLeavesItsFiles() throws Exception {
        work = IMAGEJ.newFolder("work");
        results = new File(work, "results");
        copy(BASE.resolve("sample-data"), work.toPath());
        Set<String> run = new TreeSet<>();
        run.add(run("Pretrain_and_Embed.ijm", work + ",2", "pretrained.cover", "chest-01_embedding.tif",
                "chest-01_embedding.npy", "chest-01_pca.tif", "chest-01_pca.png"));
        run.add(run("Fine_tune_and_Segment.ijm", work + ",2", "segmentation.cover", "segmented/chest-24_labels.tif"));
        String models = results + "/";
        run.add(run("Batch_Segment_Folder.ijm", work + "/chest/labelled/images," + models + "segmentation.cover,"
                + models + "batch", "batch/chest-32_labels.tif"));
        run.add(run("Quickstart.ijm", work + ",2", "contact-sheet.png", "segmented/chest-09_labels.tif",
                "embeddings/chest-32_pca.tif"));
        makeClassificationModel();
        run.add(run("Classify_Folder.ijm", work + "/chest/labelled/images," + models + "classes.cover," + models
                + "classes.csv", "classes.csv"));
        Set<String> all = Arrays.stream(BASE.resolve("macros").toFile().list()).filter(name -> name.endsWith(".ijm"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, run);
    }

    /** Returns the macro's name. */
    private String run(String macro, String argument, String... expected) throws Exception {
        File file = BASE.resolve("macros").resolve(macro).toFile();
        runFile(file, argument);
        for (String name : expected) {
            assertTrue(macro + " left no " + name, new File(results, name).length() > 100);
        }
        return macro;
    }

    private void runFile(File macro, String argument) throws Exception {
        Launched run = Launched.java(work, PlainImageJ.headless(IMAGEJ, macro.getPath(), argument));
        assertEquals(run.toString(), 0, run.status());
    }

    /** Two classes that differ in nothing: what matters is that the model is of the right kind. */
    private void makeClassificationModel() throws Exception {
        for (int i = 1; i <= 6; i++) {
            Path image = work.toPath().resolve("chest/labelled/images/chest-" + (26 + i) + ".png");
            Path target = results.toPath()
                    .resolve("by class/" + (i % 2 == 0 ? "even" : "odd") + "/" + image.getFileName());
            Files.createDirectories(target.getParent());
            Files.copy(image, target);
        }
        File macro = new File(results, "classification.ijm");
        Files.writeString(macro.toPath(), "run(\"COVER Fine-tune Classification...\", \"input=[" + results
                + "/by class] model=[" + results + "/pretrained.cover] output=[" + results
                + "/classes.cover] protocol=linear iterations=2 validation=0.4\");");
        runFile(macro, "");
    }

    private static void copy(Path source, Path target) throws Exception {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (!source.relativize(file).startsWith("results")) {
                    Path copy = target.resolve(source.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }
}
