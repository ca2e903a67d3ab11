package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Max pooling by 2 on every spatial axis. */
public final class MaxPoolVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final int block;

    /** @param block channels that lie together in all maps, 1 for row-major */
    public MaxPoolVertex(@JsonProperty("block") int block) {
        this.block = block;
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        Grid grid = Grid.of(inputs[0], block);
        INDArray out = allocator.create(grid.scaledShape(grid.channels, true));
        kernels.maxPool(block).forward(inputs[0], out);
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray result = allocator.create(inputs[0].shape());
        kernels.maxPool(block).backward(inputs[0], gradient, result);
        return new INDArray[] {result};
    }

    @Override
    protected int inputCount() {
        return 1;
    }

    @Override
    protected String settings() {
        return "block=" + block;
    }
}
