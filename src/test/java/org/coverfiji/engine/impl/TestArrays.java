package org.coverfiji.engine.impl;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertTrue;

import java.util.SplittableRandom;

import org.coverfiji.engine.impl.network.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays for the engine's tests, and comparisons of arrays. */
public final class TestArrays {

    private TestArrays() {
    }

    /** The given values, row-major. */
    public static INDArray of(DataType type, double[] values, long... shape) {
        INDArray array = Nd4j.createUninitialized(type, shape, 'c');
        for (int i = 0; i < values.length; i++) {
            array.putScalar(i, values[i]);
        }
        if (array.length() != values.length) {
            throw new IllegalArgumentException(values.length + " values for " + array.shapeInfoToString());
        }
        return array;
    }

    /** Uniform between −limit and limit. */
    public static INDArray random(DataType type, long seed, double limit, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        INDArray array = Nd4j.createUninitialized(type, shape, 'c');
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, limit * (2 * random.nextDouble() - 1));
        }
        return array;
    }

    /** 0 or 1, most of them 1. */
    public static INDArray mask(DataType type, long seed, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        INDArray array = Nd4j.createUninitialized(type, shape, 'c');
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextInt(4) == 0 ? 0 : 1);
        }
        return array;
    }

    /** Filled with a value that no kernel makes, so that what a kernel leaves out shows. */
    public static INDArray untouched(DataType type, long... shape) {
        return Nd4j.valueArrayOf(shape, 1e30, type);
    }

    public static double[] values(INDArray array) {
        INDArray packed = array.dup('c');
        double[] values = new double[(int) packed.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = packed.getDouble(i);
        }
        return values;
    }

    /** Largest difference ≤ tolerance · largest absolute expected value; no value may be NaN. */
    public static void assertClose(String what, INDArray expected, INDArray actual, double tolerance) {
        assertArrayEquals(what, expected.shape(), actual.shape());
        double[] e = values(expected);
        double[] a = values(actual);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < e.length; i++) {
            largest = Math.max(largest, Math.abs(e[i]));
            // Math.max keeps NaN.
            difference = Math.max(difference, Math.abs(e[i] - a[i]));
        }
        assertTrue(what + ": difference " + difference + ", largest value " + largest,
                difference <= tolerance * largest);
    }

    /** Every value as expected to 1e-6 absolutely. */
    public static void assertValues(String what, INDArray actual, double... expected) {
        assertArrayEquals(what, expected, values(actual), 1e-6);
    }

    /** The bits of a float array's values. */
    public static int[] bits(INDArray array) {
        float[] values = Tensors.copy(array).data();
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
