package org.coverfiji.image;

import java.util.Arrays;

/** Resizes images (linear, half-pixel centres). */
public final class Resampling {

    private Resampling() {
    }

    public static FloatImage toLongSide(FloatImage image, int pixels) {
        int[] size = image.size();
        double scale = (double) pixels / Arrays.stream(size).max().getAsInt();
        return toSize(image, Arrays.stream(size).map(s -> (int) Math.max(1, Math.round(s * scale))).toArray());
    }

    public static FloatImage toSize(FloatImage image, int[] target) {
        int[] size = image.size();
        double[] spacing = image.spacing();
        float[] data = image.data();
        int[] shape = size.clone();
        for (int axis = 0; axis < size.length; axis++) {
            int outer = image.channels();
            int inner = 1;
            for (int a = 0; a < axis; a++) {
                outer *= shape[a];
            }
            for (int a = axis + 1; a < size.length; a++) {
                inner *= shape[a];
            }
            data = line(data, outer, shape[axis], inner, target[axis]);
            spacing[axis] *= (double) shape[axis] / target[axis];
            shape[axis] = target[axis];
        }
        return new FloatImage(image.name(), data, image.channels(), shape, spacing, image.unit());
    }

    private static float[] line(float[] data, int outer, int from, int inner, int to) {
        float[] out = new float[outer * to * inner];
        for (int i = 0; i < to; i++) {
            double x = Math.min(from - 1, Math.max(0, (i + 0.5) * from / to - 0.5));
            int x0 = (int) x;
            int x1 = Math.min(from - 1, x0 + 1);
            float f = (float) (x - x0);
            for (int o = 0; o < outer; o++) {
                for (int j = 0; j < inner; j++) {
                    float a = data[(o * from + x0) * inner + j];
                    out[(o * to + i) * inner + j] = a + f * (data[(o * from + x1) * inner + j] - a);
                }
            }
        }
        return out;
    }
}
