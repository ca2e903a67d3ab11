package org.coverfiji.engine.impl.kernel.gemm;

import org.coverfiji.engine.impl.kernel.Grid;

/**
 * How maps are divided into strips: lines that follow one another, each of which stands for the rows of results that
 * are made at once, and holds a part of what these rows see. Lines at the same height run through the slices, then come
 * those of the next height and of the next sample; between these are lines of zeros, as many as a kernel sees slices to
 * one side (none in 2D). A strip has as many lines around it. Its places are the pixels of its lines, and those of the
 * zeros that a layout has between them.
 */
final class Strips {

    /** Values of one part of a strip: what is worked on stays in a cache. */
    private static final int VALUES = 1 << 14;
    /** Places of a strip, unless the maps have fewer. */
    private static final int LONGEST = 1024;
    private static final int SHORTEST = 256;
    /** Strips for as many tasks. */
    private static final int WANTED = 8;

    final Grid grid;
    final int kernel;
    /** Columns that a kernel sees to one side. */
    final int radius;
    /** Slices of the kernel. */
    final int slices;
    final RowTransform transform;
    /** How many strips there are: a matter of shapes alone, since it decides the order of sums. */
    final int count;
    private final int heights;
    private final int allLines;
    private final int linesPerStrip;

    /**
     * @param kernel its side, odd
     * @param channels the most that maps have before or after
     */
    Strips(Grid grid, int kernel, int channels) {
        this.grid = grid;
        this.kernel = kernel;
        radius = kernel / 2;
        slices = grid.dimensions() == 3 ? kernel : 1;
        transform = RowTransform.of(kernel, slices);
        heights = (grid.height + transform.tile - 1) / transform.tile;
        allLines = grid.batch * heights * grid.depth;
        int longest = Math.max(SHORTEST, Math.min(LONGEST, VALUES / channels));
        int shared = Math.max((SHORTEST + grid.width - 1) / grid.width, (allLines + WANTED - 1) / WANTED);
        linesPerStrip = Math.max(1, Math.min(longest / grid.width, shared));
        count = (allLines + linesPerStrip - 1) / linesPerStrip;
    }

    /** Slices that a kernel sees to one side. */
    int margin() {
        return slices / 2;
    }

    /** Lines of a strip that are results, whether of pixels or of zeros between them. */
    int lines(int strip) {
        int first = strip * linesPerStrip;
        int last = Math.min(allLines, first + linesPerStrip);
        int borders = (last - 1) / grid.depth - first / grid.depth;
        return last - first + borders * margin();
    }

    /** Lines with those around them. */
    int linesSeen(int strip) {
        return lines(strip) + 2 * margin();
    }

    /** What is done with a line. */
    interface LineWork {

        /**
         * @param top the first row of results in the slice; it and those after it may be outside of the map
         * @param line where it is in the strip
         */
        void accept(int sample, int slice, int top, int line);
    }

    /** For all lines of pixels among the results. */
    void forEachLine(int strip, LineWork work) {
        forEachRun(strip, (sample, height, from, to, line) -> {
            for (int slice = from; slice < to; slice++) {
                work.accept(sample, slice, height * transform.tile, line + slice - from);
            }
        });
    }

    /** For all lines of pixels among those that a kernel sees, counted from the first of the lines around. */
    void forEachLineSeen(int strip, LineWork work) {
        forEachRun(strip, (sample, height, from, to, line) -> {
            int low = Math.max(0, from - margin());
            int high = Math.min(grid.depth, to + margin());
            for (int slice = low; slice < high; slice++) {
                work.accept(sample, slice, height * transform.tile, line + margin() + slice - from);
            }
        });
    }

    /** What is done with some lines at the same height of one sample. */
    private interface Run {

        /**
         * @param height index of the line among those of a slice
         * @param from first slice
         * @param to one past the last
         * @param line where the first is in the strip, among the results
         */
        void accept(int sample, int height, int from, int to, int line);
    }

    private void forEachRun(int strip, Run run) {
        int last = Math.min(allLines, (strip + 1) * linesPerStrip);
        int line = 0;
        for (int at = strip * linesPerStrip; at < last;) {
            int place = at / grid.depth;
            int from = at % grid.depth;
            int to = Math.min(grid.depth, from + last - at);
            run.accept(place / heights, place % heights, from, to, line);
            at += to - from;
            line += to - from + margin();
        }
    }

    /** Index in the maps of a row; the rows after it follow. */
    long row(int channels, int sample, int channel, int slice, int y) {
        return ((long) sample * channels + channel) * grid.pixels()
                + ((long) slice * grid.height + y) * grid.width;
    }
}
