package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

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

/** GVSL and GEMINI from recipe to steps: they learn a batch by heart, and real batches leave them finite. */
public class PairMethodsTest {

    private static final double RATE = 1e-3;

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

    private final class Run implements AutoCloseable {

        private final EmbeddingNetwork network;
        private final BatchSampler batches;
        private final Map<String, Double> weights = new LinkedHashMap<>();

        Run(String method, String settings, int samples, int... patch) {
            Recipe recipe = Recipes.named(method);
            SettingValues values = MethodSettings.of(recipe, patch.length, Map.of(), settings);
            NetworkConfiguration configuration = new NetworkConfiguration(patch.length, 1,
                    NetworkConfiguration.widthsFrom(8));
            RunPlan plan = new RunPlan(configuration, patch, samples, 100, 6, 1);
            EmbeddingConfiguration embedding = (EmbeddingConfiguration) recipe.method(plan, values);
            network = EmbeddingNetwork.of(configuration, embedding, OptimizerConfiguration.PUBLISHED, 1);
            batches = recipe.sampler(bodies(6, Arrays.stream(patch).map(side -> side + 4).toArray()), plan, values);
            embedding.passes().forEach(pass -> weights.putAll(pass.constants()));
        }

        double total(StepResult step) {
            double total = 0;
            for (Map.Entry<String, Double> loss : step.losses().entrySet()) {
                total += loss.getValue() * weights.getOrDefault(loss.getKey(), weights.get("weight"));
            }
            return total;
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private void learnsByHeart(String method, String settings, int samples, int... patch) {
        try (Run run = new Run(method, settings, samples, patch)) {
            Batch batch = run.batches.batch(0);
            double first = 0;
            double last = 0;
            for (int step = 0; step < 100; step++) {
                StepResult result = run.network.step(batch, RATE);
                last = run.total(result);
                first = step == 0 ? last : first;
                assertTrue(method + " step " + step, !result.skipped() && Double.isFinite(last));
                if (step % 20 == 0 || step == 99) System.out.println(method + " " + settings + patch.length + " " + step + " " + result.losses() + " " + last+ " "+run.network.lastStepTimes());
            }
            assertTrue(method + ": from " + first + " to " + last, last <= 0.7 * first);
        }
    }

    @Test
    public void imagesAreLearntByHeart() {
        learnsByHeart("GVSL", "", 2, 32, 32);
        learnsByHeart("GEMINI", "", 2, 32, 32);
    }

    @Test
    public void volumesAreLearntByHeart() {
        learnsByHeart("GVSL", "affine_width:16", 1, 16, 16, 16);
        learnsByHeart("GEMINI", "deformer:8", 1, 16, 16, 16);
    }
}
