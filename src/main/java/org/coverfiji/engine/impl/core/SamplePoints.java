package org.coverfiji.engine.impl.core;

import java.util.Arrays;

/**
 * Positions at which a map is read by linear interpolation, 0 outside, one for every pixel of a grid of the map's own
 * size; in double precision. Values are vectors of all channels, pixel after pixel. A map has a rim of zeros of one
 * pixel around it, so that no corner of a cell needs a look at the border.
 */
final class SamplePoints {

    private final int[] size;
    private final int pixels;
    /** Of the map with its rim. */
    private final int[] strides;
    private final int rimmed;
    private final int[] cornerOffsets;
    /** The lowest corner of every point's cell in the map with its rim, and how far above it the point is. */
    private final int[] lowest;
    private final double[][] fractions;
    private final boolean[] nearestInside;

    /**
     * @param size of the map, array order
     * @param positions by axis in array order, then by pixel
     */
    SamplePoints(int[] size, double[][] positions) {
        this.size = size.clone();
        pixels = positions[0].length;
        strides = new int[size.length];
        int length = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            strides[axis] = length;
            length *= size[axis] + 2;
        }
        rimmed = length;
        cornerOffsets = new int[1 << size.length];
        for (int corner = 0; corner < cornerOffsets.length; corner++) {
            for (int axis = 0; axis < size.length; axis++) {
                cornerOffsets[corner] += high(corner, axis) ? strides[axis] : 0;
            }
        }
        lowest = new int[pixels];
        fractions = new double[size.length][pixels];
        nearestInside = new boolean[pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            locate(pixel, positions);
        }
    }

    /**
     * The points p + ψ(p).
     *
     * @param field ψ of the sample from {@code start} on, [2 or 3, (D,) H, W]
     */
    static SamplePoints displaced(Sampling sampling, int[] size, float[] field, int start) {
        int pixels = Arrays.stream(size).reduce(1, (a, b) -> a * b);
        double[][] positions = new double[size.length][pixels];
        int stride = pixels;
        for (int axis = 0; axis < size.length; axis++) {
            stride /= size[axis];
            double factor = sampling.factor(size[axis]);
            for (int pixel = 0; pixel < pixels; pixel++) {
                double coordinate = pixel / stride % size[axis] + field[start + axis * pixels + pixel];
                positions[axis][pixel] = coordinate * factor + sampling.shift();
            }
        }
        return new SamplePoints(size, positions);
    }

    private void locate(int pixel, double[][] positions) {
        boolean near = true;
        boolean inside = true;
        for (int axis = 0; axis < size.length; axis++) {
            double position = positions[axis][pixel];
            // Also false for NaN.
            near &= position > -1 && position < size[axis];
            double nearest = Math.rint(position);
            inside &= nearest >= 0 && nearest <= size[axis] - 1;
        }
        nearestInside[pixel] = inside;
        // What touches no pixel has a corner of the rim and fractions 0: all values and slopes there are 0.
        for (int axis = 0; near && axis < size.length; axis++) {
            double position = positions[axis][pixel];
            double floor = Math.floor(position);
            lowest[pixel] += ((int) floor + 1) * strides[axis];
            fractions[axis][pixel] = position - floor;
        }
    }

    private static boolean high(int corner, int axis) {
        return (corner >> axis & 1) == 1;
    }

    /** Whether the pixel nearest to a point lies in the map: a map of ones read without interpolation. */
    boolean nearestInside(int pixel) {
        return nearestInside[pixel];
    }

    /** Values of a map with its rim. */
    int rimmedLength(int channels) {
        return rimmed * channels;
    }

    /** One sample of a map, [C, (D,) H, W] from {@code start} on, as vectors with a rim of zeros. */
    double[] rimmed(float[] map, int start, int channels) {
        double[] vectors = new double[rimmedLength(channels)];
        for (int pixel = 0; pixel < pixels; pixel++) {
            int vector = rimmedIndex(pixel) * channels;
            for (int channel = 0; channel < channels; channel++) {
                vectors[vector + channel] = map[start + channel * pixels + pixel];
            }
        }
        return vectors;
    }

    /** Likewise of vectors without a rim. */
    double[] rimmed(double[] vectors, int channels) {
        double[] result = new double[rimmedLength(channels)];
        for (int pixel = 0; pixel < pixels; pixel++) {
            System.arraycopy(vectors, pixel * channels, result, rimmedIndex(pixel) * channels, channels);
        }
        return result;
    }

    /** The vectors inside the rim. */
    double[] inner(double[] rimmedVectors, int channels) {
        double[] result = new double[pixels * channels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            System.arraycopy(rimmedVectors, rimmedIndex(pixel) * channels, result, pixel * channels, channels);
        }
        return result;
    }

    private int rimmedIndex(int pixel) {
        int index = 0;
        int rest = pixel;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            index += (rest % size[axis] + 1) * strides[axis];
            rest /= size[axis];
        }
        return index;
    }

    /** The map's values at the points. */
    double[] read(double[] rimmedVectors, int channels) {
        double[] result = new double[pixels * channels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int corner = 0; corner < cornerOffsets.length; corner++) {
                Rows.add(result, pixel, weight(corner, pixel, -1), rimmedVectors, lowest[pixel] + cornerOffsets[corner],
                        channels);
            }
        }
        return result;
    }

    /** The transpose of {@link #read}: adds gradients at the points to those at the map. */
    void spread(double[] gradient, int channels, double[] rimmedGradient) {
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int corner = 0; corner < cornerOffsets.length; corner++) {
                Rows.add(rimmedGradient, lowest[pixel] + cornerOffsets[corner], weight(corner, pixel, -1), gradient,
                        pixel, channels);
            }
        }
    }

    /**
     * The gradient at the positions, by axis and pixel.
     *
     * @param gradient at the values that were read
     */
    double[][] slopes(double[] rimmedVectors, int channels, double[] gradient) {
        double[][] result = new double[size.length][pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int corner = 0; corner < cornerOffsets.length; corner++) {
                double along = Rows.dot(gradient, pixel, rimmedVectors, lowest[pixel] + cornerOffsets[corner],
                        channels);
                for (int axis = 0; axis < size.length; axis++) {
                    double weight = weight(corner, pixel, axis) * along;
                    result[axis][pixel] += high(corner, axis) ? weight : -weight;
                }
            }
        }
        return result;
    }

    /** A corner's part in the value of a point. @param without an axis that is left out; -1 for none */
    private double weight(int corner, int pixel, int without) {
        double weight = 1;
        for (int axis = 0; axis < size.length; axis++) {
            if (axis != without) {
                weight *= high(corner, axis) ? fractions[axis][pixel] : 1 - fractions[axis][pixel];
            }
        }
        return weight;
    }
}
