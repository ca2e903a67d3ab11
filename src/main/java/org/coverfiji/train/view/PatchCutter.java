package org.coverfiji.train.view;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;

/** Chooses a patch's place in an image and copies it: the unaugmented moving view. */
public final class PatchCutter {

    /** How often a place where nothing is to be seen (background) is drawn again. */
    private static final int TRIES = 10;

    private final int[] patch;
    private final int pixels;

    /** @param patch patch size in array order */
    public PatchCutter(int[] patch) {
        this.patch = patch.clone();
        pixels = Math.toIntExact(Tensor.size(patch));
    }

    /**
     * Copies a patch from a random place into the array, another one if nothing is to be seen in it. Where that goes
     * on, because most of the image is background, the place holds a random pixel unlike that background.
     *
     * @param target receives [C, (D,) H, W] from {@code start} on
     * @return the patch's first pixel in the image
     */
    public int[] cut(FloatImage image, float[] target, int start, ViewRandom random) {
        int[] size = image.size();
        int[] origin = new int[patch.length];
        for (int attempt = 0; attempt < TRIES; attempt++) {
            for (int axis = 0; axis < patch.length; axis++) {
                origin[axis] = random.index(size[axis] - patch[axis] + 1);
            }
            copy(image, size, origin, target, start);
            if (Arrays.equals(size, patch) || Flatness.varies(target, start, image.channels(), pixels)) {
                return origin;
            }
        }
        long pixel = unlike(image, target, start, random);
        if (pixel >= 0) {
            for (int axis = patch.length - 1; axis >= 0; axis--) {
                int position = (int) (pixel % size[axis]);
                pixel /= size[axis];
                int least = Math.max(0, position - patch[axis] + 1);
                origin[axis] = least + random.index(Math.min(position, size[axis] - patch[axis]) - least + 1);
            }
            copy(image, size, origin, target, start);
        }
        return origin;
    }

    /** A random one of the pixels that differ from the flat patch in some channel; -1 if there is none. */
    private long unlike(FloatImage image, float[] flat, int start, ViewRandom random) {
        int count = image.data().length / image.channels();
        int others = 0;
        for (int pixel = 0; pixel < count; pixel++) {
            others += isUnlike(image, pixel, flat, start) ? 1 : 0;
        }
        if (others == 0) {
            return -1;
        }
        int chosen = random.index(others);
        int pixel = -1;
        while (chosen >= 0) {
            pixel++;
            chosen -= isUnlike(image, pixel, flat, start) ? 1 : 0;
        }
        return pixel;
    }

    private boolean isUnlike(FloatImage image, int pixel, float[] flat, int start) {
        int count = image.data().length / image.channels();
        for (int channel = 0; channel < image.channels(); channel++) {
            float value = image.data()[channel * count + pixel];
            if (Math.abs(value - flat[start + channel * pixels]) >= Flatness.LEAST_CONTRAST) {
                return true;
            }
        }
        return false;
    }

    private void copy(FloatImage image, int[] size, int[] origin, float[] target, int start) {
        int last = patch.length - 1;
        int to = start;
        for (int channel = 0; channel < image.channels(); channel++) {
            int[] row = new int[last];
            do {
                int from = channel;
                for (int axis = 0; axis < last; axis++) {
                    from = from * size[axis] + origin[axis] + row[axis];
                }
                System.arraycopy(image.data(), from * size[last] + origin[last], target, to, patch[last]);
                to += patch[last];
            } while (Rows.next(row, patch));
        }
    }
}
