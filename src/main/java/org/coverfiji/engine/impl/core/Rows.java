package org.coverfiji.engine.impl.core;

/** Arithmetic with vectors that lie one after the other in an array, each of so many channels. */
final class Rows {

    private Rows() {
    }

    /** The inner product of two vectors. */
    static double dot(double[] vectors, int row, double[] others, int other, int channels) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += vectors[row * channels + c] * others[other * channels + c];
        }
        return sum;
    }

    /** sums[row] ← sums[row] + factor · vectors[other]. */
    static void add(double[] sums, int row, double factor, double[] vectors, int other, int channels) {
        for (int c = 0; c < channels; c++) {
            sums[row * channels + c] += factor * vectors[other * channels + c];
        }
    }

    static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i];
        }
        return result;
    }
}
