package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum of two maps of one shape. */
public final class AddVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        return allocator.create(inputs[0].shape()).assign(inputs[0]).addi(inputs[1]);
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        return new INDArray[] {allocator.create(gradient.shape()).assign(gradient),
                allocator.create(gradient.shape()).assign(gradient)};
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
