package org.coverfiji.train.view;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;

/**
 * The random change of a crop's intensities in contrastive methods: brightness and contrast in random order, each
 * followed by a clamp to [0, 1], then blur. All channels are changed alike. Not safe for use by several threads.
 */
final class IntensityChange {

    private static final double LEAST_BLUR = 0.1;
    private static final double MOST_BLUR = 2;
    /** The side at which the published programs blur so far. */
    private static final double BLURRED_SIDE = 224;

    private final CropConfiguration configuration;
    private final int[] patch;
    private final int pixels;
    private final GaussianBlur blur;

    IntensityChange(CropConfiguration configuration, int[] patch) {
        this.configuration = configuration;
        this.patch = patch.clone();
        pixels = Math.toIntExact(Tensor.size(patch));
        blur = new GaussianBlur(patch);
    }

    /** @param data holds the crop [C, (D,) H, W] from {@code start} on */
    void apply(float[] data, int start, int channels, ViewRandom random) {
        int end = start + channels * pixels;
        if (random.chance(configuration.changeProbability())) {
            float bright = (float) (1 + random.symmetric(configuration.changeStrength()));
            float contrast = (float) (1 + random.symmetric(configuration.changeStrength()));
            if (random.chance(0.5)) {
                scale(data, start, end, bright, 0);
                scale(data, start, end, contrast, mean(data, start, end));
            } else {
                scale(data, start, end, contrast, mean(data, start, end));
                scale(data, start, end, bright, 0);
            }
        }
        if (random.chance(configuration.blurProbability())) {
            double[] deviations = new double[patch.length];
            Arrays.fill(deviations,
                    random.uniform(LEAST_BLUR, MOST_BLUR) * patch[patch.length - 1] / BLURRED_SIDE);
            for (int channel = start; channel < end; channel += pixels) {
                blur.apply(deviations, data, channel);
            }
        }
    }

    /** Scales about a value and clamps. */
    static void scale(float[] data, int start, int end, float factor, float about) {
        for (int i = start; i < end; i++) {
            data[i] = Math.min(1, Math.max(0, about + factor * (data[i] - about)));
        }
    }

    static float mean(float[] data, int start, int end) {
        double sum = 0;
        for (int i = start; i < end; i++) {
            sum += data[i];
        }
        return (float) (sum / (end - start));
    }
}
