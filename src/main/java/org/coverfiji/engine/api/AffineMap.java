package org.coverfiji.engine.api;

import java.util.Arrays;

/**
 * Where an affine map takes the pixels of a grid: p′ = c + M (p − c) + t (s − 1) / (2s) with the centre
 * c = (s − 1) / 2, in pixels, per axis of side s. So sides may differ without a shear, and a translation of 1 is half a
 * pixel, as in the program of GVSL.
 */
public final class AffineMap {

    private final int[] size;
    private final boolean published;
    private final int pixels;

    /**
     * @param size of the grid, array order
     * @param published instead as the published program has it: M acts on coordinates that run from −1 to 1 between the
     *        outer edges of the grid, which shears where sides differ, and a translation is divided by the side of the
     *        opposite axis
     */
    public AffineMap(int[] size, boolean published) {
        this.size = size.clone();
        this.published = published;
        pixels = Arrays.stream(size).reduce(1, (a, b) -> a * b);
    }

    /**
     * @param matrix [d, d + 1], see {@link AffineMatrix}
     * @return p′ by axis in array order, then by pixel
     */
    public double[][] positions(double[] matrix) {
        int d = size.length;
        double[][] positions = new double[d][pixels];
        for (int axis = 0; axis < d; axis++) {
            double[] row = new double[d];
            for (int other = 0; other < d; other++) {
                row[other] = matrix[index(axis, other)] * ratio(axis, other);
            }
            double constant = centre(axis) + matrix[translation(axis)] * step(axis);
            for (int pixel = 0; pixel < pixels; pixel++) {
                double sum = constant;
                int rest = pixel;
                for (int other = d - 1; other >= 0; other--) {
                    sum += row[other] * (rest % size[other] - centre(other));
                    rest /= size[other];
                }
                positions[axis][pixel] = sum;
            }
        }
        return positions;
    }

    /** Where the matrix takes one position of the grid, which may lie between pixels; array order. */
    public double[] position(double[] matrix, double... from) {
        double[] to = new double[size.length];
        for (int axis = 0; axis < size.length; axis++) {
            to[axis] = centre(axis) + matrix[translation(axis)] * step(axis);
            for (int other = 0; other < size.length; other++) {
                to[axis] += matrix[index(axis, other)] * ratio(axis, other) * (from[other] - centre(other));
            }
        }
        return to;
    }

    /**
     * @param positionGradient dL/dp′ by axis in array order, then by pixel
     * @return dL/dmatrix, [d, d + 1]
     */
    public double[] gradient(double[][] positionGradient) {
        int d = size.length;
        double[] gradient = new double[d * (d + 1)];
        for (int axis = 0; axis < d; axis++) {
            double[] sums = new double[d];
            double all = 0;
            for (int pixel = 0; pixel < pixels; pixel++) {
                double value = positionGradient[axis][pixel];
                all += value;
                int rest = pixel;
                for (int other = d - 1; other >= 0; other--) {
                    sums[other] += value * (rest % size[other] - centre(other));
                    rest /= size[other];
                }
            }
            for (int other = 0; other < d; other++) {
                gradient[index(axis, other)] = sums[other] * ratio(axis, other);
            }
            gradient[translation(axis)] = all * step(axis);
        }
        return gradient;
    }

    /** In the matrix the last axis comes first. */
    private int index(int axis, int other) {
        int last = size.length - 1;
        return (last - axis) * (size.length + 1) + last - other;
    }

    private int translation(int axis) {
        return (size.length - 1 - axis) * (size.length + 1) + size.length;
    }

    private double centre(int axis) {
        return (size[axis] - 1) / 2.0;
    }

    private double ratio(int axis, int other) {
        return published ? (double) size[axis] / size[other] : 1;
    }

    /** Pixels that a translation of 1 moves. */
    private double step(int axis) {
        return published ? size[axis] / (2.0 * size[size.length - 1 - axis]) : (size[axis] - 1) / (2.0 * size[axis]);
    }
}
