package org.coverfiji.engine.impl.layer;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Global average pooling: the mean of every channel, [N, C, 1, 1(, 1)]. */
public final class GlobalPoolVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray in = inputs[0];
        long[] shape = in.shape().clone();
        Arrays.fill(shape, 2, shape.length, 1);
        INDArray out = allocator.create(shape);
        return out.assign(planes(in).mean(1).reshape('c', shape));
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray result = allocator.create(inputs[0].shape());
        INDArray planes = planes(result);
        planes.assign(0);
        planes.addiColumnVector(gradient.reshape('c', planes.size(0), 1).div(planes.size(1)));
        return new INDArray[] {result};
    }

    private static INDArray planes(INDArray map) {
        long planes = map.size(0) * map.size(1);
        return map.reshape('c', planes, map.length() / planes);
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
