package org.coverfiji.image;

import java.util.Locale;

import org.coverfiji.CoverException;

/**
 * How raw intensities become the [0, 1] that networks are given: linearly between two bounds and clamped. The bounds
 * are percentiles of each channel of each image, or a fixed window (for CT). Values that are not finite count for no
 * percentile and become 0.
 */
public final class Normalization {

    /** 0.5 % to 99.5 % of each channel of each image. */
    public static final Normalization DEFAULT = percentile(0.5, 99.5);

    /** Values that are read at once. */
    private static final int BLOCK = 1 << 20;

    private final boolean percentile;
    private final double low;
    private final double high;

    private Normalization(boolean percentile, double low, double high) {
        if (!(low < high)) {
            throw new CoverException("The normalization's lower bound " + low + " must be below its upper bound "
                    + high + ".");
        }
        this.percentile = percentile;
        this.low = low;
        this.high = high;
    }

    /** @throws CoverException unless 0 ≤ low &lt; high ≤ 100 */
    public static Normalization percentile(double lowPercent, double highPercent) {
        if (!(lowPercent >= 0 && highPercent <= 100)) {
            throw new CoverException("The normalization's percentiles " + lowPercent + " and " + highPercent
                    + " must lie between 0 and 100.");
        }
        return new Normalization(true, lowPercent, highPercent);
    }

    /** @throws CoverException unless min &lt; max and both are finite */
    public static Normalization window(double min, double max) {
        if (!Double.isFinite(min) || !Double.isFinite(max)) {
            throw new CoverException("The normalization's window from " + min + " to " + max + " must be finite.");
        }
        return new Normalization(false, min, max);
    }

    /**
     * The image in [0, 1], every channel on its own. Where both percentiles coincide though the channel is not
     * constant (a few bright spots on nothing), its smallest and largest value are the bounds; a constant channel
     * becomes 0 under percentiles.
     */
    public FloatImage apply(FloatImage image) {
        float[] data = image.data();
        float[] out = new float[data.length];
        int pixels = image.pixels();
        for (int channel = 0; channel < image.channels(); channel++) {
            int from = channel * pixels;
            double[] bounds = percentile ? bounds(new OrderStatistics(data, from, from + pixels))
                    : new double[] {low, high};
            rescale(data, out, from, from + pixels, bounds[0], bounds[1]);
        }
        return image.withData(out, image.channels());
    }

    /** Whether nothing of the image is left to see: every channel becomes one value. */
    public boolean isConstant(FloatImage image) {
        return isFlat(apply(image));
    }

    /** Whether every channel holds one value only. */
    static boolean isFlat(FloatImage image) {
        float[] data = image.data();
        int pixels = image.pixels();
        for (int i = 0; i < data.length; i++) {
            if (data[i] != data[i - i % pixels]) {
                return false;
            }
        }
        return true;
    }

    /** The same of an image that is read row by row; under percentiles all of it is read several times at once. */
    public ImageRows apply(ImageRows image) {
        double[][] bounds = new double[image.channels()][];
        for (int channel = 0; channel < bounds.length; channel++) {
            bounds[channel] = percentile ? bounds(new OrderStatistics(blocks(image, channel)))
                    : new double[] {low, high};
        }
        return new NormalizedRows(image, bounds);
    }

    private static OrderStatistics.Blocks blocks(ImageRows image, int channel) {
        int height = image.size()[0];
        int width = image.size()[1];
        int rows = Math.max(1, BLOCK / (width * image.channels()));
        return block -> {
            for (int first = 0; first < height; first += rows) {
                int count = Math.min(rows, height - first);
                block.take(image.read(first, count), channel * count * width, (channel + 1) * count * width);
            }
        };
    }

    private double[] bounds(OrderStatistics values) {
        if (values.count() == 0) {
            return new double[] {0, 0};
        }
        double min = values.percentile(low);
        double max = values.percentile(high);
        return min < max ? new double[] {min, max} : new double[] {values.rank(0), values.rank(values.count() - 1)};
    }

    static void rescale(float[] data, float[] out, int from, int to, double min, double max) {
        double scale = max > min ? 1 / (max - min) : 0;
        for (int i = from; i < to; i++) {
            double value = (data[i] - min) * scale;
            out[i] = Float.isFinite(data[i]) ? (float) Math.max(0, Math.min(1, value)) : 0;
        }
    }

    /** Whether the bounds are percentiles, rather than intensities. */
    public boolean isPercentile() {
        return percentile;
    }

    /** What becomes 0: per cent, or an intensity. */
    public double low() {
        return low;
    }

    /** What becomes 1: per cent, or an intensity. */
    public double high() {
        return high;
    }

    /** Whether the bounds can be meant; one that was read from a file has not been checked. */
    public boolean isValid() {
        return low < high && Double.isFinite(low) && Double.isFinite(high) && (!percentile || low >= 0 && high <= 100);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Normalization && ((Normalization) other).percentile == percentile
                && ((Normalization) other).low == low && ((Normalization) other).high == high;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(low) * 31 + Double.hashCode(high) + Boolean.hashCode(percentile);
    }

    @Override
    public String toString() {
        return percentile ? String.format(Locale.ROOT, "percentiles %s to %s", low, high)
                : String.format(Locale.ROOT, "window %s to %s", low, high);
    }
}
