package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.MaxPool;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Output row by output row; backward finds the winner again instead of keeping it. */
final class FusedMaxPool implements MaxPool {

    @Override
    public void forward(INDArray in, INDArray out) {
        Grid grid = Grid.of(in);
        Floats from = new Floats(in);
        Floats to = new Floats(out);
        int rows = rowsPerCell(grid);
        int halfWidth = grid.width / 2;
        Parallel.run(grid.batch * grid.channels, plane -> {
            float[] cell = Scratch.floats(0, rows * grid.width);
            float[] best = Scratch.floats(1, grid.width);
            float[] result = Scratch.floats(2, halfWidth);
            forEachCellRow(grid, plane, (outIndex, inIndices) -> {
                readRows(from, inIndices, rows, grid.width, cell);
                System.arraycopy(cell, 0, best, 0, grid.width);
                for (int row = 1; row < rows; row++) {
                    for (int x = 0; x < grid.width; x++) {
                        best[x] = Math.max(best[x], cell[row * grid.width + x]);
                    }
                }
                for (int x = 0; x < halfWidth; x++) {
                    result[x] = Math.max(best[2 * x], best[2 * x + 1]);
                }
                to.put(outIndex, result, 0, halfWidth);
            });
        });
    }

    @Override
    public void backward(INDArray in, INDArray gradient, INDArray inGradient) {
        Grid grid = Grid.of(in);
        Floats from = new Floats(in);
        Floats gradients = new Floats(gradient);
        Floats to = new Floats(inGradient);
        int rows = rowsPerCell(grid);
        int width = grid.width;
        int halfWidth = width / 2;
        Parallel.run(grid.batch * grid.channels, plane -> {
            float[] cell = Scratch.floats(0, rows * width);
            float[] incoming = Scratch.floats(1, halfWidth);
            forEachCellRow(grid, plane, (outIndex, inIndices) -> {
                readRows(from, inIndices, rows, width, cell);
                gradients.get(outIndex, incoming, 0, halfWidth);
                float[] result = Scratch.zeros(2, rows * width);
                for (int x = 0; x < halfWidth; x++) {
                    int winner = 2 * x;
                    float best = cell[winner];
                    for (int row = 0; row < rows; row++) {
                        for (int side = 0; side < 2; side++) {
                            int index = row * width + 2 * x + side;
                            if (cell[index] > best) {
                                best = cell[index];
                                winner = index;
                            }
                        }
                    }
                    result[winner] = incoming[x];
                }
                for (int row = 0; row < rows; row++) {
                    to.put(inIndices[row], result, row * width, width);
                }
            });
        });
    }

    /** Rows of the input that make one row of the output. */
    private static int rowsPerCell(Grid grid) {
        return grid.dimensions() == 2 ? 2 : 4;
    }

    private interface CellRow {
        void accept(long outIndex, long[] inIndices);
    }

    private static void forEachCellRow(Grid grid, int plane, CellRow action) {
        int depthStep = grid.dimensions() == 2 ? 1 : 2;
        long inPlane = (long) plane * grid.pixels();
        int outDepth = grid.depth / depthStep;
        int outHeight = grid.height / 2;
        int outWidth = grid.width / 2;
        long outPlane = (long) plane * outDepth * outHeight * outWidth;
        long[] inIndices = new long[depthStep * 2];
        for (int z = 0; z < outDepth; z++) {
            for (int y = 0; y < outHeight; y++) {
                for (int dz = 0; dz < depthStep; dz++) {
                    for (int dy = 0; dy < 2; dy++) {
                        inIndices[dz * 2 + dy] = inPlane
                                + ((long) (z * depthStep + dz) * grid.height + 2 * y + dy) * grid.width;
                    }
                }
                action.accept(outPlane + ((long) z * outHeight + y) * outWidth, inIndices);
            }
        }
    }

    private static void readRows(Floats from, long[] indices, int rows, int width, float[] target) {
        for (int row = 0; row < rows; row++) {
            from.get(indices[row], target, row * width, width);
        }
    }
}
