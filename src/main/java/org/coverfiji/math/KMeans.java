package org.coverfiji.math;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Clusters points by Euclidean distance (Lloyd's algorithm). Deterministic for given points and centroids or seed. A
 * cluster that runs empty takes over the point that is farthest from its centroid.
 *
 * <pre>
 * int[] clusters = KMeans.seeded(points, 10, seed).run(20).assignment();
 * </pre>
 */
public final class KMeans {

    private final double[][] points;
    private final double[][] centroids;
    private final int[] assignment;
    private final double[] distances;

    /**
     * @param points all with the same number of coordinates
     * @param centroids where to start; are copied
     */
    public KMeans(double[][] points, double[][] centroids) {
        this.points = points;
        this.centroids = new double[centroids.length][];
        for (int cluster = 0; cluster < centroids.length; cluster++) {
            this.centroids[cluster] = centroids[cluster].clone();
        }
        assignment = new int[points.length];
        distances = new double[points.length];
    }

    /**
     * Starts from points chosen by k-means++: the first uniformly, each other one with a probability that grows with
     * its squared distance from those before.
     *
     * @param clusters how many, at most as many as there are points
     */
    public static KMeans seeded(double[][] points, int clusters, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] centroids = new double[clusters][];
        double[] nearest = new double[points.length];
        Arrays.fill(nearest, 1);
        for (int cluster = 0; cluster < clusters; cluster++) {
            double[] chosen = points[choose(nearest, random)];
            centroids[cluster] = chosen;
            for (int i = 0; i < points.length; i++) {
                double distance = squaredDistance(points[i], chosen);
                nearest[i] = cluster == 0 ? distance : Math.min(nearest[i], distance);
            }
        }
        return new KMeans(points, centroids);
    }

    /** A number with a probability in proportion to its weight; the first where all weights are 0. */
    private static int choose(double[] weights, SplittableRandom random) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double left = random.nextDouble() * sum;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    /** Assigns and updates so often. */
    public KMeans run(int iterations) {
        for (int i = 0; i < iterations; i++) {
            assign();
            update();
        }
        return this;
    }

    /**
     * Gives every point to the nearest centroid, of equally near ones the first.
     *
     * @return the sum of the squared distances
     */
    public double assign() {
        IntStream.range(0, points.length).parallel().forEach(i -> {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int cluster = 0; cluster < centroids.length; cluster++) {
                double distance = squaredDistance(points[i], centroids[cluster]);
                if (distance < least) {
                    least = distance;
                    best = cluster;
                }
            }
            assignment[i] = best;
            distances[i] = least;
        });
        double sum = 0;
        for (double distance : distances) {
            sum += distance;
        }
        return sum;
    }

    /** Moves every centroid to the mean of its points. */
    public void update() {
        int[] sizes = sizes();
        fillEmpty(sizes);
        for (double[] centroid : centroids) {
            Arrays.fill(centroid, 0);
        }
        for (int i = 0; i < points.length; i++) {
            double[] centroid = centroids[assignment[i]];
            for (int c = 0; c < centroid.length; c++) {
                centroid[c] += points[i][c];
            }
        }
        for (int cluster = 0; cluster < centroids.length; cluster++) {
            for (int c = 0; c < centroids[cluster].length; c++) {
                centroids[cluster][c] /= Math.max(1, sizes[cluster]);
            }
        }
    }

    private void fillEmpty(int[] sizes) {
        for (int cluster = 0; cluster < sizes.length; cluster++) {
            if (sizes[cluster] > 0) {
                continue;
            }
            int farthest = -1;
            for (int i = 0; i < points.length; i++) {
                if (sizes[assignment[i]] > 1 && (farthest < 0 || distances[i] > distances[farthest])) {
                    farthest = i;
                }
            }
            if (farthest < 0) {
                // More clusters than points.
                return;
            }
            sizes[assignment[farthest]]--;
            assignment[farthest] = cluster;
            distances[farthest] = 0;
            sizes[cluster] = 1;
        }
    }

    /** How many points every cluster has. */
    public int[] sizes() {
        int[] sizes = new int[centroids.length];
        for (int cluster : assignment) {
            sizes[cluster]++;
        }
        return sizes;
    }

    /** The cluster of every point, from 0, as it was assigned last. */
    public int[] assignment() {
        return assignment.clone();
    }

    /** The centroids as they are now. */
    public double[][] centroids() {
        double[][] copy = new double[centroids.length][];
        for (int cluster = 0; cluster < copy.length; cluster++) {
            copy[cluster] = centroids[cluster].clone();
        }
        return copy;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            double difference = a[c] - b[c];
            sum += difference * difference;
        }
        return sum;
    }
}
