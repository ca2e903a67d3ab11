package org.coverfiji.engine.impl.core;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * PixPro's pixel propagation: every position of a map becomes the sum of the values of all positions of its sample,
 * each weighted by max(cosine of the projections, 0)^p. No matrix of positions is kept: rows of it are computed where
 * they are needed, in the forward and again in the backward pass.
 */
final class PixelPropagation {

    private final UnitRows projections;
    private final UnitRows values;
    private final double power;
    private final int positions;
    private final int[] shape;
    private final VectorSet[] projectionSets;
    private final VectorSet[] valueSets;
    private UnitRows propagated;

    /**
     * @param projection [N, C, …]
     * @param value [N, C', …]
     * @param power at least 1
     */
    PixelPropagation(Tensor projection, Tensor value, double power) {
        projections = new UnitRows(projection);
        values = new UnitRows(value);
        this.power = power;
        positions = Maps.positions(projection);
        shape = value.shape();
        projectionSets = Matching.samples(projections.values(), projections.channels(), positions);
        valueSets = Matching.samples(values.values(), values.channels(), positions);
    }

    /** The sums before they are scaled to length 1, position after position, [rows, C']. */
    double[] sums() {
        double[] sums = new double[values.values().length];
        Parallel.run(values.rows(), row -> valueSets[row / positions].addMixture(weights(cosines(row)), 0, 1, sums,
                row));
        return sums;
    }

    /** The sums as unit vectors. */
    UnitRows forward() {
        propagated = new UnitRows(sums(), shape);
        return propagated;
    }

    UnitRows projections() {
        return projections;
    }

    private double[] cosines(int row) {
        double[] cosines = new double[positions];
        projectionSets[row / positions].products(projections.values(), row, 1, cosines, 0);
        return cosines;
    }

    private double[] weights(double[] cosines) {
        double[] weights = new double[positions];
        for (int i = 0; i < positions; i++) {
            weights[i] = cosines[i] <= 0 ? 0 : power == 2 ? cosines[i] * cosines[i] : Math.pow(cosines[i], power);
        }
        return weights;
    }

    /** Of a weight by its cosine. */
    private double slope(double cosine) {
        return cosine <= 0 ? 0 : power == 2 ? 2 * cosine : power * Math.pow(cosine, power - 1);
    }

    /**
     * Adds the gradients at projections and values to a result.
     *
     * @param unitGradient at the unit vectors that {@link #forward} gave
     */
    CoreResult backward(double[] unitGradient, CoreResult result) {
        double[] errors = propagated.rowGradient(unitGradient);
        VectorSet[] errorSets = Matching.samples(errors, values.channels(), positions);
        double[] projectionGradient = new double[projections.values().length];
        double[] valueGradient = new double[values.values().length];
        Parallel.run(values.rows(), row -> {
            int sample = row / positions;
            double[] cosines = cosines(row);
            // The weights are symmetric: what this position gives to others is what it takes from them.
            errorSets[sample].addMixture(weights(cosines), 0, 1, valueGradient, row);
            double[] taken = new double[positions];
            double[] given = new double[positions];
            valueSets[sample].products(errors, row, 1, taken, 0);
            errorSets[sample].products(values.values(), row, 1, given, 0);
            for (int i = 0; i < positions; i++) {
                taken[i] = (taken[i] + given[i]) * slope(cosines[i]);
            }
            projectionSets[sample].addMixture(taken, 0, 1, projectionGradient, row);
        });
        return result.gradient(PixelConsistency.PROJECTION, projections.gradient(projectionGradient))
                .gradient(PixelConsistency.VALUE, values.gradient(valueGradient));
    }
}
