package org.coverfiji.math;

import java.util.Arrays;

/**
 * Feature vectors along their strongest principal components, every component scaled to variance 1, then every vector
 * to length 1: what clusters are sought in, so that no feature outweighs the others by its size alone.
 */
public final class Whitening {

    /** A component of less variance than this part of the first is rounding, which must not be blown up to 1. */
    private static final double NEGLIGIBLE = 1e-10;

    private Whitening() {
    }

    /**
     * @param vectors one after the other, each with all its features
     * @param components how many are kept, at most as many as there are features
     * @param source whose features these are, for messages
     * @return per vector its components; the sign of a component is arbitrary
     * @throws org.coverfiji.CoverException if a feature is not a finite number
     */
    public static double[][] of(float[] vectors, int features, int components, String source) {
        int count = vectors.length / features;
        Covariance covariance = new Covariance(features);
        covariance.add(vectors, count);
        double[] alike = new double[features];
        Arrays.fill(alike, 1);
        PrincipalComponents principal = new PrincipalComponents(covariance, alike, source);
        double[][] whitened = new double[count][components];
        for (int k = 0; k < components; k++) {
            double variance = principal.variance(k);
            if (variance <= NEGLIGIBLE * principal.variance(0)) {
                break;
            }
            double[] direction = principal.direction(k);
            double offset = principal.offset(k);
            for (int vector = 0; vector < count; vector++) {
                double sum = -offset;
                for (int i = 0; i < features; i++) {
                    sum += direction[i] * vectors[vector * features + i];
                }
                whitened[vector][k] = sum / Math.sqrt(variance);
            }
        }
        for (double[] vector : whitened) {
            toLengthOne(vector);
        }
        return whitened;
    }

    /** One of zeros stays as it is. */
    private static void toLengthOne(double[] vector) {
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        if (squares > 0) {
            double length = Math.sqrt(squares);
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= length;
            }
        }
    }
}
