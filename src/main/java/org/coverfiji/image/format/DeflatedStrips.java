package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Deflated strips of a TIFF file, inflated before ImageJ inflates them: its loop does not end where a strip is cut off,
 * and takes memory for whatever a strip holds.
 */
final class DeflatedStrips {

    private static final int DEFLATE = 8;
    private static final int OLD_DEFLATE = 32946;
    private static final int CHUNK = 1 << 16;

    private final TiffDirectory page;

    private DeflatedStrips(TiffDirectory page) {
        this.page = page;
    }

    /** Whether a page is deflated. */
    static boolean areIn(TiffDirectory page) {
        return page.compression() == DEFLATE || page.compression() == OLD_DEFLATE;
    }

    /** Whether every strip of a page comes to its end, and holds no more than the page; true without deflated ones. */
    static boolean areWhole(File file, TiffDirectory page) throws IOException {
        return !areIn(page) || new DeflatedStrips(page).areWhole(file);
    }

    private boolean areWhole(File file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            for (int i = 0; i < page.offsets().length; i++) {
                in.seek(page.offsets()[i]);
                if (!isWhole(in, page.lengths()[i])) {
                    return false;
                }
            }
            return true;
        } catch (DataFormatException e) {
            return false;
        }
    }

    private boolean isWhole(RandomAccessFile in, long length) throws IOException, DataFormatException {
        Inflater inflater = new Inflater();
        try {
            byte[] packed = new byte[CHUNK];
            byte[] pixels = new byte[CHUNK];
            long left = length;
            while (!inflater.finished()) {
                if (inflater.inflate(pixels) == 0 && !inflater.finished()) {
                    int count = inflater.needsInput() ? in.read(packed, 0, (int) Math.min(CHUNK, left)) : -1;
                    if (count <= 0) {
                        return false;
                    }
                    inflater.setInput(packed, 0, count);
                    left -= count;
                }
                if (inflater.getBytesWritten() > page.planeBytes()) {
                    return false;
                }
            }
            return true;
        } finally {
            inflater.end();
        }
    }
}
