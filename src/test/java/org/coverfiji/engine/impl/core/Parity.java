package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;

/** How nearly a core must agree with what a published program printed. */
final class Parity {

    private static final double OUTPUTS = 1e-4;
    private static final double GRADIENTS = 2e-4;

    private Parity() {
    }

    static void loss(GoldenBaseline golden, String key, double actual) {
        assertEquals(golden + " " + key, golden.scalar(key), actual, OUTPUTS * Math.abs(golden.scalar(key)));
    }

    static void output(GoldenBaseline golden, String key, Tensor actual) {
        close(golden, key, actual, OUTPUTS);
    }

    static void gradient(GoldenBaseline golden, String key, Tensor actual) {
        close(golden, key, actual, GRADIENTS);
    }

    private static void close(GoldenBaseline golden, String key, Tensor actual, double tolerance) {
        float[] expected = golden.tensor(key).data();
        assertEquals(golden + " " + key, expected.length, actual.data().length);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(expected[i] - actual.data()[i]));
        }
        assertTrue(golden + " " + key + ": difference " + difference + ", largest value " + largest,
                largest > 0 && difference <= tolerance * largest);
    }

    /** Masks, matches and positions: to the last. */
    static void exact(GoldenBaseline golden, String key, int[] actual) {
        float[] values = golden.tensor(key).data();
        int[] expected = new int[values.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.round(values[i]);
        }
        assertArrayEquals(golden + " " + key, expected, actual);
    }

    /** A 0/1 mask [samples, positions, positions] from rows of positives, whose numbers go through all samples. */
    static int[] mask(int[][] positives, int positions) {
        int[] mask = new int[positives.length * positions];
        for (int row = 0; row < positives.length; row++) {
            for (int key : positives[row]) {
                mask[row * positions + key % positions] = 1;
            }
        }
        return mask;
    }

    /** From [C, K], as the published programs keep their queues, to [K, C], or back. */
    static Tensor transposed(Tensor matrix) {
        int rows = matrix.size(0);
        int columns = matrix.size(1);
        Tensor result = Tensor.zeros(columns, rows);
        for (int i = 0; i < rows * columns; i++) {
            result.data()[i] = matrix.data()[i % rows * columns + i / rows];
        }
        return result;
    }

    /** The queue [C, K] that a file holds after a step: keys written from a column on, which start again at the end. */
    static Tensor written(Tensor before, int column, Tensor keys) {
        Tensor queue = transposed(before);
        int channels = queue.size(1);
        for (int i = 0; i < keys.size(0); i++) {
            System.arraycopy(keys.data(), i * channels, queue.data(), (column + i) % queue.size(0) * channels,
                    channels);
        }
        return transposed(queue);
    }

    /** Two views, one after the other. */
    static Tensor both(Tensor first, Tensor second) {
        int[] shape = first.shape();
        shape[0] += second.size(0);
        float[] data = java.util.Arrays.copyOf(first.data(), first.data().length + second.data().length);
        System.arraycopy(second.data(), 0, data, first.data().length, second.data().length);
        return new Tensor(data, shape);
    }
}
