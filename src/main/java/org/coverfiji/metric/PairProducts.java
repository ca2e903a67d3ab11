package org.coverfiji.metric;

import java.util.List;
import java.util.stream.IntStream;

/** The products of all pairs of different vectors of a sample. Immutable. */
public final class PairProducts {

    private final double least;
    private final double most;
    private final double mean;

    /** @param vectors all of one length */
    public PairProducts(List<float[]> vectors) {
        // One row's results at a time, added in order, so that the number of threads changes nothing.
        double[][] rows = IntStream.range(0, vectors.size()).parallel().mapToObj(i -> row(vectors, i))
                .toArray(double[][]::new);
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (double[] row : rows) {
            smallest = Math.min(smallest, row[0]);
            largest = Math.max(largest, row[1]);
            sum += row[2];
        }
        boolean none = vectors.size() < 2;
        least = none ? Double.NaN : smallest;
        most = none ? Double.NaN : largest;
        mean = none ? Double.NaN : sum / (0.5 * vectors.size() * (vectors.size() - 1));
    }

    /** Smallest, largest and sum of a vector's products with those after it. */
    private static double[] row(List<float[]> vectors, int i) {
        double[] row = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0};
        float[] own = vectors.get(i);
        for (int j = i + 1; j < vectors.size(); j++) {
            double product = product(own, vectors.get(j));
            row[0] = Math.min(row[0], product);
            row[1] = Math.max(row[1], product);
            row[2] += product;
        }
        return row;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            sum += (double) a[c] * b[c];
        }
        return sum;
    }

    /** Δ: the largest absolute product; NaN of fewer than two vectors. */
    public double largest() {
        return Math.max(Math.abs(least), Math.abs(most));
    }

    /** The largest less the smallest: how far products really differ, however large they are. */
    public double spread() {
        return most - least;
    }

    /** Near 1 for vectors of length 1 that all have one direction. */
    public double mean() {
        return mean;
    }
}
