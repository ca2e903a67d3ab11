package org.coverfiji.train.view;

import org.coverfiji.engine.api.Tensor;

/**
 * The random appearance transform of the moving view: blur (the optics and the reconstruction), noise (the detector),
 * contrast about the mean, brightness, in-painted blocks; then clamped to [0, 1]. Blur and blocks are shared by the
 * channels, the rest is drawn for each. Not safe for use by several threads: it owns the blur's buffer.
 */
public final class Appearance {

    private final ViewConfiguration configuration;
    private final int[] patch;
    private final int pixels;
    private final GaussianBlur gaussianBlur;

    /** @param configuration the ranges; its spatial part is not used */
    public Appearance(ViewConfiguration configuration) {
        this.configuration = configuration;
        patch = configuration.patch();
        pixels = Math.toIntExact(Tensor.size(patch));
        gaussianBlur = new GaussianBlur(patch);
    }

    /**
     * Transforms one view in place.
     *
     * @param data holds the view [C, (D,) H, W] from {@code start} on
     * @param spacing voxel size in array order: blur is equally wide in all directions of space
     */
    public void apply(float[] data, int start, int channels, double[] spacing, ViewRandom random) {
        int end = start + channels * pixels;
        if (configuration.blur() > 0) {
            double[] deviations = deviations(random.uniform(0, configuration.blur()), spacing);
            for (int channel = start; channel < end; channel += pixels) {
                gaussianBlur.apply(deviations, data, channel);
            }
        }
        for (int channel = start; channel < end; channel += pixels) {
            changeIntensities(data, channel, random);
        }
        for (int block = 0; block < configuration.blocks(); block++) {
            if (random.chance(configuration.blockProbability())) {
                inpaint(data, start, channels, random);
            }
        }
        for (int i = start; i < end; i++) {
            data[i] = Math.min(1, Math.max(0, data[i]));
        }
    }

    private static double[] deviations(double finest, double[] spacing) {
        double least = Double.POSITIVE_INFINITY;
        for (double step : spacing) {
            least = Math.min(least, step);
        }
        double[] deviations = new double[spacing.length];
        for (int axis = 0; axis < spacing.length; axis++) {
            deviations[axis] = finest * (least / spacing[axis]);
        }
        return deviations;
    }

    /** Noise, contrast and brightness of one channel. */
    private void changeIntensities(float[] data, int start, ViewRandom random) {
        int end = start + pixels;
        if (configuration.noise() > 0) {
            float deviation = (float) random.uniform(0, configuration.noise());
            for (int i = start; i < end; i++) {
                data[i] += deviation * random.gaussian();
            }
        }
        float factor = (float) random.uniform(configuration.contrastLow(), configuration.contrastHigh());
        float added = (float) configuration.brightness() * random.gaussian();
        if (factor != 1) {
            added += (1 - factor) * mean(data, start);
        }
        if (factor == 1 && added == 0) {
            return;
        }
        for (int i = start; i < end; i++) {
            data[i] = factor * data[i] + added;
        }
    }

    private float mean(float[] data, int start) {
        double sum = 0;
        for (int i = start; i < start + pixels; i++) {
            sum += data[i];
        }
        return (float) (sum / pixels);
    }

    /** Fills one block, at the same place in every channel, with uniform noise. */
    private void inpaint(float[] data, int start, int channels, ViewRandom random) {
        int dimensions = patch.length;
        int[] from = new int[dimensions];
        int[] extent = new int[dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            double part = random.uniform(configuration.blockLow(), configuration.blockHigh());
            extent[axis] = (int) Math.max(1, Math.round(part * patch[axis]));
            from[axis] = random.index(patch[axis] - extent[axis] + 1);
        }
        int width = patch[dimensions - 1];
        for (int channel = 0; channel < channels; channel++) {
            int[] row = new int[dimensions - 1];
            do {
                int position = 0;
                for (int axis = 0; axis < dimensions - 1; axis++) {
                    position = position * patch[axis] + from[axis] + row[axis];
                }
                int first = start + channel * pixels + position * width + from[dimensions - 1];
                for (int i = first; i < first + extent[dimensions - 1]; i++) {
                    data[i] = random.unit();
                }
            } while (Rows.next(row, extent));
        }
    }
}
