package org.coverfiji.train.view;

/** Separable Gaussian blur of one channel in place; beyond the border the nearest pixel counts. */
final class GaussianBlur {

    /** Below this, the kernel's neighbours weigh less than a thousandth. */
    private static final double NEGLIGIBLE = 0.27;

    private final int[] size;
    private final int width;
    private final float[] lines;

    /** @param size extents in array order */
    GaussianBlur(int[] size) {
        this.size = size.clone();
        width = size[size.length - 1];
        int longest = 1;
        for (int axis = 0; axis < size.length - 1; axis++) {
            longest = Math.max(longest, size[axis]);
        }
        lines = new float[longest * width];
    }

    /**
     * @param deviations standard deviation along each axis, pixels
     * @param data holds the channel from {@code start} on
     */
    void apply(double[] deviations, float[] data, int start) {
        int last = size.length - 1;
        int pixels = 1;
        for (int side : size) {
            pixels *= side;
        }
        for (int axis = 0; axis <= last; axis++) {
            if (deviations[axis] < NEGLIGIBLE) {
                continue;
            }
            float[] kernel = kernel(deviations[axis]);
            if (axis == last) {
                for (int row = start; row < start + pixels; row += width) {
                    alongRow(kernel, data, row);
                }
                continue;
            }
            int stride = width;
            for (int inner = axis + 1; inner < last; inner++) {
                stride *= size[inner];
            }
            int slab = stride * size[axis];
            for (int outer = start; outer < start + pixels; outer += slab) {
                for (int row = outer; row < outer + stride; row += width) {
                    acrossRows(kernel, data, row, stride, size[axis]);
                }
            }
        }
    }

    /** Half of the symmetric kernel, its centre first; the whole sums to 1. */
    static float[] kernel(double deviation) {
        int radius = (int) Math.ceil(3 * deviation);
        float[] kernel = new float[radius + 1];
        double sum = 0;
        for (int k = 0; k <= radius; k++) {
            sum += Math.exp(-0.5 * k * k / (deviation * deviation)) * (k == 0 ? 1 : 2);
        }
        for (int k = 0; k <= radius; k++) {
            kernel[k] = (float) (Math.exp(-0.5 * k * k / (deviation * deviation)) / sum);
        }
        return kernel;
    }

    private void alongRow(float[] kernel, float[] data, int start) {
        System.arraycopy(data, start, lines, 0, width);
        for (int x = 0; x < width; x++) {
            data[start + x] = kernel[0] * lines[x];
        }
        for (int k = 1; k < kernel.length; k++) {
            float weight = kernel[k];
            int left = Math.min(k, width);
            int right = Math.max(left, width - k);
            for (int x = 0; x < left; x++) {
                data[start + x] += weight * (lines[0] + lines[Math.min(x + k, width - 1)]);
            }
            for (int x = left; x < right; x++) {
                data[start + x] += weight * (lines[x - k] + lines[x + k]);
            }
            for (int x = right; x < width; x++) {
                data[start + x] += weight * (lines[x - k] + lines[width - 1]);
            }
        }
    }

    /** Every row becomes a weighted sum of whole rows, {@code stride} apart. */
    private void acrossRows(float[] kernel, float[] data, int start, int stride, int rows) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(data, start + row * stride, lines, row * width, width);
        }
        for (int row = 0; row < rows; row++) {
            int target = start + row * stride;
            for (int x = 0; x < width; x++) {
                data[target + x] = kernel[0] * lines[row * width + x];
            }
            for (int k = 1; k < kernel.length; k++) {
                float weight = kernel[k];
                int before = Math.max(row - k, 0) * width;
                int after = Math.min(row + k, rows - 1) * width;
                for (int x = 0; x < width; x++) {
                    data[target + x] += weight * (lines[before + x] + lines[after + x]);
                }
            }
        }
    }
}
