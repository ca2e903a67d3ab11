package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

import org.coverfiji.engine.api.Tensor;

/**
 * Compares a core's gradients, value by value, with central differences of its losses. Cores compute in double
 * precision, so what is left is the rounding of the gradients to float.
 */
final class CoreGradient {

    private static final float STEP = 1e-3f;

    private CoreGradient() {
    }

    /**
     * @param online the embeddings, each of which must have a gradient
     * @param objective the sum of the losses whose gradients the core gives
     */
    static void check(Map<String, Tensor> online, Function<Map<String, Tensor>, CoreResult> core,
            Function<CoreResult, Double> objective, double tolerance) {
        Map<String, Tensor> gradients = core.apply(online).gradients();
        assertEquals(online.keySet(), gradients.keySet());
        online.forEach((name, embedding) -> {
            float[] values = embedding.data();
            float[] gradient = gradients.get(name).data();
            assertArrayEquals(name, embedding.shape(), gradients.get(name).shape());
            double largest = 0;
            for (float value : gradient) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < values.length; i++) {
                float origin = values[i];
                values[i] = origin + STEP;
                double step = values[i];
                double above = objective.apply(core.apply(online));
                values[i] = origin - STEP;
                step -= values[i];
                double below = objective.apply(core.apply(online));
                values[i] = origin;
                assertEquals(name + " " + i, (above - below) / step, gradient[i], tolerance * largest);
            }
        });
    }

    /** Between −1 and 1. */
    static Tensor random(long seed, int... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = (float) (2 * random.nextDouble() - 1);
        }
        return tensor;
    }
}
