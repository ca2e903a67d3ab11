package org.coverfiji.image;

/** A 2D image of which only some rows are in memory at a time, because the whole of it does not fit. */
public interface ImageRows {

    /** For messages. */
    String name();

    int channels();

    /** Extents in array order: {height, width}. */
    int[] size();

    /** Pixel size in array order. */
    double[] spacing();

    String unit();

    /**
     * Some rows.
     *
     * @return [C, rows, W]; a new array
     * @throws org.coverfiji.CoverException if they cannot be read
     */
    float[] read(int firstRow, int rows);
}
