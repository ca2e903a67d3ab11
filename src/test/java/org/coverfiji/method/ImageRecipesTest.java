package org.coverfiji.method;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.setting.SettingValues;
import org.junit.Test;

/** What methods on whole images make of their settings and of the run. */
public class ImageRecipesTest {

    private static RunPlan run(int dimensions, int samples, long iterations, int images) {
        NetworkConfiguration network =
                new NetworkConfiguration(dimensions, 1, NetworkConfiguration.widthsFrom(8));
        int[] patch = dimensions == 2 ? new int[] {64, 64} : new int[] {32, 32, 32};
        return new RunPlan(network, patch, samples, iterations, images, 1);
    }

    private static SettingValues values(String method, String settings) {
        return MethodSettings.of(Recipes.named(method), 2, Map.of(), settings);
    }

    private static int queue(int images, String settings) {
        EmbeddingConfiguration method = (EmbeddingConfiguration) new MoCoRecipe().method(run(2, 8, 100, images),
                values("MoCo v2", settings));
        return method.queues().get("queue").length();
    }

    @Test
    public void theQueueSuitsTheImagesOrIsAsAskedFor() {
        assertEquals(64, queue(3, ""));
        assertEquals(400, queue(50, ""));
        assertEquals(1024, queue(5000, ""));
        assertEquals(1000, queue(3, "queue:1000"));
    }

    @Test
    public void chanceIsToldOfQueues() {
        String notes = new MoCoRecipe().notes(run(2, 8, 100, 50), values("MoCo v2", "")).toString();
        assertTrue(notes, notes.contains("Against a queue of 400 keys the loss of chance is log(1 + 400) = 5.99"));
    }

    @Test
    public void smallBatchesAreFilledUp() {
        for (String name : new String[] {"SimSiam", "BYOL", "SimCLR", "MoCo v2", "DeepCluster", "Rotation"}) {
            Recipe recipe = Recipes.named(name);
            for (int dimensions = 2; dimensions <= 3; dimensions++) {
                SettingValues values = recipe.defaults(dimensions);
                int views = recipe.cost(run(dimensions, 1, 100, 10), values).views();
                assertTrue(name, views * recipe.samples(1, dimensions, values) >= 8);
                assertTrue(name, recipe.samples(32, dimensions, values) >= 32);
            }
        }
        assertEquals(64, new RotationRecipe().samples(16, 2, SettingValues.DEFAULTS));
        assertEquals(16, new RotationRecipe().samples(16, 3, SettingValues.DEFAULTS));
        assertEquals(1, new GenesisRecipe().samples(1, 3, SettingValues.DEFAULTS));
    }

    @Test
    public void byolsTeacherFollowsByTheLengthOfTheRun() {
        assertEquals(0.99, ByolRecipe.momentum(run(2, 4, 20_000, 10), values("BYOL", "")), 0);
        assertEquals(0.996, ByolRecipe.momentum(run(2, 4, 20_001, 10), values("BYOL", "")), 0);
        assertEquals(0.5, ByolRecipe.momentum(run(2, 4, 100, 10), values("BYOL", "momentum:0.5")), 0);
        SettingValues official = values("BYOL", "preset:official");
        assertEquals(0.97, ByolRecipe.momentum(run(2, 4, 100, 10), official), 0);
        assertEquals(0.99, ByolRecipe.momentum(run(2, 4, 101, 10), official), 0);
        assertEquals(0.996, ByolRecipe.momentum(run(2, 4, 1000, 10), official), 0);
    }

    @Test
    public void clustersAndComponentsFollowTheItems() {
        SettingValues usual = values("DeepCluster", "");
        assertEquals(8, DeepClusterRecipe.clusters(run(2, 8, 100, 1), usual));
        assertEquals(40, DeepClusterRecipe.clusters(run(2, 8, 100, 100), usual));
        assertEquals(1000, DeepClusterRecipe.clusters(run(2, 8, 100, 50_000), usual));
        assertEquals(80, DeepClusterRecipe.clusters(run(2, 8, 100, 10), values("DeepCluster", "preset:official")));
        assertEquals(2, DeepClusterRecipe.components(run(2, 8, 100, 1), usual));
        assertEquals(64, DeepClusterRecipe.components(run(2, 8, 100, 1000), usual));
        assertEquals(128, DeepClusterRecipe.components(run(2, 8, 100, 1000), values("DeepCluster", "components:200")));
    }

    @Test
    public void aSettingThatDoesNotFitAnotherIsRefused() {
        SettingValues values = values("Denoising", "least_noise:0.5");
        CoverException e = assertThrows(CoverException.class, () -> new DenoisingRecipe().check(values));
        assertEquals("least_noise is 0.5, but must be at most most_noise, 0.1.", e.getMessage());
    }

    /** What cannot be had as published is said, and only where it was asked for. */
    @Test
    public void thePublishedPresetSaysWhatIsMissing() {
        for (String name : new String[] {"In-painting", "Models Genesis", "Rotation", "SimSiam", "BYOL", "SimCLR",
            "MoCo v2", "DeepCluster"}) {
            Recipe recipe = Recipes.named(name);
            RunPlan run = run(2, 8, 100, 10);
            assertTrue(name, recipe.notes(run, values(name, "preset:official")).stream()
                    .anyMatch(note -> note.startsWith("Not as published: ")));
            assertTrue(name, recipe.notes(run, values(name, "")).stream()
                    .noneMatch(note -> note.startsWith("Not as published: ")));
        }
    }
}
