package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** max(x, slope · x), for heads without normalisation; the normalisations bring their own. */
public final class ReluVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final double slope;

    /** @param slope below 0, less than 1: 0 for ReLU */
    public ReluVertex(@JsonProperty("slope") double slope) {
        this.slope = slope;
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray out = allocator.create(inputs[0].shape()).assign(inputs[0]);
        return slope == 0 ? Transforms.max(out, 0, false) : Transforms.leakyRelu(out, slope, false);
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray result = allocator.create(gradient.shape()).assign(inputs[0].gt(0));
        if (slope != 0) {
            result.muli(1 - slope).addi(slope);
        }
        return new INDArray[] {result.muli(gradient)};
    }

    @Override
    protected int inputCount() {
        return 1;
    }

    @Override
    protected String settings() {
        return "slope=" + slope;
    }
}
