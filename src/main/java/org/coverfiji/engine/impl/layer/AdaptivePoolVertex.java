package org.coverfiji.engine.impl.layer;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Averages a map to a grid of the same number of bins along every axis, as PyTorch's adaptive_avg_pool: bin i of n
 * pixels begins at ⌊i·n/side⌋ and ends before ⌈(i+1)·n/side⌉. A box's mean is the mean of means along one axis after
 * the other, so that every axis is a multiplication by one matrix.
 */
public final class AdaptivePoolVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final int side;

    /** @param side bins along every axis */
    public AdaptivePoolVertex(@JsonProperty("side") int side) {
        this.side = side;
    }

    /** [side, n]: what each pixel adds to each bin. */
    private INDArray means(long n, INDArray like) {
        double[][] weights = new double[side][(int) n];
        for (int bin = 0; bin < side; bin++) {
            int from = (int) (bin * n / side);
            int to = (int) (((bin + 1) * n + side - 1) / side);
            Arrays.fill(weights[bin], from, to, 1.0 / (to - from));
        }
        return Nd4j.createFromArray(weights).castTo(like.dataType());
    }

    /** The last axis first, where most pixels go at once. */
    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray map = inputs[0];
        long[] shape = map.shape().clone();
        for (int axis = shape.length - 1; axis >= 2; axis--) {
            map = along(map, axis, means(shape[axis], map));
        }
        return allocator.create(map.shape()).assign(map);
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        long[] shape = inputs[0].shape();
        INDArray map = gradient;
        for (int axis = 2; axis < shape.length; axis++) {
            map = along(map, axis, means(shape[axis], map).transpose());
        }
        return new INDArray[] {allocator.create(shape).assign(map)};
    }

    /** @param matrix [new extent, extent of the axis] */
    private static INDArray along(INDArray map, int axis, INDArray matrix) {
        int[] axes = new int[map.rank()];
        Arrays.setAll(axes, i -> i);
        int last = axes.length - 1;
        axes[axis] = last;
        axes[last] = axis;
        INDArray moved = axis == last && map.ordering() == 'c' ? map : map.permute(axes).dup('c');
        long[] shape = moved.shape().clone();
        long extent = shape[last];
        shape[last] = matrix.size(0);
        INDArray result = Nd4j.createUninitialized(map.dataType(),
                new long[] {moved.length() / extent, matrix.size(0)}, 'c');
        moved.reshape('c', moved.length() / extent, extent).mmuli(matrix.transpose(), result);
        return result.reshape('c', shape).permute(axes);
    }

    @Override
    protected int inputCount() {
        return 1;
    }

    @Override
    protected String settings() {
        return "side=" + side;
    }
}
