package org.coverfiji.image;

import java.util.Arrays;

/**
 * Where a volume lies in the scanner: the affine map from voxel indices to the patient's coordinates, in the sense of
 * NIfTI (x to the right, y to the front, z to the top). Arrays stay in the order in which the file stores them; this
 * is what a writer needs to put a result back into the same place.
 */
public final class Orientation {

    private final double[] affine;
    private final int code;

    /**
     * @param affine 3 × 4 matrix, row by row: (x, y, z) in physical units from the voxel index (i, j, k, 1), i along
     *        the array's last axis
     * @param code the coordinate system as a NIfTI xform code: 1 scanner, 2 aligned, 3 Talairach, 4 MNI
     */
    public Orientation(double[] affine, int code) {
        if (affine.length != 12) {
            throw new IllegalArgumentException("affine of " + affine.length + " values");
        }
        this.affine = affine.clone();
        this.code = code;
    }

    /** 3 × 4, row by row. */
    public double[] affine() {
        return affine.clone();
    }

    /** The NIfTI xform code. */
    public int code() {
        return code;
    }

    /**
     * The orientation of a resampled or cropped array, whose index n lies at index start + step · n of this one.
     *
     * @param start in array order (z, y, x), voxels of this array
     * @param step in array order (z, y, x), voxels of this array
     */
    public Orientation remapped(double[] start, double[] step) {
        double[] mapped = affine.clone();
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                double value = affine[4 * row + column];
                mapped[4 * row + column] = value * step[2 - column];
                mapped[4 * row + 3] += value * start[2 - column];
            }
        }
        return new Orientation(mapped, code);
    }

    /** Where growing indices i, j, k point, e.g. "RAS" (right, anterior, superior). */
    public String axes() {
        StringBuilder axes = new StringBuilder();
        for (int column = 0; column < 3; column++) {
            int largest = 0;
            for (int row = 1; row < 3; row++) {
                if (Math.abs(affine[4 * row + column]) > Math.abs(affine[4 * largest + column])) {
                    largest = row;
                }
            }
            axes.append((affine[4 * largest + column] < 0 ? "LPI" : "RAS").charAt(largest));
        }
        return axes.toString();
    }

    @Override
    public String toString() {
        return axes() + " " + Arrays.toString(affine);
    }
}
