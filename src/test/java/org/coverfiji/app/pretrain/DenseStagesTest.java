package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingOutcome;
import org.junit.Assert;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What of the dense methods' networks changes when. */
public class DenseStagesTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final List<String> messages = new ArrayList<>();
    private PretrainResult result;

    /** The weights after every step. */
    private List<Map<String, Tensor>> weights(String method, String settings, int iterations) {
        List<Map<String, Tensor>> weights = new ArrayList<>();
        result = new Pretrainer(settings(method, settings, 32).iterations(iterations).checkpointIterations(1).build())
                .addListener(new TrainingListener() {
                    @Override
                    public void checkpointSaved(Progress progress, File file) {
                        weights.add(ModelFile.read(file).weights());
                    }

                    @Override
                    public void message(String message) {
                        messages.add(message);
                    }
                }).run();
        assertTrue(weights.size() >= iterations);
        return weights;
    }

    private PretrainSettings.Builder settings(String method, String settings, int patch) {
        SplittableRandom random = new SplittableRandom(1);
        List<FloatImage> images = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            float[] data = new float[40 * 40];
            for (int p = 0; p < data.length; p++) {
                data[p] = (float) random.nextDouble();
            }
            images.add(new FloatImage("image " + i, data, 1, new int[] {40, 40}, new double[] {1, 1}, "pixel"));
        }
        return PretrainSettings.builder(2).images(images).output(new File(folder.getRoot(), "model.cover"))
                .method(method).methodSettings(settings).patch(patch).batch(2).width(8).checkpointMinutes(0);
    }

    private static boolean same(Map<String, Tensor> one, Map<String, Tensor> other, String prefix) {
        boolean same = true;
        int found = 0;
        for (String name : one.keySet()) {
            if (name.startsWith(prefix)) {
                same &= Arrays.equals(one.get(name).data(), other.get(name).data());
                found++;
            }
        }
        assertTrue("no " + prefix + " among " + one.keySet(), found > 0);
        return same;
    }

    /** The encoder first; then, with the encoder as it is to the last bit, the way up as far as level 2. */
    @Test
    public void chaitanyaTrainsTheEncoderThenTheWayUp() {
        List<Map<String, Tensor>> weights = weights("Chaitanya", "hidden:16, embedding:8, parts:2", 4);
        Map<String, Tensor> first = weights.get(0);
        Map<String, Tensor> half = weights.get(1);
        Map<String, Tensor> last = weights.get(3);
        for (String encoder : new String[] {"backbone.inc", "backbone.down1", "backbone.down4"}) {
            assertFalse(encoder, same(first, half, encoder));
            assertTrue(encoder, same(half, last, encoder));
        }
        for (String up : new String[] {"backbone.up1", "backbone.up2"}) {
            assertTrue(up, same(first, half, up));
            assertFalse(up, same(half, last, up));
        }
        assertTrue(same(first, last, "backbone.up3"));
        assertTrue(same(first, last, "backbone.up4"));
        assertTrue(result.names().toString(), result.names().containsAll(List.of("global", "local")));
        assertTrue(messages.toString(), messages.stream().anyMatch(line -> line.contains("no common order")));
    }

    @Test
    public void patchesTooSmallForRegionsAreRefused() {
        CoverException refused = Assert.assertThrows(CoverException.class,
                () -> new Pretrainer(settings("chaitanya", "", 16).iterations(2).build()).run());
        assertTrue(refused.getMessage(),
                refused.getMessage().startsWith("patch is 16, but Chaitanya needs at least 32"));
    }

    /** Pixels are drawn from the map that the patch has, which need not be a square. */
    @Test
    public void pixelsOfAFlatPatchAreMatched() {
        PretrainSettings flat = settings("VADeR", "hidden:16, embedding:8, queue:64", 32).patch(16, 32).iterations(3)
                .build();
        assertEquals(TrainingOutcome.COMPLETED, new Pretrainer(flat).run().outcome());
    }

    @Test
    public void aRunInStagesGoesOnWithTheSameStagesOnly() {
        String own = "hidden:16, embedding:8, parts:2";
        new Pretrainer(settings("Chaitanya", own, 32).iterations(4).build()).run();
        CoverException refused = Assert.assertThrows(CoverException.class, () -> new Pretrainer(
                settings("Chaitanya", own, 32).iterations(12).resume(true).build()).run());
        assertTrue(refused.getMessage(), refused.getMessage().startsWith("The checkpoint after 4 steps is of stage 2 of"
                + " the method, but in a run with these settings that step is of stage 1: "));
        assertEquals("its last step stays one of the second stage", 6, new Pretrainer(settings("Chaitanya", own, 32)
                .iterations(6).resume(true).build()).run().progress().iteration());
    }

    /** Categories are unit vectors, stay as they are at first, and then are learnt. */
    @Test
    public void prototypesAreFrozenAtFirst() {
        List<Map<String, Tensor>> weights = weights("DSC-PM",
                "hidden:16, embedding:8, norm:group, queue:64, grid:8, prototypes:4, frozen:2", 4);
        assertTrue(same(weights.get(0), weights.get(1), "prototypes"));
        assertFalse(same(weights.get(1), weights.get(3), "prototypes"));
        Tensor prototypes = weights.get(0).get("prototypes");
        assertArrayEquals(new int[] {4, 8}, prototypes.shape());
        for (int row = 0; row < 4; row++) {
            double squares = 0;
            for (int c = 0; c < 8; c++) {
                squares += Math.pow(prototypes.data()[row * 8 + c], 2);
            }
            assertEquals(1, squares, 1e-6);
        }
    }
}
