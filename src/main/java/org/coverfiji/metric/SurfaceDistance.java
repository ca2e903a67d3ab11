package org.coverfiji.metric;

import java.util.Arrays;

/**
 * The 95 % Hausdorff distance of two masks: of every surface pixel of each the distance to the other's nearest surface
 * pixel, of these the 95th percentile (interpolated linearly between ranks), of both directions the larger. Surface
 * pixels belong to the mask and touch, by a face, a pixel that does not, or the image's border.
 */
final class SurfaceDistance {

    private static final double PERCENTILE = 0.95;

    private SurfaceDistance() {
    }

    /**
     * @param a and b row-major
     * @param size extents in array order
     * @param spacing pixel size in array order
     * @return in the spacing's unit; NaN if either mask is empty
     */
    static double hausdorff95(boolean[] a, boolean[] b, int[] size, double[] spacing) {
        Box box = Box.around(a, b, size);
        if (box == null) {
            return Double.NaN;
        }
        // Outside of the box around both there is nothing to be near to.
        boolean[] surfaceA = surface(box.crop(a, size), box.extents());
        boolean[] surfaceB = surface(box.crop(b, size), box.extents());
        double forth = directed(surfaceA, surfaceB, box.extents(), spacing);
        double back = directed(surfaceB, surfaceA, box.extents(), spacing);
        return Math.sqrt(Math.max(forth, back));
    }

    private static double directed(boolean[] from, boolean[] to, int[] size, double[] spacing) {
        double[] distances = DistanceTransform.squared(to, size, spacing);
        double[] reached = new double[distances.length];
        int count = 0;
        for (int i = 0; i < from.length; i++) {
            if (from[i]) {
                reached[count++] = distances[i];
            }
        }
        if (count == 0 || reached[0] == Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        return squaredPercentile(Arrays.copyOf(reached, count));
    }

    /** Interpolates distances, not their squares. */
    private static double squaredPercentile(double[] squares) {
        Arrays.sort(squares);
        double rank = PERCENTILE * (squares.length - 1);
        int below = (int) rank;
        double low = Math.sqrt(squares[below]);
        double high = Math.sqrt(squares[Math.min(below + 1, squares.length - 1)]);
        double distance = low + (rank - below) * (high - low);
        return distance * distance;
    }

    private static boolean[] surface(boolean[] mask, int[] size) {
        boolean[] surface = new boolean[mask.length];
        int stride = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            for (int i = 0; i < mask.length; i++) {
                int place = i / stride % size[axis];
                surface[i] |= mask[i] && (place == 0 || place == size[axis] - 1 || !mask[i - stride]
                        || !mask[i + stride]);
            }
            stride *= size[axis];
        }
        return surface;
    }
}
