package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Each map beside its partner's: of maps [2N, C, …], where sample i and sample N + i are partners, [2N, 2C, …] with a
 * sample's own channels first.
 */
public final class PartnerConcatenateVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray maps = inputs[0];
        long half = maps.size(0) / 2;
        long[] shape = maps.shape().clone();
        shape[1] *= 2;
        INDArray out = allocator.create(shape);
        own(out).assign(maps);
        partners(out, 0, half).assign(samples(maps, half, 2 * half));
        partners(out, half, 2 * half).assign(samples(maps, 0, half));
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        long half = inputs[0].size(0) / 2;
        INDArray result = allocator.create(inputs[0].shape());
        result.assign(own(gradient));
        samples(result, half, 2 * half).addi(partners(gradient, 0, half));
        samples(result, 0, half).addi(partners(gradient, half, 2 * half));
        return new INDArray[] {result};
    }

    private static INDArray samples(INDArray maps, long from, long to) {
        return maps.get(NDArrayIndex.interval(from, to));
    }

    private static INDArray own(INDArray both) {
        return both.get(NDArrayIndex.all(), NDArrayIndex.interval(0, both.size(1) / 2));
    }

    private static INDArray partners(INDArray both, long from, long to) {
        return both.get(NDArrayIndex.interval(from, to), NDArrayIndex.interval(both.size(1) / 2, both.size(1)));
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
