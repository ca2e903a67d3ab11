package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.ImageSource;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.read.FolderImageSource;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.method.ContrastSettings;
import org.coverfiji.method.EpochBatches;
import org.coverfiji.method.MethodSettings;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.method.RunPlan;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.SamplingState;
import org.junit.Test;

/**
 * Methods that restore, classify or contrast whole images, with their usual settings on some fresh batches of
 * radiographs and of MR volumes: what they lose is finite, embeddings differ, and a queue is no worse than chance.
 */
public class ImageMethodsRealImagesTest {

    private static final List<String> METHODS = List.of("Denoising", "In-painting", "Models Genesis", "Rotation",
            "SimSiam", "BYOL", "SimCLR", "MoCo v2", "DeepCluster");
    private static final double RATE = 1e-3;
    private static final double COLLAPSED = 0.1;
    /** How far the loss of a queue that is still filling may be above that of chance. */
    private static final double ABOVE_CHANCE = 0.5;

    private final Engine engine = EngineLoader.load("cpu");

    private static ImageSource images(String folder, int dimensions, int side) {
        assumeTrue("takes long: -Plong", Boolean.getBoolean("cover.long"));
        File input = new File(System.getProperty("cover.data", "../shared/data"), folder);
        assumeTrue("no real images at " + input + "; set -Dcover.data", input.isDirectory());
        int[] patch = new int[dimensions];
        Arrays.fill(patch, side);
        return new FolderImageSource(ImageFiles.list(input, false, ""), new ImageReader(dimensions, 1),
                new ImagePreparation(Normalization.DEFAULT, dimensions == 2 ? 2 * side : 0, patch),
                FolderImageSource.defaultCacheBytes());
    }

    private void check(String method, ImageSource images, int dimensions, int side, int steps) {
        Recipe recipe = Recipes.named(method);
        SettingValues values = MethodSettings.of(recipe, dimensions, Map.of(), "");
        NetworkConfiguration network = new NetworkConfiguration(dimensions, 1, NetworkConfiguration.widthsFrom(8));
        int[] patch = new int[dimensions];
        Arrays.fill(patch, side);
        RunPlan run = new RunPlan(network, patch, recipe.samples(2, dimensions, values), steps, images.size(), 1);
        StepResult last = new StepResult(Map.of(), 0, true);
        try (PretrainingNetwork net = engine.pretraining(network, recipe.method(run, values),
                OptimizerConfiguration.PUBLISHED, 1);
                EpochBatches batches = new EpochBatches(recipe.sampler(images, run, values),
                        recipe.hook(images, run, values), net, SamplingState.EMPTY, 1, 0)) {
            for (int i = 0; i < steps; i++) {
                last = net.step(batches.next(i), RATE);
                assertTrue(method + last.losses(), last.losses().values().stream().allMatch(Double::isFinite));
                assertFalse(method, last.skipped());
            }
        }
        String what = method + " in " + dimensions + "D: " + last.losses() + " " + last.measures();
        assertEquals(what, recipe.watchesCollapse(), last.measures().containsKey(ContrastSettings.SPREAD));
        if (recipe.watchesCollapse()) {
            assertTrue(what, last.measures().get(ContrastSettings.SPREAD) > COLLAPSED);
        }
        double loss = last.losses().values().iterator().next();
        ((EmbeddingConfiguration) recipe.method(run, values)).queues().values().forEach(
                queue -> assertTrue(what, loss < Math.log1p(queue.length()) + ABOVE_CHANCE));
    }

    @Test
    public void radiographs() {
        ImageSource images = images("chest-xray", 2, 64);
        METHODS.forEach(method -> check(method, images, 2, 64, 12));
    }

    @Test
    public void volumes() {
        ImageSource images = images("hippocampus/images", 3, 32);
        METHODS.forEach(method -> check(method, images, 3, 32, 4));
    }
}
