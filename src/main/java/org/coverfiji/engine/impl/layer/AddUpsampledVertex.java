package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** own + up2(coarser): adds a map of half the side, up-sampled linearly (half-pixel centres), to another. */
public final class AddUpsampledVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray out = allocator.create(inputs[0].shape());
        kernels.upsample(1).forward(inputs[1], 1, false, out, 0);
        return out.addi(inputs[0]);
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray own = allocator.create(inputs[0].shape()).assign(gradient);
        INDArray coarser = allocator.create(inputs[1].shape());
        kernels.upsample(1).backward(gradient, 0, 1, false, coarser);
        return new INDArray[] {own, coarser};
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
