package org.coverfiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** ImageJ 1.x with nothing on its class path but itself, started as a user starts it. */
public class PlainImageJIT {

    @ClassRule
    public static final ReleaseFolder IMAGEJ = new ReleaseFolder();

    @ClassRule
    public static final ReleaseFolder JAR_ALONE = new ReleaseFolder(name -> name.startsWith("plugins/"));

    @Before
    public void needsDisplay() {
        assumeFalse("ImageJ's window needs a display", GraphicsEnvironment.isHeadless());
    }

    @Test
    public void macroRunsCommandsThroughTheirOwnLibraries() throws Exception {
        File images = new File(System.getProperty("cover.basedir"), "sample-data/chest/unlabelled");
        File model = new File(IMAGEJ.folder(), "m.cover");
        Launched run = runMacro(IMAGEJ, "run('COVER Pretrain...', 'input=[" + images + "] name_filter=chest-0 output=["
                + model + "] patch=32 resize=64 width=8 iterations=1');\n"
                + "run('COVER Model Info...', 'model=[" + model + "]');");
        assertEquals(run.toString(), 0, run.status());
        assertTrue(run.toString(), run.output().stream().anyMatch(line -> line.startsWith("Patch: 32")));
    }

    @Test
    public void missingLibrariesSayHowToInstall() throws Exception {
        // It is said in a dialog, which ends this ImageJ.
        File macro = macro(JAR_ALONE, "run('COVER Model Info...', 'model=m.cover'); print('NOT ABORTED');");
        Launched run = Launched.java(JAR_ALONE.folder(), PlainImageJ.window("play", JAR_ALONE, macro.getPath()));
        String all = run.toString();
        assertTrue(all, all.contains("COVER's libraries are not installed; unzip a COVER release over the ImageJ "
                + "folder, so that " + new File(JAR_ALONE.folder(), "lib/cover/host") + " holds them."));
        assertTrue(all, !run.output().contains("NOT ABORTED") && !all.contains("\tat "));
    }

    private static Launched runMacro(ReleaseFolder imageJ, String text) throws IOException, InterruptedException {
        return Launched.java(imageJ.folder(), PlainImageJ.itself(imageJ, "-batch", macro(imageJ, text).getPath()));
    }

    private static File macro(ReleaseFolder imageJ, String text) throws IOException {
        File macro = new File(imageJ.folder(), "test.ijm");
        return Files.write(macro.toPath(), text.getBytes(StandardCharsets.UTF_8)).toFile();
    }
}
