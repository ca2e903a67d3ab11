package org.coverfiji.engine.impl.kernel.gemm;

import java.nio.FloatBuffer;
import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;

/**
 * What a kernel sees at every pixel of a run, as a matrix: a column a pixel; a row for each channel and place of the
 * kernel, in the order that weights have. Places outside the map are zero. (Known as im2col.)
 */
final class Columns {

    private final Floats maps;
    private final Grid grid;
    private final int radius;
    private final int depthRadius;
    private final Workspace workspace;

    /** @param kernel its side, odd */
    Columns(Floats maps, Grid grid, int kernel, Workspace workspace) {
        this.maps = maps;
        this.grid = grid;
        this.workspace = workspace;
        radius = kernel / 2;
        depthRadius = grid.dimensions() == 3 ? radius : 0;
    }

    /** Rows that one channel has. */
    static int rowsPerChannel(Grid grid, int kernel) {
        return grid.dimensions() == 3 ? kernel * kernel * kernel : kernel * kernel;
    }

    /** Fills the matrix [rows of the channels, length of the run]. */
    void fill(int firstChannel, int channels, Run run, FloatBuffer matrix) {
        run.forEachSample((sample, from, to, at) -> {
            int index = at;
            for (int channel = firstChannel; channel < firstChannel + channels; channel++) {
                long plane = ((long) sample * grid.channels + channel) * grid.pixels();
                index = fill(plane, from, to, run.length, index, matrix);
            }
        });
    }

    /** The rows of one channel, for the pixels of one sample; gives the place of the next channel's. */
    private int fill(long plane, int from, int to, int rowLength, int start, FloatBuffer matrix) {
        int slice = grid.height * grid.width;
        int margin = radius * (grid.width + 1);
        int index = start;
        for (int dz = -depthRadius; dz <= depthRadius; dz++) {
            float[] strip = strip(plane, from + dz * slice - margin, to + dz * slice + margin);
            for (int dy = -radius; dy <= radius; dy++) {
                for (int dx = -radius; dx <= radius; dx++) {
                    matrix.position(index);
                    matrix.put(strip, margin + dy * grid.width + dx, to - from);
                    clearRows(dy, from, to, index, matrix);
                    clearColumns(dx, from, to, index, matrix);
                    index += rowLength;
                }
            }
        }
        return index;
    }

    /** Pixels from first to before last of a plane; those that it does not have are zero. */
    private float[] strip(long plane, int first, int last) {
        float[] strip = workspace.line(last - first);
        int low = Math.min(last, Math.max(first, 0));
        int high = Math.max(low, Math.min(last, grid.pixels()));
        Arrays.fill(strip, 0, low - first, 0);
        if (low < high) {
            maps.get(plane + low, strip, low - first, high - low);
        }
        Arrays.fill(strip, high - first, last - first, 0);
        return strip;
    }

    /** Rows of the map whose neighbour dy rows further is outside it. Where a slice ends, the strip holds the next. */
    private void clearRows(int dy, int from, int to, int index, FloatBuffer matrix) {
        int firstRow = dy < 0 ? 0 : Math.max(0, grid.height - dy);
        int lastRow = dy < 0 ? Math.min(grid.height, -dy) : grid.height;
        int slice = grid.height * grid.width;
        for (int z = from / slice; firstRow < lastRow && z * slice < to; z++) {
            int low = Math.max(from, z * slice + firstRow * grid.width);
            int high = Math.min(to, z * slice + lastRow * grid.width);
            for (int pixel = low; pixel < high; pixel++) {
                matrix.put(index + pixel - from, 0);
            }
        }
    }

    /** The same for columns: where a row ends, the strip holds the next. */
    private void clearColumns(int dx, int from, int to, int index, FloatBuffer matrix) {
        int firstColumn = dx < 0 ? 0 : Math.max(0, grid.width - dx);
        int lastColumn = dx < 0 ? Math.min(grid.width, -dx) : grid.width;
        for (int x = firstColumn; x < lastColumn; x++) {
            for (int pixel = from + Math.floorMod(x - from, grid.width); pixel < to; pixel += grid.width) {
                matrix.put(index + pixel - from, 0);
            }
        }
    }
}
