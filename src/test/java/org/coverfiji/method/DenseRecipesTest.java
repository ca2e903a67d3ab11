package org.coverfiji.method;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.SettingValues;
import org.junit.Test;

/** What recipes of dense methods make of a run. */
public class DenseRecipesTest {

    private static RunPlan run(int samples, int images, int... patch) {
        NetworkConfiguration network = new NetworkConfiguration(patch.length, 1, NetworkConfiguration.widthsFrom(8));
        return new RunPlan(network, patch, samples, 100, images, 1);
    }

    private static EmbeddingConfiguration method(String name, RunPlan run, String settings) {
        Recipe recipe = Recipes.named(name);
        return (EmbeddingConfiguration) recipe.method(run, values(name, run.dimensions(), settings));
    }

    private static SettingValues values(String name, int dimensions, String settings) {
        return MethodSettings.of(Recipes.named(name), dimensions, Map.of(), settings);
    }

    private static Feature feature(EmbeddingConfiguration method, String port) {
        return method.passes().get(0).ports().stream().filter(one -> one.name().equals(port)).findFirst()
                .orElseThrow().feature();
    }

    @Test
    public void gridsAreNoFinerThanTheMap() {
        assertEquals(Feature.grid(4, 16), feature(method("DenseCL", run(8, 9, 64, 64), ""), "dense"));
        assertEquals(Feature.grid(4, 8), feature(method("DenseCL", run(8, 9, 32, 32, 32), ""), "dense"));
        RunPlan flat = run(8, 9, 16, 64, 64);
        assertEquals(Feature.grid(2, 4), feature(method("PixPro", flat, "feature_level:2"), "projection"));
        String note = String.join(" ", Recipes.named("PixPro").notes(flat, values("PixPro", 3, "feature_level:2")));
        assertTrue(note, note.contains("grid of 4 positions a side, which are all"));
    }

    @Test
    public void queuesSuitTheImages() {
        int[][] lengths = {{4, 64}, {20, 160}, {1000, 1024}};
        for (int[] length : lengths) {
            EmbeddingConfiguration method = method("SetSim", run(8, length[0], 64, 64), "");
            assertEquals(length[1], method.queues().get("queue").length());
            assertEquals(length[1], method.queues().get("dense_queue").length());
        }
        assertEquals(20 * 3 * 32, method("VADeR", run(3, 9, 64, 64), "").queues().get("queue").length());
        assertEquals(500, method("VADeR", run(3, 9, 64, 64), "queue:500").queues().get("queue").length());
    }

    /** Positions of a patch that is flat lie in all of it. */
    @Test
    public void pixelsAreOfTheMapThatIsRead() {
        int[] size = {20, 70, 70};
        FloatImage image = new FloatImage("image", new float[(int) Tensor.size(size)], 1, size, new double[] {1, 1, 1},
                "pixel");
        ImageSource images = new ImageSource() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public FloatImage get(int index) {
                return image;
            }
        };
        RunPlan run = run(4, 1, 16, 64, 64);
        Batch batch = Recipes.named("VADeR").sampler(images, run, values("VADeR", 3, "feature_level:3, pixels:200"))
                .batch(0);
        float largest = 0;
        for (float position : batch.get("positions").data()) {
            largest = Math.max(largest, position);
        }
        assertArrayEquals(new int[] {4, 200}, batch.get("positions").shape());
        assertTrue("largest position " + largest, largest >= 8 * 8 * 8 && largest < 8 * 32 * 32);
    }

    @Test
    public void chaitanyaTakesAllPartsOfTwoVolumes() {
        Recipe recipe = Recipes.named("Chaitanya");
        assertEquals(8, recipe.samples(2, 2, values("Chaitanya", 2, "")));
        assertEquals(12, recipe.samples(9, 2, values("Chaitanya", 2, "")));
        assertEquals(6, recipe.samples(1, 2, values("Chaitanya", 2, "parts:3")));
        CoverException refused = assertThrows(CoverException.class,
                () -> recipe.sampler(null, run(8, 9, 32, 32, 32), values("Chaitanya", 3, "order:folders")));
        assertEquals("order is folders, but in 3D every image is a volume; choose auto or none.", refused.getMessage());
        refused = assertThrows(CoverException.class,
                () -> recipe.method(run(8, 9, 16, 64, 64), values("Chaitanya", 3, "")));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith("patch is 16"));
    }

    @Test
    public void officialValuesAreThePublishedOnes() {
        SettingValues values = values("DenseCL", 2, "preset:official");
        assertEquals(List.of("2048", "none", "0.999"), List.of(
                String.valueOf(values.get(ContrastSettings.HIDDEN)), values.get(ContrastSettings.NORM),
                String.valueOf(values.get(ContrastSettings.MOMENTUM))));
        SettingValues pixPro = values("PixPro", 2, "preset:official");
        assertEquals(List.of("4096", "256", "0.08"), List.of(String.valueOf(pixPro.get(ContrastSettings.HIDDEN)),
                String.valueOf(pixPro.get(ContrastSettings.EMBEDDING)),
                String.valueOf(pixPro.get(ContrastSettings.SMALLEST_AREA))));
        String notes = String.join(" ", Recipes.named("DenseCL").notes(run(8, 9, 64, 64), values));
        assertTrue(notes, notes.contains("Not as published") && notes.contains("65536"));
    }
}
