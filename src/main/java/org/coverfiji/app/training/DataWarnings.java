package org.coverfiji.app.training;

import java.util.List;
import java.util.Locale;

import org.coverfiji.Counted;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;

/** Sentences on images that do not go well with the settings, though training would run; null where there is none. */
public final class DataWarnings {

    /** Of the values, less is left apart by a window than by any that was meant for the images. */
    private static final double LEAST_APART = 0.1;
    private static final double MOST_TIMES = 5000;

    private DataWarnings() {
    }

    /**
     * Whether a fixed window makes most of the values black or white.
     *
     * @param normalized images in [0, 1], a few of them
     */
    public static String clipped(Normalization normalization, List<FloatImage> normalized) {
        long black = 0;
        long white = 0;
        long all = 0;
        for (FloatImage image : normalized) {
            for (float value : image.data()) {
                black += value <= 0 ? 1 : 0;
                white += value >= 1 ? 1 : 0;
            }
            all += image.data().length;
        }
        if (all == 0 || normalization.isPercentile() || all - black - white >= LEAST_APART * all) {
            return null;
        }
        return String.format(Locale.ROOT, "The intensity window (%s) clips the images: %.0f %% of their values become"
                + " black and %.0f %% white, so that little is left to learn from; give bounds that hold the values, or"
                + " leave window empty for percentiles.", normalization, 100.0 * black / all, 100.0 * white / all);
    }

    /**
     * Whether there are too few images to pretrain on.
     *
     * @param samples in a step
     */
    public static String tooFew(int images, int samples, long iterations) {
        double times = (double) samples * iterations / images;
        if (images < samples) {
            return "There are only " + Counted.of(images, "image") + " for batches of " + samples
                    + ": every batch holds some of them several times; give more images or a smaller batch.";
        }
        return times < MOST_TIMES ? null : String.format(Locale.ROOT, "There are only %s for %s:"
                + " each is seen %.0f times, and what is learnt will hold for these alone; give more images or fewer"
                + " iterations.", Counted.of(images, "image"), Counted.of(iterations, "iteration"), times);
    }
}
