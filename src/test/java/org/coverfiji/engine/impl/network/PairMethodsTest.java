package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.method.MethodSettings;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.method.RunPlan;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.BatchSampler;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** GVSL and GEMINI from recipe to steps: what is trained, what is not, and what registration comes to. */
public class PairMethodsTest {

    private static final double RATE = 1e-3;
    private static final int STEPS = 50;

    /** Bodies with organs: alike, but each of other sizes and at other places. */
    private static FloatImage body(int number, int... size) {
        float[] data = new float[(int) Tensor.size(size)];
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        for (int i = 0; i < data.length; i++) {
            int rest = i;
            double outer = 0;
            double left = 0;
            double right = 0;
            for (int axis = size.length - 1; axis >= 0; axis--) {
                double x = (rest % size[axis] + 0.5) / size[axis] - 0.5;
                rest /= size[axis];
                double move = 0.06 * Math.sin(number * (axis + 1.7));
                outer += Math.pow((x - move) / (0.42 - 0.03 * Math.cos(number)), 2);
                double side = axis == size.length - 1 ? 0.17 : 0;
                left += Math.pow((x - move + side) / (0.13 + 0.02 * Math.sin(2.3 * number)), 2);
                right += Math.pow((x - move - side) / (0.11 + 0.02 * Math.cos(1.9 * number)), 2);
            }
            data[i] = (float) (0.1 + 0.5 / (1 + Math.exp(12 * (outer - 1))) + 0.3 / (1 + Math.exp(9 * (left - 1)))
                    - 0.3 / (1 + Math.exp(9 * (right - 1))));
        }
        return new FloatImage("body " + number, data, 1, size, spacing, "pixel");
    }

    private static ImageSource bodies(int count, int... size) {
        FloatImage[] bodies = new FloatImage[count];
        Arrays.setAll(bodies, i -> body(i, size));
        return new ImageSource() {
            @Override
            public int size() {
                return count;
            }

            @Override
            public FloatImage get(int index) {
                return bodies[index];
            }
        };
    }

    private static final class Run implements AutoCloseable {

        private final EmbeddingNetwork network;
        private final BatchSampler batches;

        Run(String method, String settings, int samples, int... patch) {
            Recipe recipe = Recipes.named(method);
            SettingValues values = MethodSettings.of(recipe, patch.length, Map.of(), settings);
            NetworkConfiguration configuration = new NetworkConfiguration(patch.length, 1,
                    NetworkConfiguration.widthsFrom(8));
            RunPlan plan = new RunPlan(configuration, patch, samples, 100, 6, 1);
            EmbeddingConfiguration embedding = (EmbeddingConfiguration) recipe.method(plan, values);
            network = EmbeddingNetwork.of(configuration, embedding, OptimizerConfiguration.PUBLISHED, 1);
            batches = recipe.sampler(bodies(6, Arrays.stream(patch).map(side -> side + 4).toArray()), plan, values);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    /** Within half of the steps that there are for it, in every loss that registration and restoration have. */
    private static void learnsByHeart(String method, String settings, int samples, int... patch) {
        try (Run run = new Run(method, settings, samples, patch)) {
            Batch batch = run.batches.batch(0);
            Map<String, Double> first = run.network.step(batch, RATE).losses();
            for (int step = 0; step < STEPS; step++) {
                run.network.step(batch, RATE);
            }
            Map<String, Double> last = run.network.step(batch, RATE).losses();
            for (String loss : new String[] {"correlation", "restoration"}) {
                assertTrue(method + " from " + first + " to " + last, last.get(loss) < 0.7 * first.get(loss));
            }
        }
    }

    @Test
    public void imagesComeOntoEachOther() {
        learnsByHeart("GVSL", "affine_width:16", 2, 32, 32);
        learnsByHeart("GEMINI", "", 2, 32, 32);
    }

    @Test
    public void volumesComeOntoEachOther() {
        learnsByHeart("GEMINI", "deformer:8", 1, 16, 16, 16);
    }

    /** Phases, moments and fresh weights find parameters by their place: branches must not mix them up. */
    @Test
    public void parametersAreNamedInTheOrderOfTheirPlaces() {
        Recipe recipe = Recipes.named("GVSL");
        SettingValues values = MethodSettings.of(recipe, 2, Map.of(), "affine_width:8");
        NetworkConfiguration configuration = new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(8));
        RunPlan plan = new RunPlan(configuration, new int[] {16, 16}, 1, 100, 6, 1);
        PortGraph graph = PortGraph.of(EmbeddingGraphs.of(configuration,
                ((EmbeddingConfiguration) recipe.method(plan, values)).passes().get(0), 1, DataType.FLOAT));
        long place = 0;
        for (Map.Entry<String, String> name : Parameters.names(graph).entrySet()) {
            graph.params().putScalar(place, 12345);
            assertEquals(name.getKey(), 12345, graph.getParam(name.getValue()).getDouble(0), 0);
            place += graph.getParam(name.getValue()).length();
        }
        assertEquals(graph.params().length(), place);
        graph.close();
    }

    private static Map<String, Tensor> changed(Run run, Batch batch) {
        Map<String, Tensor> before = run.network.parameters();
        run.network.step(batch, RATE);
        Map<String, Tensor> changed = run.network.parameters();
        changed.keySet().removeIf(name -> Arrays.equals(before.get(name).data(), changed.get(name).data()));
        return changed;
    }

    @Test
    public void theAffineHeadLearnsButNotWithThePublishedSlips() {
        for (String settings : new String[] {"", "slips:true", "affine:false"}) {
            try (Run run = new Run("GVSL", "affine_width:8" + (settings.isEmpty() ? "" : "," + settings), 1, 16, 16)) {
                Set<String> all = run.network.parameters().keySet();
                Set<String> changed = changed(run, run.batches.batch(0)).keySet();
                long affine = changed.stream().filter(name -> name.startsWith("affine_head.")).count();
                assertEquals(settings, settings.isEmpty(), affine > 0);
                assertEquals(settings, !settings.equals("affine:false"),
                        all.stream().anyMatch(name -> name.startsWith("affine_head.")));
                assertTrue(changed.contains("deformable.6.weight") && changed.contains("res_conv.3.weight")
                        && changed.contains("backbone.inc.double_conv.0.weight"));
            }
        }
    }

    /** With moments of its own; the first pass knows nothing of it. */
    @Test
    public void theSecondPassOfGeminiTrainsTheRestoringHead() {
        try (Run run = new Run("GEMINI", "deformer:8", 1, 16, 16)) {
            Map<String, Tensor> changed = changed(run, run.batches.batch(0));
            assertTrue(changed.containsKey("res_conv.0.weight") && changed.containsKey("deformer.1.weight"));
            assertEquals(1, run.network.state().get("step").data()[0], 0);
            assertEquals(1, run.network.state().get("restoration/step").data()[0], 0);
            assertTrue(run.network.state().keySet().stream().noneMatch(name -> name.equals("m/res_conv.0.weight")));
        }
    }

    @Test
    public void whatIsNotFiniteIsSkipped() {
        for (String method : new String[] {"GVSL", "GEMINI"}) {
            try (Run run = new Run(method, "", 1, 16, 16)) {
                Batch good = run.batches.batch(0);
                good.get("partner").data()[100] = Float.NaN;
                assertTrue(method, run.network.step(good, RATE).skipped());
                for (Tensor parameter : run.network.parameters().values()) {
                    for (float value : parameter.data()) {
                        assertTrue(method, Float.isFinite(value));
                    }
                }
            }
        }
    }

    /** Sides that differ, and a window of its own. */
    @Test
    public void oblongPatches() {
        for (String method : new String[] {"GVSL", "GEMINI"}) {
            for (int[] patch : new int[][] {{16, 32}, {16, 16, 32}}) {
                try (Run run = new Run(method, "correlation_window:3", 1, patch)) {
                    StepResult result = run.network.step(run.batches.batch(1), RATE);
                    assertFalse(method, result.skipped());
                    result.losses().forEach((name, loss) -> assertTrue(name, Double.isFinite(loss)));
                }
            }
        }
    }
}
