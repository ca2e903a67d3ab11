package org.coverfiji.engine.impl.kernel.gemm;

import java.nio.FloatBuffer;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Parallel;

/** Maps convolved with weights: run by run, weights [out, rows] times columns [rows, pixels]. */
final class ForwardProduct {

    /** So many rows of columns make a product run at its full rate; more would leave the cache. */
    private static final int ROWS = 512;
    /** Small batches are divided by output channels too, into parts of at least so many, for as many tasks. */
    private static final int CHANNELS = 64;
    private static final int TASKS = 8;

    private final Grid grid;
    private final int kernel;
    private final int outputs;
    private final int rowsPerChannel;
    private final int runs;
    private final int parts;

    /**
     * @param grid of the maps that are convolved
     * @param kernel side of the kernel, odd
     * @param outputs channels of the result
     */
    ForwardProduct(Grid grid, int kernel, int outputs) {
        this.grid = grid;
        this.kernel = kernel;
        this.outputs = outputs;
        rowsPerChannel = Columns.rowsPerChannel(grid, kernel);
        runs = Run.count(grid);
        parts = Math.max(1, Math.min((TASKS + runs - 1) / runs, outputs / CHANNELS));
    }

    /**
     * @param weights [out, in, k…]
     * @param bias [out]; null for none
     * @param out overwritten
     */
    void run(Floats maps, FloatPointer weights, float[] bias, Floats out) {
        Parallel.run(runs * parts, task -> {
            try (Workspace workspace = Workspace.lend()) {
                int part = task % parts;
                int first = outputs * part / parts;
                int last = outputs * (part + 1) / parts;
                Run run = Run.of(grid, task / parts);
                FloatPointer product = multiply(maps, weights, run, first, last, workspace);
                write(product.asBuffer(), run, bias, out, first, last, workspace.line(run.length));
            }
        });
    }

    /** Of the output channels from first to before last, [channels, pixels of the run]. */
    private FloatPointer multiply(Floats maps, FloatPointer weights, Run run, int first, int last,
            Workspace workspace) {
        int step = Math.max(1, Math.min(grid.channels, ROWS / rowsPerChannel));
        int weightLength = grid.channels * rowsPerChannel;
        FloatPointer product = workspace.floats(Workspace.Use.PRODUCT, (long) (last - first) * run.length);
        FloatPointer matrix = workspace.floats(Workspace.Use.COLUMNS, (long) step * rowsPerChannel * run.length);
        FloatBuffer values = matrix.asBuffer();
        Columns columns = new Columns(maps, grid, kernel, workspace);
        for (int channel = 0; channel < grid.channels; channel += step) {
            int count = Math.min(step, grid.channels - channel);
            columns.fill(channel, count, run, values);
            OpenBlas.multiply(last - first, run.length, count * rowsPerChannel,
                    weights.getPointer((long) first * weightLength + (long) channel * rowsPerChannel), weightLength,
                    matrix, run.length, channel > 0, product, run.length);
        }
        return product;
    }

    private void write(FloatBuffer product, Run run, float[] bias, Floats out, int first, int last, float[] row) {
        for (int channel = first; channel < last; channel++) {
            product.get(row, 0, run.length);
            if (bias != null) {
                float added = bias[channel];
                for (int i = 0; i < run.length; i++) {
                    row[i] += added;
                }
            }
            run.write(row, out, outputs, channel);
        }
    }
}
