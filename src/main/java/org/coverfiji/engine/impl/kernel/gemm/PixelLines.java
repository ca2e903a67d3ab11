package org.coverfiji.engine.impl.kernel.gemm;

import java.nio.FloatBuffer;
import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;

/**
 * Lays out the lines of a strip so that the channels of a pixel lie together, and with them those of its neighbours:
 * what a row of the kernel sees is a piece of memory, and a product of matrices can take it from there.
 *
 * <p>Of few channels, each line begins with zeros, which the line before it ends with; what neighbouring pixels see
 * overlaps, so that one product takes every third place (of a kernel of side 3), whose pieces follow one another, and
 * the next product the next: these are phases. Of many channels, where copies cost little beside the products, each
 * place has a copy of all that a row of the kernel sees there, and there is one phase.
 */
final class PixelLines {

    /** From so many channels on a place has all that a row of the kernel sees. */
    static final int MANY = 64;

    /** Channels that are laid out at once. */
    private static final int LANES = 8;

    private final Strips strips;
    private final Grid grid;
    private final RowTransform transform;
    private final int radius;
    private final boolean copied;
    /** Places from one line to the next. */
    private final int pitch;

    /** @param strips of the maps that a kernel sees */
    PixelLines(Strips strips) {
        this.strips = strips;
        grid = strips.grid;
        transform = strips.transform;
        radius = strips.radius;
        copied = grid.channels >= MANY;
        pitch = copied ? grid.width : grid.width + radius;
    }

    /** Places of the results. */
    int results(int strip) {
        return strips.lines(strip) * pitch;
    }

    int phases() {
        return copied ? 1 : strips.kernel;
    }

    int resultsOfPhase(int strip, int phase) {
        return (results(strip) - phase + phases() - 1) / phases();
    }

    /** Values that a row of the kernel sees. */
    int seen() {
        return strips.kernel * grid.channels;
    }

    /** Values of one place. */
    private int placeLength() {
        return copied ? seen() : grid.channels;
    }

    private long partLength(int strip) {
        return ((long) strips.linesSeen(strip) * pitch + (copied ? 0 : 2 * radius)) * placeLength();
    }

    /** Values of a strip as it is laid out. */
    long values(int strip) {
        return transform.parts * partLength(strip);
    }

    /** Index of what a part of a slice of the kernel sees at the first result of a phase. */
    long start(int strip, int part, int slice, int phase) {
        return part * partLength(strip) + ((long) slice * pitch + phase) * placeLength();
    }

    /** Lays out the pixels of a strip with all that a kernel sees, [part, place, values]. */
    void layOut(Floats maps, int strip, Workspace workspace, FloatBuffer target) {
        int channels = grid.channels;
        int margin = radius * channels;
        int length = grid.width * channels;
        float[][] rows = workspace.lines(Workspace.Lines.ROWS, transform.seen, length + margin);
        float[][] parts = workspace.lines(Workspace.Lines.PARTS, transform.parts, length + 2 * margin);
        for (float[] part : parts) {
            Arrays.fill(part, 0, margin, 0);
            Arrays.fill(part, margin + length, 2 * margin + length, 0);
        }
        boolean[] filled = new boolean[strips.linesSeen(strip)];
        strips.forEachLineSeen(strip, (sample, slice, top, line) -> {
            // A kernel of one slice: the line before is the one above.
            int kept = strips.slices == 1 && line > 0 && top > 0 ? keep(rows) : 0;
            read(maps, channels, 0, channels, sample, slice, top - radius, margin, rows, kept, workspace);
            transform.pixels(rows, parts, margin, margin + length);
            putLine(parts, strip, line, target);
            filled[line] = true;
        });
        for (float[] part : parts) {
            Arrays.fill(part, 0, margin + length, 0);
        }
        for (int line = 0; line < filled.length; line++) {
            if (!filled[line]) {
                putLine(parts, strip, line, target);
            }
        }
        for (int part = 0; !copied && part < parts.length; part++) {
            target.position(Math.toIntExact((part + 1) * partLength(strip) - 2 * margin));
            for (int i = 0; i < 2; i++) {
                target.put(parts[part], 0, margin);
            }
        }
    }

    /** The last rows that the line above saw become the first of this one; gives how many. */
    private int keep(float[][] rows) {
        int kept = rows.length - transform.tile;
        for (int i = 0; i < kept; i++) {
            float[] row = rows[i];
            rows[i] = rows[transform.tile + i];
            rows[transform.tile + i] = row;
        }
        return kept;
    }

    private void putLine(float[][] parts, int strip, int line, FloatBuffer target) {
        for (int part = 0; part < parts.length; part++) {
            target.position(Math.toIntExact(part * partLength(strip) + (long) line * pitch * placeLength()));
            if (copied) {
                for (int x = 0; x < grid.width; x++) {
                    target.put(parts[part], x * grid.channels, seen());
                }
            } else {
                target.put(parts[part], 0, pitch * grid.channels);
            }
        }
    }

    /** Lays out some channels of a gradient of the results, [part, place, channel], zero where there are no pixels. */
    void layOutGradients(Floats maps, int channels, int first, int last, int strip, Workspace workspace,
            FloatBuffer target) {
        int laidOut = last - first;
        int length = grid.width * laidOut;
        float[][] rows = workspace.lines(Workspace.Lines.ROWS, transform.tile, length);
        float[][] parts = workspace.lines(Workspace.Lines.PARTS, transform.parts, pitch * laidOut);
        boolean[] filled = new boolean[strips.lines(strip)];
        strips.forEachLine(strip, (sample, slice, top, line) -> {
            read(maps, channels, first, laidOut, sample, slice, top, 0, rows, 0, workspace);
            transform.gradients(rows, parts, 0, length);
            putGradients(parts, strip, line, laidOut, target);
            filled[line] = true;
        });
        for (float[] part : parts) {
            Arrays.fill(part, 0, length, 0);
        }
        for (int line = 0; line < filled.length; line++) {
            if (!filled[line]) {
                putGradients(parts, strip, line, laidOut, target);
            }
        }
    }

    private void putGradients(float[][] parts, int strip, int line, int laidOut, FloatBuffer target) {
        for (int part = 0; part < parts.length; part++) {
            target.position((part * results(strip) + line * pitch) * laidOut);
            target.put(parts[part], 0, pitch * laidOut);
        }
    }

    /**
     * Rows of a slice, [row, pixel, channel], with zeros for those outside of the map.
     *
     * @param all channels that the maps have
     * @param first of those that are read
     * @param at where each row begins
     * @param kept rows that are there already
     */
    private void read(Floats maps, int all, int first, int laidOut, int sample, int slice, int top, int at,
            float[][] rows, int kept, Workspace workspace) {
        int low = Math.min(grid.height, Math.max(0, top + kept));
        int high = Math.max(low, Math.min(grid.height, top + rows.length));
        for (int row = kept; row < rows.length; row++) {
            if (top + row < low || top + row >= high) {
                Arrays.fill(rows[row], at, at + grid.width * laidOut, 0);
            }
        }
        float[][] lanes = workspace.lines(Workspace.Lines.LANES, LANES, rows.length * grid.width);
        for (int channel = 0; channel < laidOut; channel += LANES) {
            int count = Math.min(LANES, laidOut - channel);
            for (int lane = 0; lane < count; lane++) {
                maps.get(strips.row(all, sample, first + channel + lane, slice, low), lanes[lane], 0,
                        (high - low) * grid.width);
            }
            for (int y = low; y < high; y++) {
                Lanes.interleave(lanes, count, (y - low) * grid.width, grid.width, rows[y - top], at + channel,
                        laidOut);
            }
        }
    }

    /**
     * Writes a strip's results, [part, place, channel], into channels first to before last of the maps.
     *
     * @param bias of every channel of the maps; null for none
     */
    void write(FloatBuffer results, int strip, float[] bias, Floats maps, int channels, int first, int last,
            Workspace workspace) {
        int laidOut = last - first;
        int length = grid.width * laidOut;
        float[][] parts = workspace.lines(Workspace.Lines.PARTS, transform.parts, length);
        float[][] rows = workspace.lines(Workspace.Lines.ROWS, transform.tile, length);
        float[][] lanes = workspace.lines(Workspace.Lines.LANES, LANES, transform.tile * grid.width);
        strips.forEachLine(strip, (sample, slice, top, line) -> {
            for (int part = 0; part < parts.length; part++) {
                results.position((part * results(strip) + line * pitch) * laidOut);
                results.get(parts[part], 0, length);
            }
            transform.results(parts, rows, 0, length);
            int inside = Math.min(transform.tile, grid.height - top);
            for (int channel = 0; channel < laidOut; channel += LANES) {
                int count = Math.min(LANES, laidOut - channel);
                for (int row = 0; row < inside; row++) {
                    Lanes.takeApart(rows[row], channel, laidOut, lanes, count, row * grid.width, grid.width);
                }
                for (int lane = 0; lane < count; lane++) {
                    int index = first + channel + lane;
                    if (bias != null) {
                        add(bias[index], lanes[lane], inside * grid.width);
                    }
                    maps.put(strips.row(channels, sample, index, slice, top), lanes[lane], 0, inside * grid.width);
                }
            }
        });
    }

    private static void add(float bias, float[] line, int length) {
        for (int i = 0; i < length; i++) {
            line[i] += bias;
        }
    }
}
