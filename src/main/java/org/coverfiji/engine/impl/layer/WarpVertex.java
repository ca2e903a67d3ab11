package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * warp(s, f)(p) = s(p + f(p)): inputs are maps [N, C, …] and a field [N, 2 or 3, …] in their pixels; linear, 0 outside.
 */
public final class WarpVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray out = allocator.create(inputs[0].shape());
        kernels.warp().forward(inputs[0], inputs[1], out);
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray maps = allocator.create(inputs[0].shape());
        INDArray field = allocator.create(inputs[1].shape());
        kernels.warp().backward(inputs[0], inputs[1], gradient, maps, field);
        return new INDArray[] {maps, field};
    }

    @Override
    protected int inputCount() {
        return 2;
    }

    @Override
    protected String settings() {
        return "";
    }
}
