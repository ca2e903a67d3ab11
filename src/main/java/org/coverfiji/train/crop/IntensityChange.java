package org.coverfiji.train.crop;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewRandom;

/**
 * The random change of a crop's intensities in contrastive methods: brightness and contrast in random order, each
 * followed by a clamp to [0, 1], then blur, then an inversion of what is bright. All channels are changed alike. Not
 * safe for use by several threads.
 */
public final class IntensityChange {

    private static final double LEAST_BLUR = 0.1;
    private static final double MOST_BLUR = 2;
    /** The side at which the published programs blur so far. */
    private static final double BLURRED_SIDE = 224;
    private static final float HALF = 0.5f;

    private final CropConfiguration configuration;
    private final int side;
    private final int pixels;
    private final ReflectedBlur blur;

    /** @param patch its size in array order */
    public IntensityChange(CropConfiguration configuration, int[] patch) {
        this.configuration = configuration;
        side = patch[patch.length - 1];
        pixels = Math.toIntExact(Tensor.size(patch));
        blur = new ReflectedBlur(patch);
    }

    /** @param data holds the crop [C, (D,) H, W] from {@code start} on */
    public void apply(float[] data, int start, int channels, ViewRandom random) {
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
            double deviation = random.uniform(LEAST_BLUR, MOST_BLUR) * side / BLURRED_SIDE;
            for (int channel = start; channel < end; channel += pixels) {
                blur.apply(deviation, data, channel);
            }
        }
        if (random.chance(configuration.solariseProbability())) {
            solarise(data, start, end);
        }
    }

    /** Inverts the values of at least one half. */
    public static void solarise(float[] data, int start, int end) {
        for (int i = start; i < end; i++) {
            data[i] = data[i] >= HALF ? 1 - data[i] : data[i];
        }
    }

    /** Scales about a value and clamps. */
    public static void scale(float[] data, int start, int end, float factor, float about) {
        for (int i = start; i < end; i++) {
            data[i] = Math.min(1, Math.max(0, about + factor * (data[i] - about)));
        }
    }

    public static float mean(float[] data, int start, int end) {
        double sum = 0;
        for (int i = start; i < end; i++) {
            sum += data[i];
        }
        return (float) (sum / (end - start));
    }
}
