package org.coverfiji.engine.impl.kernel.gemm;

import java.nio.FloatBuffer;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * dL/dweight: run by run, dL/dout [out, pixels] times the transposed columns [pixels, rows]. A task has some of the
 * input channels and adds over its runs; where the channels are too few for as many tasks as there may be threads,
 * runs are divided too and the partial sums added in their order.
 */
final class WeightProduct {

    /** Rows of columns that one task has: products of so many columns run at their full rate. */
    private static final int ROWS = 288;
    private static final int TASKS = 16;
    private static final int CHUNK = 4096;

    private final Grid grid;
    private final int kernel;
    private final int outputs;
    private final Grid outGrid;
    private final int rowsPerChannel;
    private final int step;
    private final int parts;
    private final int runs;
    private final int groups;
    /** Values of the weights. */
    private final long length;

    /**
     * @param grid of the convolution's input
     * @param outGrid of its output
     */
    WeightProduct(Grid grid, int kernel, Grid outGrid) {
        this.grid = grid;
        this.kernel = kernel;
        this.outGrid = outGrid;
        outputs = outGrid.channels;
        rowsPerChannel = Columns.rowsPerChannel(grid, kernel);
        step = Math.max(1, ROWS / rowsPerChannel);
        parts = (grid.channels + step - 1) / step;
        runs = Run.count(grid);
        groups = Math.min(runs, (TASKS + parts - 1) / parts);
        length = (long) outputs * grid.channels * rowsPerChannel;
    }

    /** @param weightGradient overwritten */
    void run(Floats in, Floats gradient, Floats weightGradient) {
        try (Workspace shared = Workspace.lend()) {
            FloatPointer sums = groups == 1 ? weightGradient.pointer(0)
                    : shared.floats(Workspace.Use.PARTIAL_SUMS, groups * length);
            Parallel.run(parts * groups, task -> {
                try (Workspace workspace = Workspace.lend()) {
                    sum(in, gradient, task % parts * step, task / parts, sums, workspace);
                }
            });
            if (groups > 1) {
                addUp(sums, weightGradient);
            }
        }
    }

    private void sum(Floats in, Floats gradient, int channel, int group, FloatPointer sums, Workspace workspace) {
        int count = Math.min(step, grid.channels - channel);
        int rows = count * rowsPerChannel;
        int weightLength = grid.channels * rowsPerChannel;
        FloatPointer sum = sums.getPointer(group * length + (long) channel * rowsPerChannel);
        Columns columns = new Columns(in, grid, kernel, workspace);
        Columns gradients = new Columns(gradient, outGrid, 1, workspace);
        int first = (int) ((long) runs * group / groups);
        int last = (int) ((long) runs * (group + 1) / groups);
        for (int index = first; index < last; index++) {
            Run run = Run.of(grid, index);
            FloatPointer right = workspace.floats(Workspace.Use.COLUMNS, (long) rows * run.length);
            columns.fill(channel, count, run, right.asBuffer());
            FloatPointer left = workspace.floats(Workspace.Use.PRODUCT, (long) outputs * run.length);
            gradients.fill(0, outputs, run, left.asBuffer());
            OpenBlas.multiplyTransposed(outputs, rows, run.length, left, run.length, right, run.length,
                    index > first, sum, weightLength);
        }
    }

    private void addUp(FloatPointer sums, Floats weightGradient) {
        FloatBuffer all = sums.asBuffer();
        Parallel.run(Math.toIntExact((length + CHUNK - 1) / CHUNK), task -> {
            long first = (long) task * CHUNK;
            int count = (int) Math.min(CHUNK, length - first);
            float[] total = new float[count];
            float[] next = new float[count];
            FloatBuffer own = all.duplicate();
            for (int group = 0; group < groups; group++) {
                own.position(Math.toIntExact(group * length + first));
                own.get(next, 0, count);
                for (int i = 0; i < count; i++) {
                    total[i] += next[i];
                }
            }
            weightGradient.put(first, total, 0, count);
        });
    }
}
