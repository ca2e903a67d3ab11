package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Grid;

/**
 * The rows of one pair that a task works on: some steps of the slowest axis, which is y in 2D and z in 3D. The window
 * reaches further, so the task sees the keys of a region, {@code amplitude} steps more at both ends:
 *
 * <pre>
 * region   ─────────  amplitude steps, which other slabs or nobody owns
 *   slab   ═════════  the slab's own rows, numbered from 0
 *          ─────────  amplitude steps
 * </pre>
 *
 * In the task's arrays every row has {@code amplitude} further values at both ends. So the way from a pixel to the one
 * that an offset leads to is the same for all pixels of all rows, and an offset is a shift of the whole array. What a
 * shift brings in from beyond the image is zero and has to be masked.
 */
final class Slab {

    private static final int SMALLEST_THICKNESS = 4;

    private final Grid grid;
    private final Window window;
    /** Number of the pair. */
    final int pair;
    /** Values of a row in the task's arrays. */
    final int rowLength;
    /** Steps of the slowest axis, and rows in each of them. */
    private final int steps;
    private final int rowsPerStep;
    private final int firstStep;
    /** Rows of the slab, and of its region. */
    final int rows;
    final int regionRows;
    /** Before and after the region's rows in an array of keys: as far as an offset across a step's rows reaches. */
    private final int margin;

    /** @param number of the slab in its pair */
    Slab(Grid grid, Window window, int pair, int number) {
        this.grid = grid;
        this.window = window;
        this.pair = pair;
        int amplitude = window.amplitude;
        rowLength = grid.width + 2 * amplitude;
        steps = steps(grid);
        rowsPerStep = grid.rows() / steps;
        firstStep = number * thickness(window);
        rows = Math.min(thickness(window), steps - firstStep) * rowsPerStep;
        regionRows = rows + 2 * amplitude * rowsPerStep;
        margin = grid.dimensions() == 2 ? amplitude : amplitude * rowLength + amplitude;
    }

    /** Slabs of one pair. */
    static int perPair(Grid grid, Window window) {
        return (steps(grid) + thickness(window) - 1) / thickness(window);
    }

    private static int steps(Grid grid) {
        return grid.dimensions() == 2 ? grid.height : grid.depth;
    }

    /** At least as thick as a region reaches beyond both its ends, so that only neighbours' regions meet. */
    private static int thickness(Window window) {
        return Math.max(SMALLEST_THICKNESS, 2 * window.amplitude);
    }

    /** Where a row of the slab starts in a plane of the image. */
    long inImage(int row) {
        return ((long) firstStep * rowsPerStep + row) * grid.width;
    }

    /** Where a row of the region, numbered from the region's first, starts in a plane of the image. */
    long regionInImage(int regionRow) {
        return inImage(regionRow - window.amplitude * rowsPerStep);
    }

    /** Whether the image has a row of the region. */
    boolean hasRegionRow(int regionRow) {
        return hasStep(firstStep - window.amplitude + regionRow / rowsPerStep);
    }

    private boolean hasStep(int step) {
        return step >= 0 && step < steps;
    }

    /** Whether an offset leads from a row of the slab to a row of the image. */
    boolean staysInside(int row, int offset) {
        if (!hasStep(firstStep + row / rowsPerStep + window.step(offset, 0))) {
            return false;
        }
        int y = row % rowsPerStep + stepInside(offset);
        return y >= 0 && y < rowsPerStep;
    }

    /** How many of a step's rows an offset leads across: in 2D, where a step is one row, none. */
    private int stepInside(int offset) {
        return grid.dimensions() == 2 ? 0 : window.step(offset, 1);
    }

    /** Length of an array of the region's keys. */
    int keyLength() {
        return regionRows * rowLength + 2 * margin;
    }

    /** Where the pixels of a region's row start in an array of keys. */
    int inKeys(int regionRow) {
        return margin + regionRow * rowLength + window.amplitude;
    }

    /** Index in an array of keys of what an offset leads to from the beginning of a row of the slab. */
    int shifted(int row, int offset) {
        int regionRow = row + (window.amplitude + window.step(offset, 0)) * rowsPerStep + stepInside(offset);
        return margin + regionRow * rowLength + window.stepX(offset);
    }

    /** Where the pixels of a row start in an array that begins with row 0. */
    int inRows(int row) {
        return row * rowLength + window.amplitude;
    }
}
