package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StagedConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.network.TestRanks.Trained;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.method.EpochBatches;
import org.coverfiji.method.EpochHook;
import org.coverfiji.method.MethodSettings;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.method.RunPlan;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.SamplingState;
import org.coverfiji.train.view.TestImages;
import org.junit.Test;

/**
 * Every method trains by two ranks as by one network, from the gradient to what it remembers; one of each kind without
 * {@code -Plong}.
 */
public class RankMethodsTest {

    /** In the last of which methods in stages are in their last one. */
    private static final int STEPS = 2;
    private static final int IMAGES = 8;
    /** With keys in the batch, a queue and a teacher, boxes, means over pairs, trained arrays, two passes, stages. */
    private static final Set<String> KINDS = Set.of("SimCLR", "MoCo v2", "PixPro", "GVSL", "DSC-PM", "GEMINI",
            "Chaitanya");
    private static final double RATE = 1e-3;
    /** Of losses. */
    private static final double ROUNDING = 1e-4;
    /**
     * Of moments, which are the gradients' own but for a factor: normalised embeddings that hardly differ, as at first,
     * magnify what rounding did. A factor that is forgotten, or a sample, makes a difference of a tenth and more.
     */
    private static final double MAGNIFIED = 2e-3;

    private static final NetworkConfiguration NETWORK = TestBatches.narrow(2);

    /** The least of what only takes time, where a method has it. */
    private static final Map<String, String> SMALL = Map.of("hidden", "16", "embedding", "8", "grid", "4",
            "queue", "32", "pixels", "4", "affine_width", "8");

    private static SettingValues values(Recipe recipe) {
        Map<String, String> own = new HashMap<>(SMALL);
        own.keySet().retainAll(recipe.settings().stream().map(Setting::key).collect(Collectors.toSet()));
        return MethodSettings.of(recipe, 2, own, "");
    }

    /** Of a batch that two do not divide, where the method lets it be. */
    private static RunPlan run(Recipe recipe) {
        return new RunPlan(NETWORK, new int[] {32, 32}, recipe.samples(5, 2, values(recipe)), STEPS, IMAGES, 1);
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

    private static IntFunction<Batch> batches(Recipe recipe) {
        ImageSource images = TestImages.source(IntStream.range(0, IMAGES)
                .mapToObj(i -> TestImages.noise(i, 1, new double[] {1, 1}, 40, 44)).toArray(FloatImage[]::new));
        List<Batch> batches = new ArrayList<>();
        EpochHook hook = recipe.hook(images, run(recipe), values(recipe));
        try (PretrainingNetwork network = hook == null ? null : network(recipe);
                EpochBatches all = new EpochBatches(recipe.sampler(images, run(recipe), values(recipe)), hook, network,
                        SamplingState.EMPTY, 1, 0)) {
            for (int step = 0; step < STEPS; step++) {
                batches.add(all.next(step));
                // Else the ranks' parts of so many would leave some out.
                assertEquals(recipe.name(), run(recipe).samples(), batches.get(step).samples());
            }
        }
        return batches::get;
    }

    @Test
    public void twoRanksTrainAsOneNetworkDoes() throws InterruptedException {
        List<Recipe> recipes = new ArrayList<>(Recipes.all());
        assertTrue(recipes.stream().map(Recipe::name).collect(Collectors.toSet()).containsAll(KINDS));
        recipes.removeIf(recipe -> !Boolean.getBoolean("cover.long") && !KINDS.contains(recipe.name()));
        for (Recipe recipe : recipes) {
            TestRanks training = new TestRanks(() -> network(recipe), batches(recipe), STEPS, RATE);
            Trained one = training.alone();
            List<Trained> ranks = training.together(2);
            for (Trained rank : ranks) {
                for (int step = 0; step < STEPS; step++) {
                    String what = recipe.name() + ", step " + step;
                    assertSame(what, one.steps.get(step).losses(), rank.steps.get(step).losses());
                    assertSame(what, one.steps.get(step).measures(), rank.steps.get(step).measures());
                }
                assertEquals(recipe.name(), one.state.keySet(), rank.state.keySet());
                assertNear(recipe.name(), one.state, rank.state);
                rank.state.forEach((name, tensor) -> assertArrayEquals(recipe.name() + ": " + name,
                        ranks.get(0).state.get(name).data(), tensor.data(), 0));
            }
        }
    }

    private static void assertSame(String what, Map<String, Double> expected, Map<String, Double> actual) {
        expected.forEach((name, value) -> assertEquals(what + ": " + name, value, actual.get(name),
                ROUNDING * Math.max(1, Math.abs(value))));
    }

    /** Moments, teacher, queues and arrays, each kind as a whole. */
    private static void assertNear(String what, Map<String, Tensor> expected, Map<String, Tensor> actual) {
        Map<String, double[]> apart = new LinkedHashMap<>();
        expected.forEach((name, tensor) -> {
            double[] squares = apart.computeIfAbsent(name.replaceAll("[./].*", ""), kind -> new double[2]);
            for (int i = 0; i < tensor.data().length; i++) {
                squares[0] += Math.pow(tensor.data()[i] - actual.get(name).data()[i], 2);
                squares[1] += Math.pow(tensor.data()[i], 2);
            }
        });
        apart.forEach((kind, squares) -> assertEquals(what + ": " + kind, 0, Math.sqrt(squares[0] / squares[1]),
                MAGNIFIED));
    }
}
