package org.coverfiji.image;

import java.util.Arrays;

/** Brings images to a least size by reflecting them at their borders, and back. */
public final class Padding {

    private Padding() {
    }

    /**
     * The image in the middle of one that is at least so large, continued by reflection about its border pixels
     * (which are not repeated). The image itself if it is large enough.
     *
     * @param minimumSize least extents in array order
     */
    public static FloatImage reflect(FloatImage image, int[] minimumSize) {
        int[] size = image.size();
        int[] target = new int[size.length];
        int[] start = new int[size.length];
        for (int axis = 0; axis < size.length; axis++) {
            target[axis] = Math.max(size[axis], minimumSize[axis]);
            start[axis] = -before(size[axis], target[axis]);
        }
        return Arrays.equals(size, target) ? image : window(image, start, target);
    }

    /**
     * Undoes {@link #reflect}: the middle of the image, in its original extents.
     *
     * @param size extents in array order, none larger than the image's
     */
    public static FloatImage crop(FloatImage image, int[] size) {
        int[] padded = image.size();
        int[] start = new int[size.length];
        for (int axis = 0; axis < size.length; axis++) {
            start[axis] = before(size[axis], padded[axis]);
        }
        return Arrays.equals(size, padded) ? image : window(image, start, size);
    }

    /** How many pixels {@link #reflect} puts before an axis of this extent to reach at least the other. */
    public static int before(int size, int padded) {
        return Math.max(0, padded - size) / 2;
    }

    private static FloatImage window(FloatImage image, int[] start, int[] target) {
        int[] size = image.size();
        int dimensions = size.length;
        int[][] sources = new int[3][];
        int[] from = {1, size[dimensions - 2], size[dimensions - 1]};
        for (int axis = 0; axis < 3; axis++) {
            int own = axis - 3 + dimensions;
            sources[axis] = own < 0 ? new int[1] : indices(start[own], target[own], size[own]);
        }
        if (dimensions == 3) {
            from[0] = size[0];
        }
        float[] data = image.data();
        long length = (long) image.channels() * sources[0].length * sources[1].length * sources[2].length;
        float[] out = new float[Math.toIntExact(length)];
        int i = 0;
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int z : sources[0]) {
                for (int y : sources[1]) {
                    int row = ((channel * from[0] + z) * from[1] + y) * from[2];
                    for (int x : sources[2]) {
                        out[i++] = data[row + x];
                    }
                }
            }
        }
        return new FloatImage(image.name(), out, image.channels(), target, image.spacing(), image.unit(),
                moved(image.orientation(), start)).withTimeAndOrigin(image.timeAndOrigin());
    }

    private static int[] indices(int start, int count, int size) {
        int[] indices = new int[count];
        int period = Math.max(1, 2 * (size - 1));
        for (int i = 0; i < count; i++) {
            int position = Math.floorMod(start + i, period);
            indices[i] = position < size ? position : period - position;
        }
        return indices;
    }

    private static Orientation moved(Orientation orientation, int[] start) {
        if (orientation == null || start.length < 3) {
            return null;
        }
        return orientation.remapped(Arrays.stream(start).asDoubleStream().toArray(), new double[] {1, 1, 1});
    }
}
