package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;

/** The layouts of the published programs' arrays beside ours. */
public final class Parity {

    /** Of the rounding of unit vectors. */
    private static final double ROUNDING = 1e-6;

    private Parity() {
    }

    /** A 0/1 mask [samples, positions, positions] from rows of positives, whose numbers go through all samples. */
    static float[] mask(int[][] positives, int positions) {
        float[] mask = new float[positives.length * positions];
        for (int row = 0; row < positives.length; row++) {
            for (int key : positives[row]) {
                mask[row * positions + key % positions] = 1;
            }
        }
        return mask;
    }

    /** From [C, K], as the published programs keep their queues, to [K, C], or back. */
    public static Tensor transposed(Tensor matrix) {
        int rows = matrix.size(0);
        int columns = matrix.size(1);
        Tensor result = Tensor.zeros(columns, rows);
        for (int i = 0; i < rows * columns; i++) {
            result.data()[i] = matrix.data()[i % rows * columns + i / rows];
        }
        return result;
    }

    /**
     * Compares a queue [C, K] of the file with its former self into which keys are written from a column on, after the
     * last the first again. Columns that are not written are equal to the last bit.
     */
    static void queue(GoldenBaseline golden, String before, String after, int column, Tensor keys) {
        Tensor queue = transposed(golden.tensor(before));
        Tensor expected = transposed(golden.tensor(after));
        int length = queue.size(0);
        int channels = queue.size(1);
        for (int i = 0; i < length; i++) {
            int key = (i - column + length) % length;
            for (int c = 0; c < channels; c++) {
                float actual = key < keys.size(0) ? keys.data()[key * channels + c] : queue.data()[i * channels + c];
                assertEquals(golden + " " + after + " " + i, expected.data()[i * channels + c], actual,
                        key < keys.size(0) ? ROUNDING : 0);
            }
        }
    }

    /** Two views, one after the other. */
    static Tensor both(Tensor first, Tensor second) {
        int[] shape = first.shape();
        shape[0] += second.size(0);
        float[] data = Arrays.copyOf(first.data(), first.data().length + second.data().length);
        System.arraycopy(second.data(), 0, data, first.data().length, second.data().length);
        return new Tensor(data, shape);
    }
}
