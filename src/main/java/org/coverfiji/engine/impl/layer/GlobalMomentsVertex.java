package org.coverfiji.engine.impl.layer;

import java.util.Arrays;

import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Global pooling of two moments: the means of all channels, then their deviations √(variance + ε), [N, 2C, 1, 1(, 1)].
 * Behind a normalisation, which takes the mean away, the deviations tell more of an image than the means.
 */
public final class GlobalMomentsVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray in = inputs[0];
        long[] shape = in.shape().clone();
        Arrays.fill(shape, 2, shape.length, 1);
        shape[1] *= 2;
        INDArray out = allocator.create(shape);
        INDArray planes = planes(in);
        INDArray means = planes.mean(1);
        moments(out, in, 0).assign(means.reshape('c', in.size(0), in.size(1)));
        moments(out, in, 1).assign(deviations(planes, means).reshape('c', in.size(0), in.size(1)));
        return out;
    }

    /** dmean/dx = 1/P, ddeviation/dx = (x − mean) / (P · deviation), with P pixels. */
    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray in = inputs[0];
        INDArray planes = planes(in);
        INDArray means = planes.mean(1);
        long count = planes.size(0);
        long pixels = planes.size(1);
        INDArray ofMeans = moments(gradient, in, 0).dup('c').reshape('c', count, 1).divi(pixels);
        INDArray ofDeviations = moments(gradient, in, 1).dup('c').reshape('c', count, 1)
                .divi(deviations(planes, means).reshape('c', count, 1)).divi(pixels);
        INDArray result = allocator.create(in.shape());
        INDArray target = planes(result);
        target.assign(planes);
        target.subiColumnVector(means.reshape('c', count, 1)).muliColumnVector(ofDeviations)
                .addiColumnVector(ofMeans);
        return new INDArray[] {result};
    }

    /** The means (0) or deviations (1) of a pooled map, [N, C]. */
    private static INDArray moments(INDArray pooled, INDArray in, int moment) {
        long channels = in.size(1);
        return pooled.reshape('c', in.size(0), 2 * channels).get(NDArrayIndex.all(),
                NDArrayIndex.interval(moment * channels, (moment + 1) * channels));
    }

    private static INDArray deviations(INDArray planes, INDArray means) {
        INDArray centred = planes.subColumnVector(means.reshape('c', means.length(), 1));
        return Transforms.sqrt(centred.muli(centred).mean(1).addi(TaskConfiguration.POOLING_EPSILON), false);
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
