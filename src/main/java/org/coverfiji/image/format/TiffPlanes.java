package org.coverfiji.image.format;

import java.io.IOException;

/** Reads the pages of a TIFF file; every page has the same number of channels. */
interface TiffPlanes {

    /**
     * @param page counted from 0 among those that count
     * @param out receives the page's channels from the offset on, stride values apart
     */
    void read(int page, float[] out, int offset, int stride) throws IOException;

    /** Whether {@link #readRows} reads no more of the file than it must. */
    default boolean hasRows() {
        return false;
    }

    /** @param out as of {@link #read}, but of some rows of the page only */
    default void readRows(int page, int firstRow, int rows, float[] out, int offset, int stride) throws IOException {
        throw new UnsupportedOperationException();
    }
}
