package org.coverfiji.train.view;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;

/** Images of noise, which show every slip of a coordinate, and a plain reference of the warp. */
public final class TestImages {

    private TestImages() {
    }

    public static FloatImage noise(long seed, int channels, double[] spacing, int... size) {
        float[] data = new float[(int) (channels * Tensor.size(size))];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) random.nextDouble();
        }
        return new FloatImage("noise " + seed, data, channels, size, spacing, "mm");
    }

    static FloatImage constant(float value, int... size) {
        float[] data = new float[(int) Tensor.size(size)];
        Arrays.fill(data, value);
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        return new FloatImage("constant", data, 1, size, spacing, "pixel");
    }

    public static ImageSource source(FloatImage... images) {
        List<FloatImage> list = List.of(images);
        return new ImageSource() {
            @Override
            public int size() {
                return list.size();
            }

            @Override
            public FloatImage get(int index) {
                return list.get(index);
            }
        };
    }

    /** warp(moving, flow)(p) = moving(p + flow(p)), linear, 0 outside; for any number of axes. */
    static float[] warp(Tensor moving, Tensor flow) {
        int[] shape = moving.shape();
        int dimensions = shape.length - 2;
        int[] size = Arrays.copyOfRange(shape, 2, shape.length);
        int pixels = (int) Tensor.size(size);
        float[] result = new float[moving.data().length];
        int[] position = new int[dimensions];
        for (int n = 0; n < shape[0]; n++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                int rest = pixel;
                for (int axis = dimensions - 1; axis >= 0; axis--) {
                    position[axis] = rest % size[axis];
                    rest /= size[axis];
                }
                double[] at = new double[dimensions];
                for (int axis = 0; axis < dimensions; axis++) {
                    at[axis] = position[axis] + flow.data()[(n * dimensions + axis) * pixels + pixel];
                }
                for (int c = 0; c < shape[1]; c++) {
                    int base = (n * shape[1] + c) * pixels;
                    result[base + pixel] = sample(moving.data(), base, size, at);
                }
            }
        }
        return result;
    }

    /** Sums the corners of the surrounding cell with their weights. */
    static float sample(float[] data, int base, int[] size, double[] at) {
        double sum = 0;
        for (int corner = 0; corner < 1 << size.length; corner++) {
            double weight = 1;
            int offset = 0;
            boolean inside = true;
            for (int axis = 0; axis < size.length; axis++) {
                int whole = (int) Math.floor(at[axis]) + (corner >> axis & 1);
                weight *= 1 - Math.abs(at[axis] - whole);
                inside &= whole >= 0 && whole < size[axis];
                offset = offset * size[axis] + whole;
            }
            if (inside) {
                sum += weight * data[base + offset];
            }
        }
        return (float) sum;
    }

    static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    static int digest(ViewBatch batch) {
        return Arrays.hashCode(new int[] {
            Arrays.hashCode(batch.moving().data()), Arrays.hashCode(batch.fixed().data()),
            Arrays.hashCode(batch.flow().data()), Arrays.hashCode(batch.mask().data()) });
    }
}
