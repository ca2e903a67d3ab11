package org.coverfiji.app.next;

import java.util.Arrays;
import java.util.Locale;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;

/** How unsure class probabilities are, from 0, where one class has all, to 1, where all have the same. */
public enum Uncertainty {

    /** The entropy, divided by that of equal probabilities. */
    ENTROPY {
        @Override
        double of(float[] probabilities) {
            double entropy = 0;
            for (float probability : probabilities) {
                entropy -= probability > 0 ? probability * Math.log(probability) : 0;
            }
            return Math.max(0, entropy / Math.log(probabilities.length));
        }
    },

    /** 1 less the margin by which the most probable class leads over the second. */
    MARGIN {
        @Override
        double of(float[] probabilities) {
            float[] sorted = probabilities.clone();
            Arrays.sort(sorted);
            return 1 - (sorted[sorted.length - 1] - sorted[sorted.length - 2]);
        }
    };

    /** @param probabilities of at least two classes, which sum to 1 */
    abstract double of(float[] probabilities);

    /** Of every pixel: one channel. @param probabilities a channel for each class */
    FloatImage of(FloatImage probabilities) {
        int pixels = probabilities.pixels();
        float[] own = new float[probabilities.channels()];
        float[] values = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < own.length; c++) {
                own[c] = probabilities.data()[c * pixels + i];
            }
            values[i] = (float) of(own);
        }
        return probabilities.withData(values, 1);
    }

    /** @throws CoverException if users have no such word for one */
    public static Uncertainty named(String text) {
        return Arrays.stream(values()).filter(one -> one.toString().equals(text.trim().toLowerCase(Locale.ROOT)))
                .findFirst().orElseThrow(() -> new CoverException("measure is " + text
                        + ", but must be entropy or margin."));
    }

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
