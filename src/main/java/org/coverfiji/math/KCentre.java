package org.coverfiji.math;

import java.util.Arrays;

/**
 * Chooses points that cover a set, greedily: the next is always the one that is farthest from all chosen so far. The
 * greatest distance that is left is at most twice the least possible (Gonzalez, 1985). A point may also count for more
 * than its distance.
 */
public final class KCentre {

    private final double[][] points;
    private final double[] weights;
    /** Of every point to the nearest chosen one; infinite before the first. */
    private final double[] distances;
    /** Which one that is; −1 before the first. */
    private final int[] nearest;
    private final boolean[] chosen;

    /**
     * @param points each of the same dimension
     * @param weights by which a point's distance is multiplied; null for 1
     */
    public KCentre(double[][] points, double[] weights) {
        this.points = points;
        this.weights = weights;
        distances = new double[points.length];
        nearest = new int[points.length];
        chosen = new boolean[points.length];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        Arrays.fill(nearest, -1);
    }

    /** The point nearest to the mean of all, which a choice may begin with; of equal ones the first. */
    public int central() {
        double[] mean = new double[points[0].length];
        for (double[] point : points) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += point[i] / points.length;
            }
        }
        int central = 0;
        for (int p = 1; p < points.length; p++) {
            central = distance(points[p], mean) < distance(points[central], mean) ? p : central;
        }
        return central;
    }

    /** Chooses a point, whatever its distance. */
    public void choose(int point) {
        chosen[point] = true;
        for (int p = 0; p < points.length; p++) {
            double distance = distance(points[p], points[point]);
            if (distance < distances[p]) {
                distances[p] = distance;
                nearest[p] = point;
            }
        }
    }

    /** The point that counts most of those not chosen; of equal ones the first; −1 if all are chosen. */
    public int next() {
        int next = -1;
        for (int p = 0; p < points.length; p++) {
            if (!chosen[p] && (next < 0 || worth(p) > worth(next))) {
                next = p;
            }
        }
        return next;
    }

    /** What a point counts: its distance to the nearest chosen one, times its weight. */
    public double worth(int point) {
        return weights == null ? distances[point] : distances[point] * weights[point];
    }

    /** From a point to the nearest chosen one; infinite before the first, 0 once it is chosen itself. */
    public double distance(int point) {
        return distances[point];
    }

    /** The nearest chosen point; −1 before the first. */
    public int nearest(int point) {
        return nearest[point];
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }
}
