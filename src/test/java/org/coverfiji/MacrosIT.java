package org.coverfiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.ClassRule;
import org.junit.Test;

/** Every macro of the folder macros, headless in an ImageJ over which the release was unzipped. */
public class MacrosIT {

    @ClassRule
    public static final ReleaseFolder IMAGEJ = new ReleaseFolder();

    private static final Path BASE = new File(System.getProperty("cover.basedir")).toPath();

    /** By macro: what its argument is after the working folder, and the files that it must leave in results. */
    private static final Map<String, List<String>> EXPECTED = Map.of("Pretrain_and_Embed.ijm", Arrays.asList(",2",
            "pretrained.cover", "chest-01_embedding.tif", "chest-01_embedding.npy", "chest-01_pca.tif",
            "chest-01_pca.png"));

    @Test
    public void everyMacroLeavesItsFiles() throws Exception {
        for (File macro : BASE.resolve("macros").toFile().listFiles((folder, name) -> name.endsWith(".ijm"))) {
            List<String> expected = EXPECTED.get(macro.getName());
            assertNotNull("say here what " + macro.getName() + " leaves", expected);
            File work = IMAGEJ.newFolder("work of " + macro.getName());
            copy(BASE.resolve("sample-data"), work.toPath());
            Launched run = Launched.java(work, PlainImageJ.headless(IMAGEJ, macro.getPath(), work + expected.get(0)));
            assertEquals(run.toString(), 0, run.status());
            for (String name : expected.subList(1, expected.size())) {
                assertTrue(macro.getName() + " left no " + name + "\n" + run,
                        new File(work, "results/" + name).length() > 1000);
            }
        }
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
