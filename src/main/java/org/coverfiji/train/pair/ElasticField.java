package org.coverfiji.train.pair;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewRandom;

/**
 * A smooth random displacement field, as GVSL has it: noise uniform in ±1, smoothed by a Gaussian of 10 to 13 pixels
 * with zeros beyond the border, times a uniform factor; and the patches that it makes, by linear interpolation with
 * zeros outside.
 */
final class ElasticField {

    private static final double LEAST_DEVIATION = 10;
    private static final double LARGEST_DEVIATION = 13;
    /** Where the Gaussian ends, in deviations. */
    private static final double REACH = 4;

    private final int[] size;
    private final int pixels;
    /** By axis, then by pixel: where the patch is read. */
    private final float[][] positions;

    /**
     * @param size of the patch in array order
     * @param largest factor
     * @param published see {@link PairConfiguration#published()}
     */
    ElasticField(int[] size, double largest, boolean published, ViewRandom random) {
        this.size = size.clone();
        pixels = Math.toIntExact(Tensor.size(size));
        double factor = random.uniform(0, largest);
        double deviation = random.uniform(LEAST_DEVIATION, LARGEST_DEVIATION);
        positions = new float[size.length][pixels];
        int stride = pixels;
        for (int axis = 0; axis < size.length; axis++) {
            stride /= size[axis];
            float[] noise = new float[pixels];
            for (int i = 0; i < pixels; i++) {
                noise[i] = 2 * random.unit() - 1;
            }
            smooth(noise, deviation);
            double ratio = published ? size[axis] / (size[axis] - 1.0) : 1;
            double offset = published ? (size[axis] % 2 == 0 ? 0.5 * ratio : 0) - 0.5 : 0;
            for (int i = 0; i < pixels; i++) {
                positions[axis][i] = (float) ((i / stride % size[axis] + factor * noise[i]) * ratio + offset);
            }
        }
    }

    private void smooth(float[] values, double deviation) {
        double[] kernel = new double[(int) (REACH * deviation + 0.5) + 1];
        double sum = 0;
        for (int k = 0; k < kernel.length; k++) {
            kernel[k] = StrictMath.exp(-0.5 * k * k / (deviation * deviation));
            sum += kernel[k] * (k == 0 ? 1 : 2);
        }
        int stride = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            float[] line = new float[size[axis]];
            for (int start = 0; start < pixels; start++) {
                if (start / stride % size[axis] == 0) {
                    smoothLine(values, start, stride, line, kernel, sum);
                }
            }
            stride *= size[axis];
        }
    }

    private static void smoothLine(float[] values, int start, int stride, float[] line, double[] kernel, double sum) {
        for (int i = 0; i < line.length; i++) {
            line[i] = values[start + i * stride];
        }
        int reach = kernel.length - 1;
        for (int i = 0; i < line.length; i++) {
            double total = 0;
            for (int j = Math.max(0, i - reach); j <= Math.min(line.length - 1, i + reach); j++) {
                total += kernel[Math.abs(i - j)] * line[j];
            }
            values[start + i * stride] = (float) (total / sum);
        }
    }

    /** Replaces the patch [C, (D,) H, W] from {@code start} on by what the field makes of it. */
    void apply(float[] data, int start, int channels) {
        for (int channel = 0; channel < channels; channel++) {
            int from = start + channel * pixels;
            float[] source = Arrays.copyOfRange(data, from, from + pixels);
            for (int i = 0; i < pixels; i++) {
                data[from + i] = read(source, 0, 0, i);
            }
        }
    }

    /** Interpolates along an axis between what the further axes give at its two neighbours. */
    private float read(float[] source, int index, int axis, int pixel) {
        if (axis == size.length) {
            return source[index];
        }
        float position = positions[axis][pixel];
        int whole = (int) Math.floor(position);
        float first = inside(whole, axis) ? read(source, index * size[axis] + whole, axis + 1, pixel) : 0;
        float second = inside(whole + 1, axis) ? read(source, index * size[axis] + whole + 1, axis + 1, pixel) : 0;
        return first + (position - whole) * (second - first);
    }

    private boolean inside(int place, int axis) {
        return place >= 0 && place < size[axis];
    }
}
