package org.coverfiji.train.crop;

import java.util.Arrays;

import org.coverfiji.engine.api.CropGrid;
import org.coverfiji.image.FloatImage;
import org.coverfiji.train.view.ViewRandom;

/** A part of an image that becomes a patch: where it starts, how far it extends, along which axes it is mirrored. */
public final class Crop {

    private static final double LARGEST_ASPECT = 4.0 / 3;
    private static final int TRIES = 10;

    private final int[] start;
    private final int[] extent;
    private final boolean[] mirrored;

    /**
     * @param start first pixels, array order
     * @param extent pixels along every axis
     */
    public Crop(int[] start, int[] extent, boolean[] mirrored) {
        this.start = start.clone();
        this.extent = extent.clone();
        this.mirrored = mirrored.clone();
    }

    /**
     * Draws one: a part a of the area, uniform from the smallest to 1, of an aspect ratio that is log-uniform from 3/4
     * to 4/3; the central part of the image where none fits. In 2D it is mirrored left–right with probability ½, in 3D
     * along every axis; there the extents are the image's times a^(1/3), each times the root of an aspect of its own.
     */
    static Crop draw(int[] size, double smallestArea, ViewRandom random) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int[] extent = extent(size, random.uniform(smallestArea, 1), random);
            if (fits(extent, size)) {
                int[] start = new int[size.length];
                for (int axis = 0; axis < size.length; axis++) {
                    start[axis] = random.index(size[axis] - extent[axis] + 1);
                }
                return new Crop(start, extent, mirrors(size.length, random));
            }
        }
        Crop central = central(size);
        return new Crop(central.start, central.extent, mirrors(size.length, random));
    }

    /** The largest central part of an image whose sides differ by no more than a crop's may. */
    static Crop central(int... size) {
        int[] extent = size.length == 2 ? centralExtent(size) : size.clone();
        int[] start = new int[size.length];
        for (int axis = 0; axis < size.length; axis++) {
            start[axis] = (size[axis] - extent[axis]) / 2;
        }
        return new Crop(start, extent, new boolean[size.length]);
    }

    /** The same crop further on. @param offset pixels along every axis */
    Crop movedBy(int... offset) {
        int[] moved = new int[start.length];
        Arrays.setAll(moved, axis -> start[axis] + offset[axis]);
        return new Crop(moved, extent, mirrored);
    }

    private static int[] extent(int[] size, double part, ViewRandom random) {
        int[] extent = new int[size.length];
        if (size.length == 2) {
            double area = part * size[0] * size[1];
            double aspect = aspect(random);
            extent[0] = (int) Math.round(Math.sqrt(area / aspect));
            extent[1] = (int) Math.round(Math.sqrt(area * aspect));
            return extent;
        }
        double side = Math.cbrt(part);
        for (int axis = 0; axis < size.length; axis++) {
            extent[axis] = (int) Math.round(size[axis] * side * Math.sqrt(aspect(random)));
        }
        return extent;
    }

    private static double aspect(ViewRandom random) {
        return StrictMath.exp(random.symmetric(StrictMath.log(LARGEST_ASPECT)));
    }

    private static boolean fits(int[] extent, int[] size) {
        for (int axis = 0; axis < size.length; axis++) {
            if (extent[axis] < 1 || extent[axis] > size[axis]) {
                return false;
            }
        }
        return true;
    }

    /** A part of this crop at a random place. @param share of the length of every side */
    Crop part(double share, ViewRandom random) {
        int[] extents = new int[extent.length];
        int[] starts = new int[extent.length];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = (int) Math.max(1, Math.round(share * extent[axis]));
            starts[axis] = start[axis] + random.index(extent[axis] - extents[axis] + 1);
        }
        return new Crop(starts, extents, mirrored);
    }

    /** The image, or of a long one as much as the aspect allows. */
    private static int[] centralExtent(int[] size) {
        return new int[] {Math.min(size[0], (int) Math.round(size[1] * LARGEST_ASPECT)),
                Math.min(size[1], (int) Math.round(size[0] * LARGEST_ASPECT))};
    }

    private static boolean[] mirrors(int dimensions, ViewRandom random) {
        boolean[] mirrored = new boolean[dimensions];
        for (int axis = dimensions == 2 ? 1 : 0; axis < dimensions; axis++) {
            mirrored[axis] = random.chance(0.5);
        }
        return mirrored;
    }

    /**
     * Resizes the crop to a patch, linearly between pixel centres.
     *
     * @param target receives [C, (D,) H, W] from {@code from} on
     */
    public void write(FloatImage image, int[] patch, float[] target, int from) {
        // A 2D image is a volume of one slice.
        int missing = 3 - patch.length;
        Taps[] taps = new Taps[3];
        int[] size = {1, 1, 1};
        for (int axis = 0; axis < 3; axis++) {
            int own = axis - missing;
            size[axis] = own < 0 ? 1 : image.size()[own];
            taps[axis] = own < 0 ? new Taps(0, 1, 1, false)
                    : new Taps(start[own], extent[own], patch[own], mirrored[own]);
        }
        float[] data = image.data();
        int to = from;
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int z = 0; z < taps[0].length(); z++) {
                for (int y = 0; y < taps[1].length(); y++) {
                    int plane = channel * size[0];
                    int row00 = ((plane + taps[0].low[z]) * size[1] + taps[1].low[y]) * size[2];
                    int row01 = ((plane + taps[0].low[z]) * size[1] + taps[1].high[y]) * size[2];
                    int row10 = ((plane + taps[0].high[z]) * size[1] + taps[1].low[y]) * size[2];
                    int row11 = ((plane + taps[0].high[z]) * size[1] + taps[1].high[y]) * size[2];
                    float down = taps[1].weight[y];
                    float deep = taps[0].weight[z];
                    for (int x = 0; x < taps[2].length(); x++) {
                        float near = mix(taps[2].at(data, row00, x), taps[2].at(data, row01, x), down);
                        float far = deep == 0 ? near
                                : mix(taps[2].at(data, row10, x), taps[2].at(data, row11, x), down);
                        target[to++] = mix(near, far, deep);
                    }
                }
            }
        }
    }

    private static float mix(float a, float b, float weight) {
        return a + weight * (b - a);
    }

    /**
     * Where it is, as parts of the image: first pixels of all axes, then last pixels; a mirrored axis has them
     * exchanged.
     *
     * @param target receives 2 · axes values from {@code from} on
     */
    public void box(int[] size, float[] target, int from) {
        for (int axis = 0; axis < size.length; axis++) {
            float whole = Math.max(1, size[axis] - 1);
            float first = start[axis] / whole;
            float last = (start[axis] + extent[axis] - 1) / whole;
            target[from + axis] = mirrored[axis] ? last : first;
            target[from + size.length + axis] = mirrored[axis] ? first : last;
        }
    }

    /** Which share of this crop's pixels have their centres in another crop. @param patch pixels of this one */
    double shareIn(Crop other, int[] size, int[] patch) {
        return grid(size, patch).shareIn(other.grid(size, patch));
    }

    private CropGrid grid(int[] size, int[] patch) {
        float[] box = new float[2 * size.length];
        box(size, box, 0);
        return new CropGrid(box, 0, patch);
    }

    Crop unmirrored() {
        return new Crop(start, extent, new boolean[mirrored.length]);
    }

    @Override
    public String toString() {
        return "crop at " + Arrays.toString(start) + " of " + Arrays.toString(extent) + ", mirrored "
                + Arrays.toString(mirrored);
    }

    /** For every pixel of a patch's axis the two of the image between whose centres it lies. */
    private static final class Taps {

        private final int[] low;
        private final int[] high;
        private final float[] weight;

        Taps(int start, int extent, int side, boolean mirrored) {
            low = new int[side];
            high = new int[side];
            weight = new float[side];
            for (int i = 0; i < side; i++) {
                int pixel = mirrored ? side - 1 - i : i;
                double at = Math.min(extent - 1, Math.max(0, (pixel + 0.5) * extent / side - 0.5));
                int below = (int) at;
                low[i] = start + below;
                high[i] = start + Math.min(extent - 1, below + 1);
                weight[i] = (float) (at - below);
            }
        }

        int length() {
            return low.length;
        }

        float at(float[] data, int row, int i) {
            return mix(data[row + low[i]], data[row + high[i]], weight[i]);
        }
    }
}
