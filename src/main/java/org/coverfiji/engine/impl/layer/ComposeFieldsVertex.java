package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** f ← warp(f, w) + w: inputs are the field so far and the level's own field, both in pixels of one grid. */
public final class ComposeFieldsVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray out = allocator.create(inputs[0].shape());
        kernels.warp().forward(inputs[0], inputs[1], out);
        return out.addi(inputs[1]);
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray field = allocator.create(inputs[0].shape());
        INDArray step = allocator.create(inputs[1].shape());
        kernels.warp().backward(inputs[0], inputs[1], gradient, field, step);
        return new INDArray[] {field, step.addi(gradient)};
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
