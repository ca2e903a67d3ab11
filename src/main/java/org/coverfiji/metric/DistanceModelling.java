package org.coverfiji.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How exactly products of features follow a displacement that is known (the paper's Equation 2). One view shows at p
 * what the other shows at p + t. The mixture weights α over the window should then be d', those of the linear
 * interpolation at t, for which Σ d'·o = t: if Σ|α − d'| is 0, so is the error of the vector Σ α·o, but not the other
 * way round. Pixels count whose p + t lies between pixels of the image. Means over pixels; NaN where none counts.
 */
public final class DistanceModelling {

    /** Of one map; more of them change the means hardly. */
    private static final int MOST_PIXELS = 4096;

    private final double[] temperatures;
    private final double[] weightErrors;
    private final double[] vectorErrors;
    private double length;
    private double correlation;
    private long correlated;
    private long pixels;

    /** @param temperatures τ by which products are divided: those that are tried; the best one counts */
    public DistanceModelling(double... temperatures) {
        this.temperatures = temperatures.clone();
        weightErrors = new double[temperatures.length];
        vectorErrors = new double[temperatures.length];
    }

    /**
     * Adds a map and its moved view.
     *
     * @param products queries of the view that shows at p what the other shows at p + t, keys of that other
     * @param displacement t, pixels of the map, array order; within the window
     */
    public void add(NeighbourProducts products, double[] displacement) {
        double[] target = interpolation(products, displacement);
        double[] distances = new double[products.size()];
        Arrays.setAll(distances, i -> distance(products.offset(i), displacement));
        for (int p = 0; p < products.pixels(); p += step(products.pixels())) {
            if (!inside(products.position(p), products.extents(), displacement)) {
                continue;
            }
            double[] own = products.at(p);
            for (int t = 0; t < temperatures.length; t++) {
                addErrors(t, NeighbourProducts.weights(own, temperatures[t]), target, products, displacement);
            }
            for (double component : displacement) {
                length += Math.abs(component);
            }
            double rank = RankCorrelation.of(own, distances);
            if (!Double.isNaN(rank)) {
                correlation -= rank;
                correlated++;
            }
            pixels++;
        }
    }

    private void addErrors(int temperature, double[] weights, double[] target, NeighbourProducts products,
            double[] displacement) {
        for (int i = 0; i < weights.length; i++) {
            weightErrors[temperature] += Math.abs(weights[i] - target[i]);
        }
        for (int axis = 0; axis < displacement.length; axis++) {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * products.offset(i)[axis];
            }
            vectorErrors[temperature] += Math.abs(sum - displacement[axis]);
        }
    }

    /** The place of the temperature with which vectors are least wrong. */
    private int best() {
        int best = 0;
        for (int t = 1; t < temperatures.length; t++) {
            best = vectorErrors[t] < vectorErrors[best] ? t : best;
        }
        return best;
    }

    /** τ of those given with which vectors are least wrong. */
    public double temperature() {
        return temperatures[best()];
    }

    /** Odd, so that no column of the map is left out. */
    private static int step(int pixels) {
        return pixels / MOST_PIXELS | 1;
    }

    private static boolean inside(int[] position, int[] extents, double[] displacement) {
        return IntStream.range(0, position.length).allMatch(axis -> {
            double there = position[axis] + displacement[axis];
            return there >= 0 && there <= extents[axis] - 1;
        });
    }

    private static double distance(int[] offset, double[] displacement) {
        double squares = 0;
        for (int axis = 0; axis < offset.length; axis++) {
            squares += (offset[axis] - displacement[axis]) * (offset[axis] - displacement[axis]);
        }
        return Math.sqrt(squares);
    }

    /** d': per offset the product over axes of 1 − |o − t|, at least 0. */
    private static double[] interpolation(NeighbourProducts products, double[] displacement) {
        double[] weights = new double[products.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1;
            for (int axis = 0; axis < displacement.length; axis++) {
                weights[i] *= Math.max(0, 1 - Math.abs(products.offset(i)[axis] - displacement[axis]));
            }
        }
        return weights;
    }

    /** Mean of Σ|α − d'|: 0 where distances are modelled exactly, 2 where all weight lies elsewhere. */
    public double weightError() {
        return pixels == 0 ? Double.NaN : weightErrors[best()] / pixels;
    }

    /** Σ|Σ α·o − t|₁ / Σ|t|₁: 1 for what a window without any preference tells; NaN where nothing moved. */
    public double vectorError() {
        return length == 0 ? Double.NaN : vectorErrors[best()] / length;
    }

    /**
     * Mean over pixels of Spearman's rank correlation, over the window, between how little alike features are and how
     * far they are from where the pixel has gone: 1 where the order of the products is that of the distances.
     */
    public double rankCorrelation() {
        return correlated == 0 ? Double.NaN : correlation / correlated;
    }
}
