package org.coverfiji.kills;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * ImageJ that is quit while it trains on an open image ends, without an error that anybody sees, and leaves a
 * checkpoint that training goes on from: quit by its menu, with {@code -Plong} by a script, too.
 */
public class QuitTest {

    private static final long PATIENCE_SECONDS = 300;
    private static final int STEPS = 100_000;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void quittingLeavesACheckpointThatGoesOn() throws Exception {
        assumeFalse("skipped: there is no display", GraphicsEnvironment.isHeadless());
        Squares.make(folder.getRoot());
        File image = new File(folder.getRoot(), "images").listFiles()[0];
        for (String way : Boolean.getBoolean("cover.long") ? List.of("menu", "script") : List.of("menu")) {
            File model = new File(folder.getRoot(), way + ".cover");
            quit(image, model, way);
            goOn(image, model);
        }
    }

    private void quit(File image, File model, String way) throws Exception {
        File printed = new File(folder.getRoot(), way + ".txt");
        ProcessBuilder builder = new ProcessBuilder(new File(System.getProperty("java.home"), "bin/java").getPath(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx600m", "-cp",
                System.getProperty("java.class.path"), "-Dcover.engine=" + System.getProperty("cover.engine"),
                QuittingImageJ.class.getName(), image.getPath(), model.getPath(), way);
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        Process process = builder.redirectErrorStream(true).redirectOutput(printed).start();
        try {
            assertTrue(way + " does not end it", process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            String text = Files.readString(printed.toPath());
            assertEquals(text, 0, process.exitValue());
            assertFalse(text, text.contains(QuittingImageJ.WRONG));
        } finally {
            process.destroyForcibly();
        }
    }

    private static void goOn(File image, File model) {
        long done = ModelFile.readDescription(model).iterationsDone();
        assertTrue("after " + done, done > 0 && done < STEPS);
        Pretrainer pretrainer = new Pretrainer(EngineLoader.load("cpu"), PretrainSettings.builder(2).input(image)
                .output(model).width(8).patch(32).batch(2).resize(0).iterations(STEPS).resume(true).build());
        List<Long> steps = new ArrayList<>();
        pretrainer.addListener(new TrainingListener() {

            @Override
            public void iterationDone(Progress progress) {
                steps.add(progress.iteration());
                pretrainer.cancel();
            }
        });
        pretrainer.run();
        assertEquals(List.of(done + 1), steps);
    }
}
