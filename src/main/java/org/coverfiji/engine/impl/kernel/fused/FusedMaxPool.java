package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.MaxPool;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Output row by output row. The pixels of a cell are brought into one array per position in the cell, so that all
 * arithmetic runs along rows; backward finds the winner again instead of keeping it.
 */
final class FusedMaxPool implements MaxPool {

    /** Makes 1 or more of every difference that is not subnormal. */
    private static final float HUGE = 1e38f;
    private static final int MAXIMUM = 8;
    private static final int FREE = 9;
    private static final int ROW = 10;

    private final int block;

    FusedMaxPool(int block) {
        this.block = block;
    }

    @Override
    public void forward(INDArray in, INDArray out) {
        Grid grid = Grid.of(in, block);
        Floats from = new Floats(in);
        Floats to = new Floats(out);
        Parallel.run(grid.batch * grid.planes(), plane -> {
            Cells cells = new Cells(grid, plane);
            for (int row = 0; row < cells.rows; row++) {
                cells.read(from, row);
                to.put(cells.outIndex(row), cells.maximum(), 0, cells.length);
            }
        });
    }

    @Override
    public void backward(INDArray in, INDArray gradient, INDArray inGradient) {
        Grid grid = Grid.of(in, block);
        Floats from = new Floats(in);
        Floats gradients = new Floats(gradient);
        Floats to = new Floats(inGradient);
        Parallel.run(grid.batch * grid.planes(), plane -> {
            Cells cells = new Cells(grid, plane);
            for (int row = 0; row < cells.rows; row++) {
                cells.read(from, row);
                float[] maximum = cells.maximum();
                float[] free = Scratch.floats(FREE, cells.length);
                gradients.get(cells.outIndex(row), free, 0, cells.length);
                for (float[] position : cells.positions) {
                    moveToWinners(position, maximum, free, cells.length);
                }
                cells.write(to, row);
            }
        });
    }

    /** Replaces values by the gradient where they are the maximum and no earlier position took it. */
    private static void moveToWinners(float[] values, float[] maximum, float[] free, int length) {
        for (int i = 0; i < length; i++) {
            float taken = free[i] * (1 - Math.min(1f, (maximum[i] - values[i]) * HUGE));
            values[i] = taken;
            free[i] -= taken;
        }
    }

    /** A row of cells of one plane. */
    private static final class Cells {

        private final Grid grid;
        private final int plane;
        private final int depthStep;
        /** Rows of cells in the plane. */
        final int rows;
        /** Values in one row of the output. */
        final int length;
        /** The values at each position of the cells, first to last in array order. */
        final float[][] positions;

        Cells(Grid grid, int plane) {
            this.grid = grid;
            this.plane = plane;
            depthStep = grid.dimensions() == 2 ? 1 : 2;
            rows = grid.depth / depthStep * (grid.height / 2);
            length = grid.width / 2 * grid.block;
            positions = new float[4 * depthStep][];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = Scratch.floats(i, length);
            }
        }

        long outIndex(int row) {
            return ((long) plane * rows + row) * length;
        }

        /** The start of a row of the input; {@code i} counts the rows of a cell. */
        private long inIndex(int row, int i) {
            int z = row / (grid.height / 2) * depthStep + i / 2;
            int y = row % (grid.height / 2) * 2 + i % 2;
            return (long) plane * grid.planeLength() + ((long) z * grid.height + y) * grid.rowLength();
        }

        void read(Floats from, int row) {
            float[] line = Scratch.floats(ROW, grid.rowLength());
            for (int i = 0; i < positions.length / 2; i++) {
                from.get(inIndex(row, i), line, 0, grid.rowLength());
                Lines.part(line, positions[2 * i], positions[2 * i + 1], length, grid.block);
            }
        }

        void write(Floats to, int row) {
            float[] line = Scratch.floats(ROW, grid.rowLength());
            for (int i = 0; i < positions.length / 2; i++) {
                Lines.join(positions[2 * i], positions[2 * i + 1], line, length, grid.block);
                to.put(inIndex(row, i), line, 0, grid.rowLength());
            }
        }

        float[] maximum() {
            float[] maximum = Scratch.floats(MAXIMUM, length);
            System.arraycopy(positions[0], 0, maximum, 0, length);
            for (int i = 1; i < positions.length; i++) {
                Vectors.takeLarger(positions[i], maximum, length);
            }
            return maximum;
        }
    }
}
