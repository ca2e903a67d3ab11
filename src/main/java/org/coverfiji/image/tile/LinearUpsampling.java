package org.coverfiji.image.tile;

import java.util.Arrays;

/**
 * Linear interpolation of maps by a whole factor, half-pixel centres (align_corners=false), clamped at the borders:
 * the value at target index i is taken at (i + 0.5) / factor − 0.5.
 */
public final class LinearUpsampling {

    private LinearUpsampling() {
    }

    /**
     * @param maps [channels, (D,) H, W]
     * @param size (D,) H, W
     * @return [channels, (D·factor,) H·factor, W·factor]; the same array if the factor is 1
     */
    public static float[] upsample(float[] maps, int channels, int[] size, int factor) {
        if (factor == 1) {
            return maps;
        }
        float[] result = maps;
        int inner = 1;
        // From the last axis on: the earlier passes then work on small maps.
        for (int axis = size.length - 1; axis >= 0; axis--) {
            int outer = channels;
            for (int before = 0; before < axis; before++) {
                outer *= size[before];
            }
            result = alongAxis(result, outer, size[axis], inner, factor);
            inner *= size[axis] * factor;
        }
        return result;
    }

    private static float[] alongAxis(float[] source, int outer, int extent, int inner, int factor) {
        float[] target = new float[Math.multiplyExact(source.length, factor)];
        for (int i = 0; i < extent * factor; i++) {
            float position = position(i, extent, factor);
            int low = (int) position;
            int high = Math.min(extent - 1, low + 1);
            float part = position - low;
            for (int o = 0; o < outer; o++) {
                int from = (o * extent + low) * inner;
                int next = (o * extent + high) * inner;
                int to = (o * extent * factor + i) * inner;
                for (int j = 0; j < inner; j++) {
                    target[to + j] = source[from + j] + part * (source[next + j] - source[from + j]);
                }
            }
        }
        return target;
    }

    /**
     * The values that the up-sampled maps would have at one point, without making them.
     *
     * @param maps [channels, (D,) H, W]
     * @param size (D,) H, W
     * @param point indices into the up-sampled maps
     * @param target receives one value per channel from {@code start} on
     */
    public static void at(float[] maps, int channels, int[] size, int factor, int[] point, float[] target, int start) {
        double[] position = Arrays.stream(point).asDoubleStream().toArray();
        int pixels = maps.length / channels;
        for (int c = 0; c < channels; c++) {
            target[start + c] = 0;
        }
        corners(size, factor, position, (offset, weight) -> {
            for (int c = 0; c < channels; c++) {
                target[start + c] += weight * maps[c * pixels + offset];
            }
        });
    }

    /**
     * What a point of the up-sampled maps is made of.
     *
     * @param size (D,) H, W of the maps
     * @param point a place in the up-sampled maps, also between their pixels
     * @param corners hears of every pixel of the maps with a share in it
     */
    public static void corners(int[] size, int factor, double[] point, Corners corners) {
        int dimensions = size.length;
        for (int corner = 0; corner < 1 << dimensions; corner++) {
            float weight = 1;
            int offset = 0;
            for (int axis = 0; axis < dimensions; axis++) {
                float position = position((float) point[axis], size[axis], factor);
                int low = (int) position;
                boolean upper = (corner >> axis & 1) == 1;
                weight *= upper ? position - low : 1 - (position - low);
                offset = offset * size[axis] + (upper ? Math.min(size[axis] - 1, low + 1) : low);
            }
            if (weight > 0) {
                corners.take(offset, weight);
            }
        }
    }

    /** Where an index of an enlarged axis lies on the axis itself. */
    static float position(float index, int extent, int factor) {
        return Math.min(extent - 1, Math.max(0, (index + 0.5f) / factor - 0.5f));
    }

    /** Takes the pixels that an interpolated value is made of. */
    @FunctionalInterface
    public interface Corners {

        /**
         * @param offset of the pixel in one channel
         * @param weight above 0; all of them sum to 1
         */
        void take(int offset, float weight);
    }
}
