package org.coverfiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** ImageJ 1.x with nothing on its class path but itself, and the application copied into its plugins folder. */
public class PlainImageJIT {

    private static final File APP = new File(System.getProperty("cover.app"));
    private static final File JAR = new File(System.getProperty("cover.jar"));

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Path imageJ;

    @Before
    public void install() throws IOException {
        assumeFalse("ImageJ's window needs a display", GraphicsEnvironment.isHeadless());
        imageJ = temporary.newFolder("ImageJ").toPath();
        Path folder = Files.createDirectories(imageJ.resolve("plugins/COVER"));
        Files.copy(JAR.toPath(), folder.resolve(JAR.getName()));
        Files.createSymbolicLink(folder.resolve("lib"), APP.toPath().resolve("lib"));
        Files.createSymbolicLink(folder.resolve("engine"), APP.toPath().resolve("engine"));
    }

    @Test
    public void macroRunsCommandsThroughTheirOwnLibraries() throws Exception {
        File images = new File(System.getProperty("cover.basedir"), "sample-data/chest/unlabelled");
        Launched run = runMacro("run('COVER Pretrain...', 'input=[" + images + "] name_filter=chest-0 output=[" + imageJ
                + "/m.cover] patch=32 resize=64 width=8 iterations=1');\n"
                + "run('COVER Model Info...', 'model=[" + imageJ + "/m.cover]');");
        assertEquals(run.toString(), 0, run.status());
        assertTrue(run.toString(), run.output().stream().anyMatch(line -> line.startsWith("Patch: 32")));
    }

    private Launched runMacro(String text) throws Exception {
        File macro = imageJ.resolve("test.ijm").toFile();
        Files.write(macro.toPath(), text.getBytes(StandardCharsets.UTF_8));
        File ij = new File(APP, "lib").listFiles((folder, name) -> name.matches("ij-1.*\\.jar"))[0];
        return Launched.java(imageJ.toFile(), "-cp", ij.getPath(), "ij.ImageJ", "-ijpath", imageJ.toString(), "-batch",
                macro.getPath());
    }
}
