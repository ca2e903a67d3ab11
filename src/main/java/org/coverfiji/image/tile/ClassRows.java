package org.coverfiji.image.tile;

/** Takes the classes of an image's pixels row by row, from the top. */
@FunctionalInterface
public interface ClassRows {

    /** @param classes of one row, from left to right; the array is used again after the call */
    void accept(int[] classes);
}
