package org.coverfiji.engine.impl.kernel.nd4j;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.LinearTaps;
import org.coverfiji.engine.impl.kernel.Upsample;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** One matrix product per axis. */
final class Nd4jUpsample implements Upsample {

    @Override
    public void forward(INDArray in, double factor, boolean alignCorners, INDArray out, int firstChannel) {
        INDArray result = in;
        for (int axis = 2; axis < in.rank(); axis++) {
            result = product(result, axis, matrix((int) in.size(axis), alignCorners, in.dataType()));
        }
        channels(out, firstChannel, in.size(1)).assign(result.muli(factor));
    }

    @Override
    public void backward(INDArray gradient, int firstChannel, double factor, boolean alignCorners,
            INDArray inGradient) {
        INDArray result = channels(gradient, firstChannel, inGradient.size(1)).dup('c');
        for (int axis = 2; axis < gradient.rank(); axis++) {
            result = product(result, axis,
                    matrix((int) inGradient.size(axis), alignCorners, gradient.dataType()).transpose());
        }
        inGradient.assign(result.muli(factor));
    }

    @Override
    public void copyChannels(INDArray in, INDArray out) {
        channels(out, 0, in.size(1)).assign(in);
    }

    @Override
    public void takeChannels(INDArray in, INDArray out) {
        out.assign(channels(in, 0, out.size(1)));
    }

    private static INDArray channels(INDArray map, long first, long count) {
        INDArrayIndex[] indices = new INDArrayIndex[map.rank()];
        Arrays.fill(indices, NDArrayIndex.all());
        indices[1] = NDArrayIndex.interval(first, first + count);
        return map.get(indices);
    }

    /** [inputs, 2 · inputs]. */
    private static INDArray matrix(int inputs, boolean alignCorners, DataType type) {
        LinearTaps taps = new LinearTaps(inputs, alignCorners);
        double[][] matrix = new double[inputs][2 * inputs];
        for (int o = 0; o < 2 * inputs; o++) {
            matrix[taps.low[o]][o] += 1 - taps.fraction[o];
            matrix[taps.high[o]][o] += taps.fraction[o];
        }
        return Nd4j.create(matrix).castTo(type);
    }

    /** Multiplies along an axis, which changes its length. */
    private static INDArray product(INDArray map, int axis, INDArray matrix) {
        int last = map.rank() - 1;
        INDArray moved = map.swapAxes(axis, last).dup('c');
        long[] shape = moved.shape().clone();
        INDArray rows = moved.reshape('c', moved.length() / shape[last], shape[last]).mmul(matrix).dup('c');
        shape[last] = matrix.size(1);
        return rows.reshape('c', shape).swapAxes(axis, last).dup('c');
    }
}
