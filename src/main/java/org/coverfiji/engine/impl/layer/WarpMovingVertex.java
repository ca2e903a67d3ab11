package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * M_l ← warp(M_l, f): inputs are a level's maps of both views, [2N, C, …] with the moving views first, and the field
 * so far, [N, 2 or 3, …]. The fixed views pass unchanged.
 */
public final class WarpMovingVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final int block;

    /** @param block channels that lie together in the maps, 1 for row-major */
    public WarpMovingVertex(@JsonProperty("block") int block) {
        this.block = block;
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray out = allocator.create(inputs[0].shape());
        kernels.warp(block).forward(inputs[0], inputs[1], out);
        fixed(out).assign(fixed(inputs[0]));
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray maps = allocator.create(inputs[0].shape());
        INDArray field = allocator.create(inputs[1].shape());
        kernels.warp(block).backward(inputs[0], inputs[1], gradient, maps, field);
        fixed(maps).assign(fixed(gradient));
        return new INDArray[] {maps, field};
    }

    private static INDArray fixed(INDArray maps) {
        return maps.get(NDArrayIndex.interval(maps.size(0) / 2, maps.size(0)));
    }

    @Override
    protected int inputCount() {
        return 2;
    }

    @Override
    protected String settings() {
        return "block=" + block;
    }
}
