package org.coverfiji.image.format;

import java.io.IOException;

/** Reads the pages of a TIFF file; every page has the same number of channels. */
@FunctionalInterface
interface TiffPlanes {

    /**
     * @param page counted from 0 among those that count
     * @param out receives the page's channels from the offset on, stride values apart
     */
    void read(int page, float[] out, int offset, int stride) throws IOException;
}
