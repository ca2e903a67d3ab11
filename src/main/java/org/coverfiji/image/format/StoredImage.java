package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

import org.coverfiji.image.Palette;

/** A hyperstack on disk whose header is known and whose pixels are read when asked for. Safe for several threads. */
public interface StoredImage {

    /** For messages and titles. */
    String name();

    /** The files that hold it: one, or the slices of a series. */
    List<File> files();

    Geometry geometry();

    /** The colours whose numbers the values are, or null if they are values of their own. */
    default Palette palette() {
        return null;
    }

    /** Whether ImageJ's own opener makes the same of the file. */
    default boolean isImageJs() {
        return true;
    }

    /** What of the file is left out, as a clause; empty if nothing is. */
    default String notice() {
        return "";
    }

    /** Whether one slice costs as much to read as the whole frame, so that a reader had better keep the others. */
    boolean isSequential();

    /** What the user should know of how it was read, each after the file's name; mostly none. */
    default List<String> notes() {
        return Collections.emptyList();
    }

    /** Why its slices are not one volume, after the file's name; null if they are. */
    default String volumeObjection() {
        return null;
    }

    /**
     * Finds damage that shows without decoding the pixels, such as a file that ends too early. Does nothing where
     * opening has shown it already.
     *
     * @throws UnreadableException if the pixels cannot be read
     */
    default void check() throws IOException {
    }

    /** Whether {@link #readRows} works, so that an image need not fit into memory. */
    default boolean hasRows() {
        return false;
    }

    /**
     * Reads calibrated values of some rows of the first slice of the first time point.
     *
     * @param out receives [channels, rows, width]
     */
    default void readRows(int firstRow, int rows, float[] out) throws IOException {
        throw new UnreadableException("files of its kind are read as a whole only; save it as an uncompressed TIFF");
    }

    /**
     * Reads calibrated values of one time point.
     *
     * @param out receives [channels, count, height, width]
     */
    void read(int frame, int firstSlice, int count, float[] out) throws IOException;
}
