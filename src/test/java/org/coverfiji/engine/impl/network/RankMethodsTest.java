package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StagedConfiguration;
import org.coverfiji.image.ImageSource;
import org.coverfiji.method.MethodSettings;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.method.RunPlan;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.TestImages;
import org.junit.Test;

/** Which of the methods several ranks can train: those that the manual lists. */
public class RankMethodsTest {

    private static final List<String> SHARED = List.of("COVER", "Denoising", "In-painting", "Models Genesis",
            "Rotation", "DeepCluster");

    private static final NetworkConfiguration NETWORK =
            new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(8));

    private static SettingValues values(Recipe recipe) {
        return MethodSettings.of(recipe, 2, Map.of(), "");
    }

    private static RunPlan run(Recipe recipe) {
        return new RunPlan(NETWORK, new int[] {32, 32}, recipe.samples(4, 2, values(recipe)), 100, 8, 1);
    }

    private static PretrainingNetwork network(Recipe recipe) {
        MethodConfiguration method = recipe.method(run(recipe), values(recipe));
        OptimizerConfiguration optimizer = OptimizerConfiguration.PUBLISHED;
        return method instanceof CoverConfiguration
                ? new CoverNetwork(NETWORK, (CoverConfiguration) method, optimizer, 1)
                : method instanceof StagedConfiguration
                ? new StagedNetwork(NETWORK, (StagedConfiguration) method, optimizer, 1)
                : EmbeddingNetwork.of(NETWORK, (EmbeddingConfiguration) method, optimizer, 1);
    }

    @Test
    public void theManualTellsWhichMethodsRanksCanTrain() {
        List<String> shared = new ArrayList<>();
        for (Recipe recipe : Recipes.all()) {
            try (PretrainingNetwork network = network(recipe)) {
                network.share(values -> { });
                shared.add(recipe.name());
            } catch (CoverException e) {
                assertTrue(recipe.name() + ": " + e.getMessage(), e.getMessage().matches(
                        "The method cannot be trained by several ranks, because .*; train it in one process.*\\."));
            }
        }
        assertEquals(SHARED, shared);
    }

    /** Else the ranks' parts of so many samples would leave some out. */
    @Test
    public void theirBatchesHaveAsManySamplesAsTheRunIsToldOf() {
        ImageSource images = TestImages.source(TestImages.noise(1, 1, new double[] {1, 1}, 40, 44),
                TestImages.noise(2, 1, new double[] {1, 1}, 40, 44));
        for (String name : SHARED) {
            Recipe recipe = Recipes.named(name);
            if (recipe.hook(images, run(recipe), values(recipe)) == null) {
                assertEquals(name, run(recipe).samples(),
                        recipe.sampler(images, run(recipe), values(recipe)).batch(0).samples());
            }
        }
    }
}
