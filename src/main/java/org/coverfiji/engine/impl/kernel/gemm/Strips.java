package org.coverfiji.engine.impl.kernel.gemm;

import java.nio.FloatBuffer;
import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;

/**
 * How maps are divided into strips: rows of pixels that follow one another, through slices and samples, with the zeros
 * and rows around them that a kernel sees. In a strip the channels of a pixel lie together, so that what a kernel sees
 * in one row of the map is a piece of memory, and a product of matrices can take it from there.
 *
 * <p>Rows of different slices have rows of zeros between them. Of few channels, each row begins with zeros, which the
 * row before it ends with; what neighbouring pixels see overlaps, so that one product takes every third pixel (of a
 * kernel of side 3), whose pieces follow one another, and the next product the next: these are phases. Of many
 * channels, where copies cost little beside the products, each place has a copy of all that a row of the kernel sees
 * there, and there is one phase. A strip's places are its pixels and the zeros, of which those after the first rows of
 * zeros are results.
 */
final class Strips {

    /** Values of a strip: so many stay in a cache. */
    private static final int VALUES = 1 << 17;
    private static final int LONGEST = 1536;
    private static final int SHORTEST = 384;
    private static final int WANTED = 8;
    /** Channels that are laid out at once. */
    private static final int LANES = 8;

    /** From so many channels on a place has all that a row of the kernel sees. */
    private static final int MANY = 64;

    private final Grid grid;
    private final int kernel;
    private final int radius;
    private final boolean copied;
    /** Places from one row to the next. */
    private final int pitch;
    /** Slices that a kernel sees. */
    private final int slices;
    /** How many strips there are: a matter of shapes alone, since it decides the order of sums. */
    final int count;
    private final int allRows;
    private final int rowsPerStrip;

    /**
     * @param kernel its side, odd
     * @param channels the most that maps have before or after
     */
    Strips(Grid grid, int kernel, int channels) {
        this.grid = grid;
        this.kernel = kernel;
        radius = kernel / 2;
        copied = grid.channels >= MANY;
        pitch = copied ? grid.width : grid.width + radius;
        slices = grid.dimensions() == 3 ? kernel : 1;
        allRows = grid.batch * grid.depth * grid.height;
        int longest = Math.max(SHORTEST, Math.min(LONGEST, VALUES / channels));
        int shared = Math.max((SHORTEST + pitch - 1) / pitch, (allRows + WANTED - 1) / WANTED);
        rowsPerStrip = Math.max(1, Math.min(longest / pitch, shared));
        count = (allRows + rowsPerStrip - 1) / rowsPerStrip;
    }

    /** What is done with the rows of one slice. */
    interface Part {

        /**
         * @param from first row in the slice
         * @param to one past its last
         * @param line where its first row is in the strip, among the rows that are results
         */
        void accept(int sample, int slice, int from, int to, int line);
    }

    void forEachSlice(int strip, Part part) {
        int last = Math.min(allRows, (strip + 1) * rowsPerStrip);
        int line = 0;
        for (int row = strip * rowsPerStrip; row < last;) {
            int plane = row / grid.height;
            int from = row % grid.height;
            int to = Math.min(grid.height, from + last - row);
            part.accept(plane / grid.depth, plane % grid.depth, from, to, line);
            row += to - from;
            line += to - from + radius;
        }
    }

    /** Places of a strip that are results, whether of pixels or of zeros between them. */
    int results(int strip) {
        int first = strip * rowsPerStrip;
        int last = Math.min(allRows, first + rowsPerStrip);
        int borders = (last - 1) / grid.height - first / grid.height;
        return (last - first + borders * radius) * pitch;
    }

    /** Rows that a kernel has, in all its slices. */
    int kernelRows() {
        return slices * kernel;
    }

    /** Values that a row of the kernel sees. */
    int seen() {
        return kernel * grid.channels;
    }

    int phases() {
        return copied ? 1 : kernel;
    }

    int resultsOfPhase(int strip, int phase) {
        return (results(strip) - phase + phases() - 1) / phases();
    }

    /** Values of one place. */
    private int placeLength() {
        return copied ? seen() : grid.channels;
    }

    /** All places of a strip for one of the slices that a kernel sees. */
    private int places(int strip) {
        return results(strip) + 2 * radius * (copied ? pitch : pitch + 1);
    }

    /** Values of a strip as it is laid out. */
    long values(int strip) {
        return (long) slices * places(strip) * placeLength();
    }

    /** Index of what a row of the kernel sees at the first result of a phase. */
    long start(int strip, int row, int phase) {
        return ((long) row / kernel * places(strip) + (long) row % kernel * pitch + phase) * placeLength();
    }

    /** Lays out the pixels of a strip with all that a kernel sees, [slice of the kernel, place, values]. */
    void layOut(Floats maps, int strip, Workspace workspace, FloatBuffer target) {
        int length = places(strip) * placeLength();
        float[] values = workspace.line(length);
        float[][] lines = workspace.lanes(LANES, (rowsPerStrip + 2 * radius) * grid.width);
        target.position(0);
        for (int seen = 0; seen < slices; seen++) {
            int shift = seen - slices / 2;
            Arrays.fill(values, 0, length, 0);
            forEachSlice(strip, (sample, slice, from, to, line) -> {
                int z = slice + shift;
                if (z >= 0 && z < grid.depth) {
                    int low = Math.max(0, from - radius);
                    int high = Math.min(grid.height, to + radius);
                    int place = (line + radius - (from - low)) * pitch;
                    if (copied) {
                        copySeen(maps, sample, z, low, high, place, lines, values, workspace);
                    } else {
                        copy(maps, sample, 0, grid.channels, z, low, high, place + radius, pitch, lines, values,
                                grid.channels);
                    }
                }
            });
            target.put(values, 0, length);
        }
    }

    /** Rows low to before high of one slice, with all that a row of the kernel sees at each pixel. */
    private void copySeen(Floats maps, int sample, int slice, int low, int high, int place, float[][] lines,
            float[] values, Workspace workspace) {
        int channels = grid.channels;
        int width = grid.width + 2 * radius;
        float[] row = workspace.row(width * channels);
        Arrays.fill(row, 0, width * channels, 0);
        for (int y = low; y < high; y++) {
            copy(maps, sample, 0, channels, slice, y, y + 1, radius, width, lines, row, channels);
            int target = (place + (y - low) * pitch) * seen();
            for (int x = 0; x < grid.width; x++) {
                System.arraycopy(row, x * channels, values, target + x * seen(), seen());
            }
        }
    }

    /** Lays out some channels of a strip's results, [place, channel], zero where there are no pixels. */
    void layOutResults(Floats maps, int channels, int first, int last, int strip, Workspace workspace,
            FloatBuffer target) {
        int length = results(strip) * (last - first);
        float[] values = workspace.line(length);
        float[][] lines = workspace.lanes(LANES, rowsPerStrip * grid.width);
        Arrays.fill(values, 0, length, 0);
        forEachSlice(strip, (sample, slice, from, to, line) -> copy(maps, sample, first, channels, slice, from, to,
                line * pitch, pitch, lines, values, last - first));
        target.position(0);
        target.put(values, 0, length);
    }

    /**
     * Rows low to before high of one slice to a place of the strip.
     *
     * @param first channel of the maps
     * @param step places from one row to the next
     * @param all channels that the maps have
     * @param laidOut channels that the strip has
     */
    private void copy(Floats maps, int sample, int first, int all, int slice, int low, int high, int place,
            int step, float[][] lines, float[] values, int laidOut) {
        int area = grid.height * grid.width;
        for (int channel = 0; channel < laidOut; channel += LANES) {
            int lanes = Math.min(LANES, laidOut - channel);
            for (int lane = 0; lane < lanes; lane++) {
                maps.get(((long) sample * all + first + channel + lane) * grid.pixels() + (long) slice * area
                        + (long) low * grid.width, lines[lane], 0, (high - low) * grid.width);
            }
            for (int row = 0; row < high - low; row++) {
                int target = (place + row * step) * laidOut + channel;
                if (lanes == LANES) {
                    interleave(lines, row * grid.width, grid.width, values, target, laidOut);
                } else {
                    for (int lane = 0; lane < lanes; lane++) {
                        for (int x = 0; x < grid.width; x++) {
                            values[target + x * laidOut + lane] = lines[lane][row * grid.width + x];
                        }
                    }
                }
            }
        }
    }

    private static void interleave(float[][] lines, int from, int length, float[] values, int at, int step) {
        float[] a = lines[0];
        float[] b = lines[1];
        float[] c = lines[2];
        float[] d = lines[3];
        float[] e = lines[4];
        float[] f = lines[5];
        float[] g = lines[6];
        float[] h = lines[7];
        int target = at;
        for (int i = from; i < from + length; i++) {
            values[target] = a[i];
            values[target + 1] = b[i];
            values[target + 2] = c[i];
            values[target + 3] = d[i];
            values[target + 4] = e[i];
            values[target + 5] = f[i];
            values[target + 6] = g[i];
            values[target + 7] = h[i];
            target += step;
        }
    }

    /**
     * Writes a strip's results, [place, channel], into channels first to before last of the maps.
     *
     * @param bias of every channel of the maps; null for none
     */
    void write(FloatBuffer results, int strip, float[] bias, Floats maps, int channels, int first, int last,
            Workspace workspace) {
        int laidOut = last - first;
        float[] values = workspace.line(results(strip) * laidOut);
        results.get(values, 0, results(strip) * laidOut);
        float[][] lines = workspace.lanes(LANES, rowsPerStrip * grid.width);
        int area = grid.height * grid.width;
        forEachSlice(strip, (sample, slice, from, to, line) -> {
            for (int channel = 0; channel < laidOut; channel += LANES) {
                int lanes = Math.min(LANES, laidOut - channel);
                for (int row = 0; row < to - from; row++) {
                    int source = (line + row) * pitch * laidOut + channel;
                    if (lanes == LANES) {
                        takeApart(values, source, laidOut, lines, row * grid.width, grid.width);
                    } else {
                        for (int lane = 0; lane < lanes; lane++) {
                            for (int x = 0; x < grid.width; x++) {
                                lines[lane][row * grid.width + x] = values[source + x * laidOut + lane];
                            }
                        }
                    }
                }
                for (int lane = 0; lane < lanes; lane++) {
                    int index = first + channel + lane;
                    int length = (to - from) * grid.width;
                    if (bias != null) {
                        add(bias[index], lines[lane], length);
                    }
                    maps.put(((long) sample * channels + index) * grid.pixels() + (long) slice * area
                            + (long) from * grid.width, lines[lane], 0, length);
                }
            }
        });
    }

    private static void add(float bias, float[] line, int length) {
        for (int i = 0; i < length; i++) {
            line[i] += bias;
        }
    }

    private static void takeApart(float[] values, int at, int step, float[][] lines, int to, int length) {
        float[] a = lines[0];
        float[] b = lines[1];
        float[] c = lines[2];
        float[] d = lines[3];
        float[] e = lines[4];
        float[] f = lines[5];
        float[] g = lines[6];
        float[] h = lines[7];
        int source = at;
        for (int i = to; i < to + length; i++) {
            a[i] = values[source];
            b[i] = values[source + 1];
            c[i] = values[source + 2];
            d[i] = values[source + 3];
            e[i] = values[source + 4];
            f[i] = values[source + 5];
            g[i] = values[source + 6];
            h[i] = values[source + 7];
            source += step;
        }
    }
}
