package org.coverfiji.engine.impl.kernel.gemm;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;

/**
 * Pixels that follow one another, from the first sample of a batch to the last, and are worked on together. It may
 * begin and end anywhere, and be of several samples, so that small maps make products as large as large ones do.
 */
final class Run {

    /** So many pixels make a product run at its full rate, and their columns fit into the processor's second cache. */
    private static final int LONGEST = 512;
    private static final int SHORTEST = 128;
    /** Into so many runs a batch is divided at least where it is large enough: work for as many threads. */
    private static final int WANTED = 8;

    private final Grid grid;
    final int length;
    private final long first;

    private Run(Grid grid, long first, int length) {
        this.grid = grid;
        this.first = first;
        this.length = length;
    }

    private static int usualLength(Grid grid) {
        return (int) Math.max(SHORTEST, Math.min(LONGEST, pixels(grid) / WANTED));
    }

    private static long pixels(Grid grid) {
        return (long) grid.batch * grid.pixels();
    }

    /** How many runs a batch has: a matter of its shape alone, since it decides the order of sums. */
    static int count(Grid grid) {
        int length = usualLength(grid);
        return Math.toIntExact((pixels(grid) + length - 1) / length);
    }

    static Run of(Grid grid, int index) {
        int length = usualLength(grid);
        long first = (long) index * length;
        return new Run(grid, first, (int) Math.min(length, pixels(grid) - first));
    }

    /** What is done with the pixels of one sample. */
    interface Part {

        /**
         * @param from first pixel in the sample
         * @param to one past its last pixel
         * @param at where its first pixel is in the run
         */
        void accept(int sample, int from, int to, int at);
    }

    void forEachSample(Part part) {
        int pixels = grid.pixels();
        for (int at = 0; at < length;) {
            int sample = (int) ((first + at) / pixels);
            int from = (int) (first + at - (long) sample * pixels);
            int to = Math.min(pixels, from + length - at);
            part.accept(sample, from, to, at);
            at += to - from;
        }
    }

    /** Writes a row of values, one a pixel, into one channel of the maps. */
    void write(float[] row, Floats maps, int channels, int channel) {
        forEachSample((sample, from, to, at) -> maps
                .put(((long) sample * channels + channel) * grid.pixels() + from, row, at, to - from));
    }
}
