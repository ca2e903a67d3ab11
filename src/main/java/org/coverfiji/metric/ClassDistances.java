package org.coverfiji.metric;

import org.coverfiji.math.PixelVectors;

/**
 * How far the features of one class are from each other and from those of other classes: mean distances 1 − cosine over
 * all pairs of different pixels. They are exact, because the mean product of two sets of vectors is the product of
 * their means.
 */
public final class ClassDistances {

    private final double[][] sums;
    private final double[] squares;
    private final long[] counts;

    public ClassDistances(int classes, int channels) {
        sums = new double[classes][channels];
        squares = new double[classes];
        counts = new long[classes];
    }

    /**
     * Adds the pixels of a map.
     *
     * @param unit of length 1
     * @param classes of the pixels; below 0 for none
     */
    public void add(PixelVectors unit, int[] classes) {
        if (classes.length != unit.pixels()) {
            throw new IllegalArgumentException(classes.length + " labels for " + unit.pixels() + " pixels");
        }
        for (int p = 0; p < classes.length; p++) {
            int c = classes[p];
            if (c >= 0) {
                float[] vector = unit.vector(p);
                for (int i = 0; i < vector.length; i++) {
                    sums[c][i] += vector[i];
                    squares[c] += (double) vector[i] * vector[i];
                }
                counts[c]++;
            }
        }
    }

    /** Mean over the classes that have two pixels of the mean distance within; NaN if none has. */
    public double within() {
        double sum = 0;
        int number = 0;
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] > 1) {
                double pairs = (double) counts[c] * (counts[c] - 1);
                sum += 1 - (product(c, c) - squares[c]) / pairs;
                number++;
            }
        }
        return number == 0 ? Double.NaN : sum / number;
    }

    /** Mean over all pairs of classes of the mean distance between them; NaN if fewer than two have pixels. */
    public double between() {
        double sum = 0;
        int number = 0;
        for (int a = 0; a < counts.length; a++) {
            for (int b = a + 1; b < counts.length; b++) {
                if (counts[a] > 0 && counts[b] > 0) {
                    sum += 1 - product(a, b) / ((double) counts[a] * counts[b]);
                    number++;
                }
            }
        }
        return number == 0 ? Double.NaN : sum / number;
    }

    private double product(int a, int b) {
        double product = 0;
        for (int i = 0; i < sums[a].length; i++) {
            product += sums[a][i] * sums[b][i];
        }
        return product;
    }
}
