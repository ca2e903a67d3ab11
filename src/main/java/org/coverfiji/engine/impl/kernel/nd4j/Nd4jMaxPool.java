package org.coverfiji.engine.impl.kernel.nd4j;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.MaxPool;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Cells of 2×2(×2) pixels as the last axis, then a maximum over it. */
final class Nd4jMaxPool implements MaxPool {

    @Override
    public void forward(INDArray in, INDArray out) {
        out.assign(cells(in).max(1).reshape('c', out.shape()));
    }

    @Override
    public void backward(INDArray in, INDArray gradient, INDArray inGradient) {
        INDArray cells = cells(in);
        INDArray winner = Nd4j.argMax(cells, 1);
        INDArray position = Nd4j.arange(cells.size(1)).castTo(DataType.LONG).reshape(1, cells.size(1));
        INDArray chosen = winner.castTo(DataType.LONG).reshape(cells.size(0), 1).eq(position).castTo(in.dataType());
        INDArray spread = chosen.muli(gradient.reshape('c', cells.size(0), 1));
        Grid grid = Grid.of(in);
        INDArray back = grid.dimensions() == 2
                ? spread.reshape('c', planes(grid), grid.height / 2, grid.width / 2, 2, 2).permute(0, 1, 3, 2, 4)
                : spread.reshape('c', planes(grid), grid.depth / 2, grid.height / 2, grid.width / 2, 2, 2, 2)
                        .permute(0, 1, 4, 2, 5, 3, 6);
        inGradient.assign(back.dup('c').reshape('c', in.shape()));
    }

    /** [output pixels, pixels per cell]. */
    private static INDArray cells(INDArray in) {
        Grid grid = Grid.of(in);
        if (grid.dimensions() == 2) {
            return in.reshape('c', planes(grid), grid.height / 2, 2, grid.width / 2, 2).permute(0, 1, 3, 2, 4).dup('c')
                    .reshape('c', in.length() / 4, 4);
        }
        return in.reshape('c', planes(grid), grid.depth / 2, 2, grid.height / 2, 2, grid.width / 2, 2)
                .permute(0, 1, 3, 5, 2, 4, 6).dup('c').reshape('c', in.length() / 8, 8);
    }

    private static long planes(Grid grid) {
        return (long) grid.batch * grid.channels;
    }
}
