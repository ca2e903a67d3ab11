package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.LinearTaps;
import org.coverfiji.engine.impl.kernel.Upsample;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Plane by plane, axis by axis: a product with a sparse matrix of two taps per output; backward is its transpose. */
final class FusedUpsample implements Upsample {

    @Override
    public void forward(INDArray in, double factor, boolean alignCorners, INDArray out, int firstChannel) {
        Grid small = Grid.of(in);
        Grid large = Grid.of(out);
        LinearTaps[] taps = taps(small, alignCorners);
        Floats from = new Floats(in);
        Floats to = new Floats(out);
        float scale = (float) factor;
        Parallel.run(small.batch * small.channels, plane -> {
            float[] values = Scratch.floats(0, large.pixels());
            float[] other = Scratch.floats(1, large.pixels());
            from.get((long) plane * small.pixels(), values, 0, small.pixels());
            int rows = small.depth * small.height;
            stretchRows(values, other, rows, taps[2], scale);
            stretch(other, values, small.depth, small.height, large.width, taps[1]);
            float[] result = values;
            if (small.dimensions() == 3) {
                stretch(values, other, 1, small.depth, large.height * large.width, taps[0]);
                result = other;
            }
            to.put(largePlane(plane, small, large, firstChannel), result, 0, large.pixels());
        });
    }

    @Override
    public void backward(INDArray gradient, int firstChannel, double factor, boolean alignCorners,
            INDArray inGradient) {
        Grid small = Grid.of(inGradient);
        Grid large = Grid.of(gradient);
        LinearTaps[] taps = taps(small, alignCorners);
        Floats from = new Floats(gradient);
        Floats to = new Floats(inGradient);
        float scale = (float) factor;
        Parallel.run(small.batch * small.channels, plane -> {
            float[] values = Scratch.floats(0, large.pixels());
            float[] other = Scratch.floats(1, large.pixels());
            from.get(largePlane(plane, small, large, firstChannel), values, 0, large.pixels());
            if (small.dimensions() == 3) {
                shrink(values, other, 1, small.depth, large.height * large.width, taps[0]);
                float[] swap = values;
                values = other;
                other = swap;
            }
            shrink(values, other, small.depth, small.height, large.width, taps[1]);
            shrinkRows(other, values, small.depth * small.height, taps[2], scale);
            to.put((long) plane * small.pixels(), values, 0, small.pixels());
        });
    }

    private static LinearTaps[] taps(Grid small, boolean alignCorners) {
        return new LinearTaps[] {new LinearTaps(small.depth, alignCorners), new LinearTaps(small.height, alignCorners),
                new LinearTaps(small.width, alignCorners)};
    }

    private static long largePlane(int plane, Grid small, Grid large, int firstChannel) {
        int sample = plane / small.channels;
        int channel = plane % small.channels;
        return ((long) sample * large.channels + firstChannel + channel) * large.pixels();
    }

    private static void stretchRows(float[] in, float[] out, int rows, LinearTaps taps, float scale) {
        int length = taps.inputs();
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < 2 * length; o++) {
                float low = in[row * length + taps.low[o]];
                float high = in[row * length + taps.high[o]];
                out[row * 2 * length + o] = scale * (low + taps.fraction[o] * (high - low));
            }
        }
    }

    private static void shrinkRows(float[] in, float[] out, int rows, LinearTaps taps, float scale) {
        int length = taps.inputs();
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < length; i++) {
                out[row * length + i] = 0;
            }
            for (int o = 0; o < 2 * length; o++) {
                float value = scale * in[row * 2 * length + o];
                float high = taps.fraction[o] * value;
                out[row * length + taps.low[o]] += value - high;
                out[row * length + taps.high[o]] += high;
            }
        }
    }

    /** Doubles the middle axis of [blocks, length, inner]. */
    private static void stretch(float[] in, float[] out, int blocks, int length, int inner, LinearTaps taps) {
        for (int block = 0; block < blocks; block++) {
            for (int o = 0; o < 2 * length; o++) {
                int low = (block * length + taps.low[o]) * inner;
                int high = (block * length + taps.high[o]) * inner;
                int target = (block * 2 * length + o) * inner;
                float fraction = taps.fraction[o];
                for (int i = 0; i < inner; i++) {
                    out[target + i] = in[low + i] + fraction * (in[high + i] - in[low + i]);
                }
            }
        }
    }

    private static void shrink(float[] in, float[] out, int blocks, int length, int inner, LinearTaps taps) {
        for (int i = 0; i < blocks * length * inner; i++) {
            out[i] = 0;
        }
        for (int block = 0; block < blocks; block++) {
            for (int o = 0; o < 2 * length; o++) {
                int low = (block * length + taps.low[o]) * inner;
                int high = (block * length + taps.high[o]) * inner;
                int source = (block * 2 * length + o) * inner;
                float fraction = taps.fraction[o];
                float rest = 1 - fraction;
                for (int i = 0; i < inner; i++) {
                    out[low + i] += rest * in[source + i];
                }
                for (int i = 0; i < inner; i++) {
                    out[high + i] += fraction * in[source + i];
                }
            }
        }
    }

    @Override
    public void copyChannels(INDArray in, INDArray out) {
        copy(in, out);
    }

    @Override
    public void takeChannels(INDArray in, INDArray out) {
        copy(in, out);
    }

    private static void copy(INDArray in, INDArray out) {
        Grid source = Grid.of(in);
        Grid target = Grid.of(out);
        int channels = Math.min(source.channels, target.channels);
        int pixels = source.pixels();
        Floats from = new Floats(in);
        Floats to = new Floats(out);
        Parallel.run(source.batch * channels, plane -> {
            int sample = plane / channels;
            int channel = plane % channels;
            float[] values = Scratch.floats(0, pixels);
            from.get(((long) sample * source.channels + channel) * pixels, values, 0, pixels);
            to.put(((long) sample * target.channels + channel) * pixels, values, 0, pixels);
        });
    }
}
