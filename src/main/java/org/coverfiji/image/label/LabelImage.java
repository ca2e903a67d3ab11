package org.coverfiji.image.label;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;

/** A class number for every pixel of a 2D or 3D image; some pixels may be left out as {@link #IGNORE}. */
public final class LabelImage {

    /** The value of a pixel about which nothing is said: no loss and no score looks at it. */
    public static final int IGNORE = -1;

    private final String name;
    private final int[] classes;
    private final int[] size;

    /**
     * @param name where it came from, for messages
     * @param classes from 0, or {@link #IGNORE}, [(D,) H, W] row-major; shared, not copied
     * @param size extents in array order: {height, width} or {depth, height, width}
     */
    public LabelImage(String name, int[] classes, int... size) {
        if (size.length != 2 && size.length != 3 || classes.length != Tensor.size(size)) {
            throw new IllegalArgumentException(classes.length + " labels for " + Arrays.toString(size));
        }
        this.name = name;
        this.classes = classes;
        this.size = size.clone();
    }

    public String name() {
        return name;
    }

    /** Class per pixel; not a copy. */
    public int[] classes() {
        return classes;
    }

    /** Extents in array order. */
    public int[] size() {
        return size.clone();
    }

    public int dimensions() {
        return size.length;
    }

    public int pixels() {
        return classes.length;
    }

    /** The class of a pixel, or {@link #IGNORE}. */
    public int get(int pixel) {
        return classes[pixel];
    }

    /** Whether some pixels are left out. */
    public boolean sparse() {
        return Arrays.stream(classes).anyMatch(c -> c == IGNORE);
    }

    /** The largest class number, {@link #IGNORE} if every pixel is left out. */
    public int maximum() {
        return Arrays.stream(classes).max().orElse(IGNORE);
    }

    /** How many pixels each class has; those left out count nowhere. */
    public long[] count(int classCount) {
        long[] counts = new long[classCount];
        for (int c : classes) {
            if (c != IGNORE) {
                counts[c]++;
            }
        }
        return counts;
    }

    /**
     * The same labels with every pixel at the nearest one's class.
     *
     * @param newSize extents in array order
     */
    public LabelImage resized(int... newSize) {
        if (Arrays.equals(size, newSize)) {
            return this;
        }
        int[][] sources = new int[3][];
        for (int axis = 0; axis < 3; axis++) {
            int own = axis - 3 + size.length;
            sources[axis] = own < 0 ? new int[1] : nearest(size[own], newSize[own]);
        }
        int height = size[size.length - 2];
        int width = size[size.length - 1];
        int[] result = new int[Math.toIntExact(Tensor.size(newSize))];
        int i = 0;
        for (int z : sources[0]) {
            for (int y : sources[1]) {
                int row = (z * height + y) * width;
                for (int x : sources[2]) {
                    result[i++] = classes[row + x];
                }
            }
        }
        return new LabelImage(name, result, newSize);
    }

    /** Pixel centres lie at halves. */
    private static int[] nearest(int from, int to) {
        int[] indices = new int[to];
        for (int i = 0; i < to; i++) {
            indices[i] = (int) ((2L * i + 1) * from / (2L * to));
        }
        return indices;
    }

    /** The class numbers as intensities of an image of the same place and pixel size. */
    public FloatImage toFloatImage(FloatImage geometry) {
        if (!Arrays.equals(size, geometry.size())) {
            throw new IllegalArgumentException(this + " for " + geometry);
        }
        float[] values = new float[classes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = classes[i];
        }
        return geometry.withData(values, 1).withName(name);
    }

    @Override
    public String toString() {
        return name + " (labels, " + Arrays.toString(size) + ")";
    }
}
