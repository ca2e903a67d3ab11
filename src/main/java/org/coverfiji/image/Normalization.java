package org.coverfiji.image;

import java.util.Arrays;

/** How raw intensities become [0, 1]. */
public final class Normalization {

    public static final Normalization DEFAULT = percentile(0.5, 99.5);

    private final boolean percentile;
    private final double low;
    private final double high;

    private Normalization(boolean percentile, double low, double high) {
        this.percentile = percentile;
        this.low = low;
        this.high = high;
    }

    public static Normalization percentile(double lowPercent, double highPercent) {
        return new Normalization(true, lowPercent, highPercent);
    }

    public static Normalization window(double min, double max) {
        return new Normalization(false, min, max);
    }

    public FloatImage apply(FloatImage image) {
        float[] out = new float[image.data().length];
        int pixels = image.pixels();
        for (int c = 0; c < image.channels(); c++) {
            double min = low;
            double max = high;
            if (percentile) {
                float[] sorted = Arrays.copyOfRange(image.data(), c * pixels, (c + 1) * pixels);
                Arrays.sort(sorted);
                min = sorted[(int) Math.round(low / 100 * (pixels - 1))];
                max = sorted[(int) Math.round(high / 100 * (pixels - 1))];
            }
            double scale = max > min ? 1 / (max - min) : 0;
            for (int i = c * pixels; i < (c + 1) * pixels; i++) {
                out[i] = (float) Math.min(1, Math.max(0, (image.data()[i] - min) * scale));
            }
        }
        return image.withData(out, image.channels());
    }

    @Override
    public String toString() {
        return (percentile ? "percentile " : "window ") + low + " to " + high;
    }
}
