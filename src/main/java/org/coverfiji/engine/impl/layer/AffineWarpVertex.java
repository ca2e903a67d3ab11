package org.coverfiji.engine.impl.layer;

import java.util.Arrays;

import org.coverfiji.engine.api.AffineMap;
import org.coverfiji.engine.api.AffineMatrix;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Maps moved by affine maps: inputs are the maps, [N, C, (D,) H, W], and the numbers of {@link AffineMatrix}, [N, 7 or
 * 15, 1, 1(, 1)].
 */
public final class AffineWarpVertex extends KernelVertex {

    private static final long serialVersionUID = 1L;

    private final boolean published;

    /** @param published see {@link AffineMap}; then the numbers have no gradient either, which that program cuts */
    public AffineWarpVertex(@JsonProperty("published") boolean published) {
        this.published = published;
    }

    @Override
    protected INDArray forward(Kernels kernels, INDArray[] inputs, Allocator allocator) {
        INDArray out = allocator.create(inputs[0].shape());
        kernels.warp().forward(inputs[0], field(inputs, allocator), out);
        return out;
    }

    @Override
    protected INDArray[] backward(Kernels kernels, INDArray[] inputs, INDArray gradient, Allocator allocator) {
        INDArray field = field(inputs, allocator);
        INDArray maps = allocator.create(inputs[0].shape());
        INDArray fieldGradient = published ? null : allocator.create(field.shape());
        kernels.warp().backward(inputs[0], field, gradient, maps, fieldGradient);
        INDArray numbers = allocator.create(inputs[1].shape());
        if (published) {
            numbers.assign(0);
        } else {
            numberGradients(inputs, fieldGradient, numbers);
        }
        return new INDArray[] {maps, numbers};
    }

    /** The displacements p′ − p, [N, 2 or 3, …]. */
    private INDArray field(INDArray[] inputs, Allocator allocator) {
        int[] size = size(inputs[0]);
        AffineMatrix matrix = new AffineMatrix(size.length);
        AffineMap map = new AffineMap(size, published);
        double[][] still = map.positions(matrix.of(new double[matrix.numbers()]));
        long[] shape = inputs[0].shape().clone();
        shape[1] = size.length;
        INDArray field = allocator.create(shape);
        long index = 0;
        for (int sample = 0; sample < shape[0]; sample++) {
            double[][] positions = map.positions(matrix.of(numbers(inputs[1], sample)));
            for (int axis = 0; axis < size.length; axis++) {
                for (int i = 0; i < positions[axis].length; i++) {
                    field.putScalar(index++, positions[axis][i] - still[axis][i]);
                }
            }
        }
        return field;
    }

    private void numberGradients(INDArray[] inputs, INDArray fieldGradient, INDArray target) {
        int[] size = size(inputs[0]);
        AffineMatrix matrix = new AffineMatrix(size.length);
        AffineMap map = new AffineMap(size, false);
        int pixels = Arrays.stream(size).reduce(1, (a, b) -> a * b);
        long index = 0;
        long next = 0;
        for (int sample = 0; sample < fieldGradient.size(0); sample++) {
            double[][] slopes = new double[size.length][pixels];
            for (double[] slope : slopes) {
                for (int i = 0; i < pixels; i++) {
                    slope[i] = fieldGradient.getDouble(index++);
                }
            }
            for (double value : matrix.gradient(numbers(inputs[1], sample), map.gradient(slopes))) {
                target.putScalar(next++, value);
            }
        }
    }

    private static double[] numbers(INDArray numbers, int sample) {
        double[] own = new double[Math.toIntExact(numbers.size(1))];
        Arrays.setAll(own, i -> numbers.getDouble((long) sample * own.length + i));
        return own;
    }

    private static int[] size(INDArray maps) {
        return Arrays.stream(maps.shape()).skip(2).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    protected int inputCount() {
        return 2;
    }

    @Override
    protected String settings() {
        return "published=" + published;
    }
}
