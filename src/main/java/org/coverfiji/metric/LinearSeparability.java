package org.coverfiji.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;

import Jama.Matrix;

/**
 * How much of the classes planes through feature space tell: a ridge classifier (least squares on one value per class,
 * with a penalty) is fitted to some vectors and judged by others. Classes count alike. Immutable.
 */
public final class LinearSeparability {

    /** Penalty, relative to the mean variance of a feature, per vector. */
    private static final double PENALTY = 1e-3;

    private final double accuracy;

    /**
     * @param held whether a vector is kept out of the fit, to judge it by
     */
    public LinearSeparability(float[][] vectors, int[] labels, boolean[] held) {
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int[] fitted = IntStream.range(0, held.length).filter(i -> !held[i]).toArray();
        long shown = Arrays.stream(fitted).map(i -> labels[i]).distinct().count();
        accuracy = shown < 2 || fitted.length == held.length ? Double.NaN
                : judge(fit(vectors, labels, fitted, classes), vectors, labels, held, classes);
    }

    /** [feature and at last the constant][class]. */
    private static double[][] fit(float[][] vectors, int[] labels, int[] fitted, int classes) {
        int features = vectors[0].length;
        double[] mean = new double[features];
        for (int i : fitted) {
            for (int f = 0; f < features; f++) {
                mean[f] += (double) vectors[i][f] / fitted.length;
            }
        }
        double[] share = new double[classes];
        int[] counts = new int[classes];
        for (int i : fitted) {
            counts[labels[i]]++;
        }
        Matrix squares = new Matrix(features, features);
        Matrix both = new Matrix(features, classes);
        double[][] a = squares.getArray();
        double[][] b = both.getArray();
        double[] x = new double[features];
        // Every class weighs the same.
        int present = (int) Arrays.stream(counts).filter(count -> count > 0).count();
        for (int i : fitted) {
            CancelledException.ifInterrupted();
            double weight = 1.0 / counts[labels[i]] / present;
            share[labels[i]] += weight;
            for (int f = 0; f < features; f++) {
                x[f] = vectors[i][f] - mean[f];
            }
            for (int f = 0; f < features; f++) {
                b[f][labels[i]] += weight * x[f];
                for (int g = 0; g <= f; g++) {
                    a[f][g] += weight * x[f] * x[g];
                }
            }
        }
        double penalty = PENALTY * Math.max(squares.trace() / features, Double.MIN_NORMAL);
        for (int f = 0; f < features; f++) {
            a[f][f] += penalty;
            for (int g = 0; g < f; g++) {
                a[g][f] = a[f][g];
            }
        }
        double[][] plane = squares.chol().solve(both).getArray();
        double[][] result = Arrays.copyOf(plane, features + 1);
        result[features] = new double[classes];
        for (int c = 0; c < classes; c++) {
            result[features][c] = share[c];
            for (int f = 0; f < features; f++) {
                result[features][c] -= plane[f][c] * mean[f];
            }
        }
        return result;
    }

    private static double judge(double[][] planes, float[][] vectors, int[] labels, boolean[] held, int classes) {
        double[] right = new double[classes];
        int[] counts = new int[classes];
        for (int i = 0; i < vectors.length; i++) {
            if (held[i]) {
                counts[labels[i]]++;
                right[labels[i]] += best(planes, vectors[i], classes) == labels[i] ? 1 : 0;
            }
        }
        return IntStream.range(0, classes).filter(c -> counts[c] > 0).mapToDouble(c -> right[c] / counts[c]).average()
                .orElse(Double.NaN);
    }

    private static int best(double[][] planes, float[] vector, int classes) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            double value = planes[vector.length][c];
            for (int f = 0; f < vector.length; f++) {
                value += planes[f][c] * vector[f];
            }
            if (value > most) {
                most = value;
                best = c;
            }
        }
        return best;
    }

    /** Mean over classes of the share of held-out vectors that are told right; NaN where there is nothing to judge. */
    public double accuracy() {
        return accuracy;
    }
}
