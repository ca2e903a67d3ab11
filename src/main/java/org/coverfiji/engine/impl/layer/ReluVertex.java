package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** max(x, 0), for heads without normalisation; the normalisations bring their own. */
public final class ReluVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray out = allocator.create(inputs[0].shape()).assign(inputs[0]);
        return Transforms.max(out, 0, false);
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray result = allocator.create(gradient.shape()).assign(inputs[0].gt(0));
        return new INDArray[] {result.muli(gradient)};
    }

    @Override
    protected int inputCount() {
        return 1;
    }

    @Override
    protected String settings() {
        return "";
    }
}
