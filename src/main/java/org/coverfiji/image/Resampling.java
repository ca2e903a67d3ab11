package org.coverfiji.image;

import java.util.Arrays;

/**
 * Changes the number of pixels of an image, keeping what it shows: linear interpolation when it grows; when it
 * shrinks the triangle widens with the factor, so that nothing aliases. Pixels are areas (half-pixel centres), so the
 * image's outer borders stay where they are, and the spacing follows.
 */
public final class Resampling {

    private Resampling() {
    }

    /** The longest side becomes so many pixels, the others in proportion (at least 1). */
    public static FloatImage toLongSide(FloatImage image, int pixels) {
        return toSize(image, sizeOfLongSide(image.size(), pixels));
    }

    /** The size of an image after {@link #toLongSide}. */
    public static int[] sizeOfLongSide(int[] size, int pixels) {
        double factor = (double) pixels / Arrays.stream(size).max().getAsInt();
        return Arrays.stream(size).map(extent -> round(extent * factor)).toArray();
    }

    /**
     * To this pixel size, as nearly as whole numbers of pixels allow.
     *
     * @param spacing in array order, in the image's unit
     */
    public static FloatImage toSpacing(FloatImage image, double[] spacing) {
        return toSize(image, sizeOfSpacing(image.size(), image.spacing(), spacing));
    }

    /** The size of an image after {@link #toSpacing}. */
    public static int[] sizeOfSpacing(int[] size, double[] from, double[] to) {
        int[] scaled = new int[size.length];
        Arrays.setAll(scaled, axis -> round(size[axis] * from[axis] / to[axis]));
        return scaled;
    }

    /** @param target new extents in array order */
    public static FloatImage toSize(FloatImage image, int[] target) {
        int[] size = image.size();
        if (Arrays.equals(size, target)) {
            return image;
        }
        double[] spacing = image.spacing();
        double[] start = new double[size.length];
        double[] step = new double[size.length];
        float[] data = image.data();
        int outer = image.channels();
        for (int axis = 0; axis < size.length; axis++) {
            int inner = 1;
            for (int later = axis + 1; later < size.length; later++) {
                inner *= size[later];
            }
            if (size[axis] != target[axis]) {
                data = new Filter(size[axis], target[axis]).apply(data, outer, inner);
            }
            step[axis] = (double) size[axis] / target[axis];
            start[axis] = 0.5 * step[axis] - 0.5;
            spacing[axis] *= step[axis];
            outer *= target[axis];
        }
        Orientation orientation = image.orientation();
        return new FloatImage(image.name(), data, image.channels(), target, spacing, image.unit(),
                orientation == null || size.length < 3 ? null : orientation.remapped(start, step))
                .withTimeAndOrigin(image.timeAndOrigin().remapped(start, step));
    }

    private static int round(double extent) {
        return (int) Math.max(1, Math.round(extent));
    }

    /** Weights along one axis: output i is the sum over k of weights[i][k] · input[first[i] + k]. */
    private static final class Filter {

        private final int from;
        private final int to;
        private final int[] first;
        private final float[][] weights;

        Filter(int from, int to) {
            this.from = from;
            this.to = to;
            first = new int[to];
            weights = new float[to][];
            double ratio = (double) from / to;
            double support = Math.max(1, ratio);
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * ratio - 0.5;
                first[i] = Math.max(0, (int) Math.floor(centre - support) + 1);
                int last = Math.min(from - 1, (int) Math.ceil(centre + support) - 1);
                weights[i] = triangle(centre, support, first[i], last);
            }
        }

        private static float[] triangle(double centre, double support, int first, int last) {
            double[] heights = new double[last - first + 1];
            double sum = 0;
            for (int k = 0; k < heights.length; k++) {
                heights[k] = 1 - Math.abs(first + k - centre) / support;
                sum += heights[k];
            }
            float[] weights = new float[heights.length];
            for (int k = 0; k < heights.length; k++) {
                weights[k] = (float) (heights[k] / sum);
            }
            return weights;
        }

        float[] apply(float[] data, int outer, int inner) {
            float[] out = new float[Math.multiplyExact(Math.multiplyExact(outer, to), inner)];
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < to; i++) {
                    int target = (o * to + i) * inner;
                    for (int k = 0; k < weights[i].length; k++) {
                        float weight = weights[i][k];
                        int source = (o * from + first[i] + k) * inner;
                        for (int j = 0; j < inner; j++) {
                            out[target + j] += weight * data[source + j];
                        }
                    }
                }
            }
            return out;
        }
    }
}
