package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gives a map out of a graph under a name of its own. As nothing else reads it, the errors that come in from outside
 * are all of its gradient: at an output that feeds other vertices, DL4J would let them replace what comes from those.
 */
public final class PortVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        return allocator.create(inputs[0].shape()).assign(inputs[0]);
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        return new INDArray[] {allocator.create(gradient.shape()).assign(gradient)};
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
