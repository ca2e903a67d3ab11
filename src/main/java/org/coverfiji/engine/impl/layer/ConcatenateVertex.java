package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Two row-major maps of one size, one after the other along the channels or along the samples. */
public final class ConcatenateVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final int axis;

    /** @param axis 1 for the channels, 0 for the samples */
    public ConcatenateVertex(@JsonProperty("axis") int axis) {
        this.axis = axis;
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        long[] shape = inputs[0].shape().clone();
        shape[axis] += inputs[1].size(axis);
        INDArray out = allocator.create(shape);
        part(out, 0, inputs[0].size(axis)).assign(inputs[0]);
        part(out, inputs[0].size(axis), shape[axis]).assign(inputs[1]);
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        long border = inputs[0].size(axis);
        return new INDArray[] {allocator.create(inputs[0].shape()).assign(part(gradient, 0, border)),
                allocator.create(inputs[1].shape()).assign(part(gradient, border, gradient.size(axis)))};
    }

    private INDArray part(INDArray map, long from, long to) {
        INDArrayIndex interval = NDArrayIndex.interval(from, to);
        return axis == 0 ? map.get(interval) : map.get(NDArrayIndex.all(), interval);
    }

    @Override
    protected int inputCount() {
        return 2;
    }

    @Override
    protected String settings() {
        return "axis=" + axis;
    }
}
