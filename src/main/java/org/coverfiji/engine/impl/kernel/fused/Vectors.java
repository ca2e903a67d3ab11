package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;

/**
 * Arithmetic on arrays, all from their start and by one index: C2 vectorises no loop whose arrays run by different
 * ones.
 */
final class Vectors {

    private Vectors() {
    }

    /** maximum ← max(maximum, values). */
    static void takeLarger(float[] values, float[] maximum, int length) {
        for (int i = 0; i < length; i++) {
            maximum[i] = Math.max(maximum[i], values[i]);
        }
    }

    /** total ← total + factor · values. */
    static void addScaled(float[] values, float factor, float[] total, int length) {
        for (int i = 0; i < length; i++) {
            total[i] += factor * values[i];
        }
    }

    /** total ← total + x · y. */
    static void addProducts(float[] x, float[] y, float[] total, int length) {
        for (int i = 0; i < length; i++) {
            total[i] += x[i] * y[i];
        }
    }

    /** result ← factor · values. */
    static void scaled(float[] values, float factor, float[] result, int length) {
        for (int i = 0; i < length; i++) {
            result[i] = factor * values[i];
        }
    }

    /** result ← x + y. */
    static void sum(float[] x, float[] y, float[] result, int length) {
        for (int i = 0; i < length; i++) {
            result[i] = x[i] + y[i];
        }
    }

    /** values ← factor · values. */
    static void scale(float[] values, float factor, int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= factor;
        }
    }

    /** values ← factor · factors · values. */
    static void multiply(float[] values, float[] factors, float factor, int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= factor * factors[i];
        }
    }

    static void clear(float[] values, int length) {
        Arrays.fill(values, 0, length, 0f);
    }

    /** Clears the first {@code count} arrays. */
    static void clear(float[][] arrays, int count, int length) {
        for (int i = 0; i < count; i++) {
            clear(arrays[i], length);
        }
    }
}
