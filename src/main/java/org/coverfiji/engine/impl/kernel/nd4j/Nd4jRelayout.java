package org.coverfiji.engine.impl.kernel.nd4j;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Relayout;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A permutation of [N, blocks of channels, pixels, channels of a block]. */
final class Nd4jRelayout implements Relayout {

    private final int block;

    Nd4jRelayout(int block) {
        this.block = block;
    }

    @Override
    public void toRowMajor(INDArray blocked, INDArray rowMajor) {
        Grid grid = Grid.of(rowMajor);
        INDArray turned = blocked.reshape('c', grid.batch, grid.channels / block, grid.pixels(), block)
                .permute(0, 1, 3, 2);
        rowMajor.assign(turned.dup('c').reshape('c', rowMajor.shape()));
    }

    @Override
    public void fromRowMajor(INDArray rowMajor, INDArray blocked) {
        Grid grid = Grid.of(rowMajor);
        INDArray turned = rowMajor.reshape('c', grid.batch, grid.channels / block, block, grid.pixels())
                .permute(0, 1, 3, 2);
        blocked.assign(turned.dup('c').reshape('c', blocked.shape()));
    }
}
