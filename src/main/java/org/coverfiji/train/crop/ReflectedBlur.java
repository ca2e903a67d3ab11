package org.coverfiji.train.crop;

import org.coverfiji.engine.api.Tensor;

/**
 * The Gaussian blur of contrastive views: alike along all axes, the kernel cut off at 4 deviations; beyond the border
 * the image is reflected about its outermost pixel, which is not repeated. Not safe for use by several threads.
 */
public final class ReflectedBlur {

    private static final double CUT_OFF = 4;

    private final int[] size;
    private final int pixels;
    private final float[] before;

    /** @param size extents in array order */
    public ReflectedBlur(int[] size) {
        this.size = size.clone();
        pixels = Math.toIntExact(Tensor.size(size));
        before = new float[pixels];
    }

    /** The whole kernel, which sums to 1. @param deviation pixels */
    public static float[] kernel(double deviation) {
        int radius = (int) (CUT_OFF * deviation + 0.5);
        double[] values = new double[2 * radius + 1];
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
            double distance = (k - radius) / deviation;
            values[k] = StrictMath.exp(-0.5 * distance * distance);
            sum += values[k];
        }
        float[] kernel = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            kernel[k] = (float) (values[k] / sum);
        }
        return kernel;
    }

    /**
     * Blurs one channel in place.
     *
     * @param deviation pixels, above 0
     * @param data holds the channel from {@code start} on
     */
    public void apply(double deviation, float[] data, int start) {
        float[] kernel = kernel(deviation);
        if (kernel.length == 1) {
            return;
        }
        int stride = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            alongAxis(kernel, size[axis], stride, data, start);
            stride *= size[axis];
        }
    }

    /** Neighbours along the axis are {@code stride} apart; what lies between them is done in one sweep. */
    private void alongAxis(float[] kernel, int side, int stride, float[] data, int start) {
        System.arraycopy(data, start, before, 0, pixels);
        int radius = kernel.length / 2;
        for (int slab = 0; slab < pixels; slab += side * stride) {
            for (int i = 0; i < side; i++) {
                int to = start + slab + i * stride;
                for (int x = to; x < to + stride; x++) {
                    data[x] = 0;
                }
                for (int k = -radius; k <= radius; k++) {
                    add(kernel[k + radius], slab + reflected(i + k, side) * stride, data, to, stride);
                }
            }
        }
    }

    private void add(float weight, int from, float[] data, int to, int count) {
        for (int x = 0; x < count; x++) {
            data[to + x] += weight * before[from + x];
        }
    }

    private static int reflected(int i, int side) {
        int period = Math.max(1, 2 * (side - 1));
        int folded = Math.floorMod(i, period);
        return Math.min(folded, period - folded) % side;
    }
}
