package org.coverfiji.train.corrupt;

import java.util.Arrays;

/**
 * The pixels of a box in a patch, in row-major order. It is moved from place to place and keeps its buffer: not safe
 * for use by several threads.
 */
public final class Block {

    /** On three axes: a 2D patch is one slice. */
    private final int[] patch = {1, 1, 1};
    private final int missing;
    private int[] pixels = new int[64];
    private int count;

    /** @param patch its size in array order */
    public Block(int... patch) {
        missing = 3 - patch.length;
        System.arraycopy(patch, 0, this.patch, missing, patch.length);
    }

    /**
     * @param extent pixels along every axis
     * @param start the first pixel on every axis; the box must lie in the patch
     */
    public Block place(int[] extent, int[] start) {
        int depth = missing == 1 ? 1 : extent[0];
        int height = extent[1 - missing];
        int width = extent[2 - missing];
        count = depth * height * width;
        if (count > pixels.length) {
            pixels = new int[Math.max(count, 2 * pixels.length)];
        }
        int slice = missing == 1 ? 0 : start[0];
        int row = start[1 - missing];
        int column = start[2 - missing];
        int i = 0;
        for (int z = slice; z < slice + depth; z++) {
            for (int y = row; y < row + height; y++) {
                int first = (z * patch[1] + y) * patch[2] + column;
                for (int x = first; x < first + width; x++) {
                    pixels[i++] = x;
                }
            }
        }
        return this;
    }

    /** How many pixels it has. */
    public int count() {
        return count;
    }

    /** Sets its pixels: of one channel, which lies in {@code data} from {@code start} on. */
    public void set(float[] values, float[] data, int start) {
        for (int i = 0; i < count; i++) {
            data[start + pixels[i]] = values[i];
        }
    }

    /** Sets its pixels to one value. */
    public void fill(float value, float[] data, int start) {
        for (int i = 0; i < count; i++) {
            data[start + pixels[i]] = value;
        }
    }

    /** Copies its pixels from one channel to another, or to the same of another array. */
    public void copy(float[] source, int from, float[] target, int to) {
        for (int i = 0; i < count; i++) {
            target[to + pixels[i]] = source[from + pixels[i]];
        }
    }

    /**
     * Copies its pixels to other places within it: pixel i becomes what pixel {@code permutation[i]} was.
     *
     * @param source another array than the target
     */
    public void permute(int[] permutation, float[] source, int from, float[] target, int to) {
        for (int i = 0; i < count; i++) {
            target[to + pixels[i]] = source[from + pixels[permutation[i]]];
        }
    }

    @Override
    public String toString() {
        return count + " pixels of a patch of " + Arrays.toString(patch);
    }
}
