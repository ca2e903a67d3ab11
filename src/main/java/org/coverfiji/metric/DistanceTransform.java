package org.coverfiji.metric;

import java.util.Arrays;

/**
 * Exact Euclidean distances to the nearest marked pixel, with a pixel size per axis: one pass of lower envelopes of
 * parabolas along each axis (Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", 2012).
 */
final class DistanceTransform {

    private DistanceTransform() {
    }

    /**
     * Squared distances to the nearest marked pixel's centre.
     *
     * @param marked row-major
     * @param size extents in array order
     * @param spacing pixel size in array order
     * @return squared distances in the spacing's unit, infinite if nothing is marked
     */
    static double[] squared(boolean[] marked, int[] size, double[] spacing) {
        double[] distances = new double[marked.length];
        for (int i = 0; i < marked.length; i++) {
            distances[i] = marked[i] ? 0 : Double.POSITIVE_INFINITY;
        }
        int stride = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            Line line = new Line(size[axis], spacing[axis]);
            int block = stride * size[axis];
            for (int outer = 0; outer < marked.length; outer += block) {
                for (int inner = 0; inner < stride; inner++) {
                    line.transform(distances, outer + inner, stride);
                }
            }
            stride = block;
        }
        return distances;
    }

    /** One line of pixels: the lower envelope of the parabolas that stand on its finite values. */
    private static final class Line {
        private final int length;
        private final double spacing;
        private final double[] heights;
        /** Positions of the parabolas in the envelope, and where each takes over. */
        private final int[] vertices;
        private final double[] starts;

        Line(int length, double spacing) {
            this.length = length;
            this.spacing = spacing;
            heights = new double[length];
            vertices = new int[length];
            starts = new double[length];
        }

        void transform(double[] values, int from, int stride) {
            for (int i = 0; i < length; i++) {
                heights[i] = values[from + i * stride];
            }
            int count = envelope();
            if (count == 0) {
                return;
            }
            int parabola = 0;
            for (int i = 0; i < length; i++) {
                while (parabola + 1 < count && starts[parabola + 1] <= i * spacing) {
                    parabola++;
                }
                double distance = (i - vertices[parabola]) * spacing;
                values[from + i * stride] = distance * distance + heights[vertices[parabola]];
            }
        }

        private int envelope() {
            int count = 0;
            for (int i = 0; i < length; i++) {
                if (heights[i] == Double.POSITIVE_INFINITY) {
                    continue;
                }
                while (count > 0 && crossing(vertices[count - 1], i) <= starts[count - 1]) {
                    count--;
                }
                starts[count] = count == 0 ? Double.NEGATIVE_INFINITY : crossing(vertices[count - 1], i);
                vertices[count] = i;
                count++;
            }
            Arrays.fill(starts, count, length, Double.POSITIVE_INFINITY);
            return count;
        }

        /** Where the parabola at b becomes lower than the one at a &lt; b. */
        private double crossing(int a, int b) {
            double left = a * spacing;
            double right = b * spacing;
            return (heights[b] + right * right - heights[a] - left * left) / (2 * (right - left));
        }
    }
}
