package org.coverfiji.train.view;

import java.util.Arrays;

import org.coverfiji.image.FloatImage;

/** Chooses a patch's place in an image and copies it: the unaugmented moving view. */
final class PatchCutter {

    /** How often a place whose pixels are all equal (background) is drawn again. */
    private static final int TRIES = 10;

    private final int[] patch;
    private final int pixels;

    /** @param patch patch size in array order */
    PatchCutter(int[] patch) {
        this.patch = patch.clone();
        int product = 1;
        for (int side : patch) {
            product *= side;
        }
        pixels = product;
    }

    /**
     * Copies a patch from a random place into the array, another one if it turns out constant, for a bounded number of
     * times.
     *
     * @param target receives [C, (D,) H, W] from {@code start} on
     * @return the patch's first pixel in the image
     */
    int[] cut(FloatImage image, float[] target, int start, ViewRandom random) {
        int[] size = image.size();
        int[] origin = new int[patch.length];
        for (int attempt = 0; attempt < TRIES; attempt++) {
            for (int axis = 0; axis < patch.length; axis++) {
                origin[axis] = random.index(size[axis] - patch[axis] + 1);
            }
            copy(image, size, origin, target, start);
            if (Arrays.equals(size, patch) || !isConstant(target, start, image.channels())) {
                break;
            }
        }
        return origin;
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
            } while (AffineMotion.advance(row, patch));
        }
    }

    private boolean isConstant(float[] data, int start, int channels) {
        for (int channel = 0; channel < channels; channel++) {
            int first = start + channel * pixels;
            for (int i = first + 1; i < first + pixels; i++) {
                if (data[i] != data[first]) {
                    return false;
                }
            }
        }
        return true;
    }
}
