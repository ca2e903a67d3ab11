package org.coverfiji.engine.impl.kernel.gemm;

import java.nio.FloatBuffer;
import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;

/**
 * Lays out the lines of a strip channel by channel, as maps are, each channel once for every column of the kernel: for
 * products that add up over pixels, which OpenBLAS makes faster of few channels this way than by {@link PixelLines}.
 */
final class MapLines {

    /** What rows of a matrix are longer than its lines: lengths that are a power of two fall together in the cache. */
    private static final int SPACE = 16;

    private final Strips strips;
    private final Grid grid;
    private final RowTransform transform;

    /** @param strips of the maps that a kernel sees */
    MapLines(Strips strips) {
        this.strips = strips;
        grid = strips.grid;
        transform = strips.transform;
    }

    /** Places of the results. */
    int results(int strip) {
        return strips.lines(strip) * grid.width;
    }

    /** Values from what one column of the kernel sees of a channel to the next. */
    int seenLength(int strip) {
        return strips.linesSeen(strip) * grid.width + SPACE;
    }

    /** Values from one channel of a gradient to the next. */
    int gradientLength(int strip) {
        return results(strip) + SPACE;
    }

    /** Channels with one for each column of the kernel. */
    int seen() {
        return strips.kernel * grid.channels;
    }

    /** Values of a strip as it is laid out. */
    long values(int strip) {
        return (long) transform.parts * seen() * seenLength(strip);
    }

    /** Index of what a part of a slice of the kernel sees. */
    long start(int strip, int part, int slice) {
        return (long) part * seen() * seenLength(strip) + (long) slice * grid.width;
    }

    /** Lays out the pixels of a strip with all that a kernel sees, [part, column of the kernel, channel, place]. */
    void layOut(Floats maps, int strip, Workspace workspace, FloatBuffer target) {
        int length = strips.linesSeen(strip) * grid.width;
        float[][] rows = workspace.lines(Workspace.Lines.ROWS, transform.seen, length);
        float[][] parts = workspace.lines(Workspace.Lines.PARTS, transform.parts, length);
        for (float[] row : rows) {
            Arrays.fill(row, 0, length, 0);
        }
        for (int channel = 0; channel < grid.channels; channel++) {
            int index = channel;
            strips.forEachLineSeen(strip, (sample, slice, top, line) ->
                    read(maps, grid.channels, sample, index, slice, top - strips.radius, line, rows));
            transform.pixels(rows, parts, 0, length);
            for (int part = 0; part < parts.length; part++) {
                for (int column = 0; column < strips.kernel; column++) {
                    int at = ((part * strips.kernel + column) * grid.channels + channel) * seenLength(strip);
                    putNeighbours(parts[part], length, column - strips.radius, target, at);
                }
            }
        }
    }

    /** Each place's neighbour in its line, so many places to the right or, below zero, left; zero where it has none. */
    private void putNeighbours(float[] values, int length, int distance, FloatBuffer target, int at) {
        int none = Math.min(Math.abs(distance), grid.width);
        int count = length - none;
        target.position(at + (distance < 0 ? none : 0));
        target.put(values, distance < 0 ? 0 : none, count);
        for (int line = 0; line < length; line += grid.width) {
            int from = at + line + (distance < 0 ? 0 : grid.width - none);
            for (int i = 0; i < none; i++) {
                target.put(from + i, 0);
            }
        }
    }

    /** Lays out a gradient of the results, [part, channel, place], zero where there are no pixels. */
    void layOutGradients(Floats maps, int channels, int strip, Workspace workspace, FloatBuffer target) {
        int length = results(strip);
        float[][] rows = workspace.lines(Workspace.Lines.ROWS, transform.tile, length);
        float[][] parts = workspace.lines(Workspace.Lines.PARTS, transform.parts, length);
        for (float[] row : rows) {
            Arrays.fill(row, 0, length, 0);
        }
        for (int channel = 0; channel < channels; channel++) {
            int index = channel;
            strips.forEachLine(strip, (sample, slice, top, line) ->
                    read(maps, channels, sample, index, slice, top, line, rows));
            transform.gradients(rows, parts, 0, length);
            for (int part = 0; part < parts.length; part++) {
                target.position((part * channels + channel) * gradientLength(strip));
                target.put(parts[part], 0, length);
            }
        }
    }

    /** The rows of one line; those outside of the map are zero for every channel. */
    private void read(Floats maps, int channels, int sample, int channel, int slice, int top, int line,
            float[][] rows) {
        int high = Math.min(grid.height, top + rows.length);
        for (int y = Math.max(0, top); y < high; y++) {
            maps.get(strips.row(channels, sample, channel, slice, y), rows[y - top], line * grid.width, grid.width);
        }
    }
}
