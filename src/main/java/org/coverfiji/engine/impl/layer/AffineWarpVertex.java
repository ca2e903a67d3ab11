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
        double[] numbers = Values.of(inputs[1]);
        double[] displacements = new double[Math.toIntExact(field.length())];
        int index = 0;
        for (int sample = 0; sample < shape[0]; sample++) {
            double[][] positions = map.positions(matrix.of(own(numbers, sample, matrix.numbers())));
            for (int axis = 0; axis < size.length; axis++) {
                for (int i = 0; i < positions[axis].length; i++) {
                    displacements[index++] = positions[axis][i] - still[axis][i];
                }
            }
        }
        Values.put(field, displacements);
        return field;
    }

    private void numberGradients(INDArray[] inputs, INDArray fieldGradient, INDArray target) {
        int[] size = size(inputs[0]);
        AffineMatrix matrix = new AffineMatrix(size.length);
        AffineMap map = new AffineMap(size, false);
        int pixels = Arrays.stream(size).reduce(1, (a, b) -> a * b);
        double[] numbers = Values.of(inputs[1]);
        double[] slopes = Values.of(fieldGradient);
        double[] gradients = new double[numbers.length];
        int samples = Math.toIntExact(fieldGradient.size(0));
        for (int sample = 0; sample < samples; sample++) {
            double[][] slope = new double[size.length][];
            for (int axis = 0; axis < slope.length; axis++) {
                slope[axis] = own(slopes, sample * size.length + axis, pixels);
            }
            double[] own = matrix.gradient(own(numbers, sample, matrix.numbers()), map.gradient(slope));
            System.arraycopy(own, 0, gradients, sample * own.length, own.length);
        }
        Values.put(target, gradients);
    }

    private static double[] own(double[] values, int index, int length) {
        return Arrays.copyOfRange(values, index * length, (index + 1) * length);
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
