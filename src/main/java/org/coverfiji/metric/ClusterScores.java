package org.coverfiji.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;

/**
 * How well labelled feature vectors stand together by class, by Euclidean distances. Every class counts alike, however
 * many vectors it has. Immutable.
 */
public final class ClusterScores {

    private final int classes;
    private final int[] labels;
    private final double[] silhouettes;
    private final double[] purities;

    /**
     * @param vectors all of one length
     * @param labels classes from 0, one per vector
     * @param neighbours k nearest vectors that purity looks at
     */
    public ClusterScores(float[][] vectors, int[] labels, int neighbours) {
        if (vectors.length != labels.length) {
            throw new IllegalArgumentException(vectors.length + " vectors, " + labels.length + " labels");
        }
        this.labels = labels.clone();
        classes = Arrays.stream(labels).max().orElse(-1) + 1;
        long[] counts = new long[classes];
        for (int label : labels) {
            counts[label]++;
        }
        silhouettes = new double[labels.length];
        purities = new double[labels.length];
        Thread asker = Thread.currentThread();
        IntStream.range(0, labels.length).parallel().forEach(i -> {
            CancelledException.ifInterrupted(asker);
            double[] distances = distances(vectors, i);
            silhouettes[i] = silhouette(i, distances, counts);
            purities[i] = purity(i, distances, neighbours);
        });
    }

    private static double[] distances(float[][] vectors, int i) {
        double[] distances = new double[vectors.length];
        for (int j = 0; j < vectors.length; j++) {
            double squares = 0;
            for (int c = 0; c < vectors[i].length; c++) {
                double difference = (double) vectors[i][c] - vectors[j][c];
                squares += difference * difference;
            }
            distances[j] = Math.sqrt(squares);
        }
        return distances;
    }

    private double silhouette(int i, double[] distances, long[] counts) {
        double[] sums = new double[classes];
        for (int j = 0; j < distances.length; j++) {
            sums[labels[j]] += distances[j];
        }
        int own = labels[i];
        double other = Double.POSITIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            if (c != own && counts[c] > 0) {
                other = Math.min(other, sums[c] / counts[c]);
            }
        }
        if (counts[own] < 2 || other == Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        double within = sums[own] / (counts[own] - 1);
        double larger = Math.max(within, other);
        return larger == 0 ? 0 : (other - within) / larger;
    }

    /** Of equally near vectors the first ones count, so that the result repeats. */
    private double purity(int i, double[] distances, int neighbours) {
        distances[i] = Double.POSITIVE_INFINITY;
        int count = Math.min(neighbours, distances.length - 1);
        int same = 0;
        for (int n = 0; n < count; n++) {
            int nearest = 0;
            for (int j = 1; j < distances.length; j++) {
                nearest = distances[j] < distances[nearest] ? j : nearest;
            }
            same += labels[nearest] == labels[i] ? 1 : 0;
            distances[nearest] = Double.POSITIVE_INFINITY;
        }
        return count == 0 ? Double.NaN : (double) same / count;
    }

    /**
     * Mean of (b − a) / max(a, b) with a the mean distance to the own class and b that to the nearest other one: 1
     * where classes are far apart, 0 where they overlap; NaN of fewer than two classes.
     */
    public double silhouette() {
        return balanced(silhouettes);
    }

    /** The share of a vector's nearest neighbours that have its class; 1/classes by chance. */
    public double purity() {
        return balanced(purities);
    }

    private double balanced(double[] values) {
        return IntStream.range(0, classes).mapToDouble(c -> IntStream.range(0, labels.length)
                .filter(i -> labels[i] == c).mapToDouble(i -> values[i]).filter(value -> !Double.isNaN(value)).average()
                .orElse(Double.NaN)).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }
}
