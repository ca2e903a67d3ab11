package org.coverfiji.engine.api;

import java.util.Arrays;

/**
 * A dense float array with a shape, row-major (last axis fastest). Feature maps and images are
 * [N, C, (D,) H, W]; displacement fields have their components, in array order, on the channel axis.
 * The data array is shared, not copied.
 */
public final class Tensor {

    private final float[] data;
    private final int[] shape;

    /** @throws IllegalArgumentException if the shape's product is not the data's length */
    public Tensor(float[] data, int... shape) {
        if (size(shape) != data.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " does not hold " + data.length + " values");
        }
        this.data = data;
        this.shape = shape.clone();
    }

    /** A tensor of zeros. */
    public static Tensor zeros(int... shape) {
        return new Tensor(new float[Math.toIntExact(size(shape))], shape);
    }

    /** The shape [N, C, (D,) H, W] of a batch of images. */
    public static int[] batchShape(int batch, int channels, int... size) {
        int[] shape = new int[2 + size.length];
        shape[0] = batch;
        shape[1] = channels;
        System.arraycopy(size, 0, shape, 2, size.length);
        return shape;
    }

    /** The number of values that a shape holds. */
    public static long size(int... shape) {
        long size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return size;
    }

    public float[] data() {
        return data;
    }

    /** Whether every value is 0, as in a mask where nothing counts. */
    public boolean isZero() {
        for (float value : data) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    public int[] shape() {
        return shape.clone();
    }

    public int size(int axis) {
        return shape[axis];
    }

    public int rank() {
        return shape.length;
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
