package org.coverfiji.train.view;

/**
 * Whether there is anything to see in a patch. Group normalisation divides by the deviation of what it sees, or by the
 * root of its ε where there is none: what a network makes of a patch without contrast is the rounding of its own
 * arithmetic, many times magnified. Such a patch must not count in the loss.
 */
public final class Flatness {

    /** The least difference, of intensities in [0, 1], that is something to see. */
    static final float LEAST_CONTRAST = 1e-3f;

    private Flatness() {
    }

    /** Whether some channel has contrast; the patch is [C, pixels] from {@code start} on. */
    public static boolean varies(float[] data, int start, int channels, int pixels) {
        for (int channel = 0; channel < channels; channel++) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int i = start + channel * pixels; i < start + (channel + 1) * pixels; i++) {
                low = Math.min(low, data[i]);
                high = Math.max(high, data[i]);
            }
            if (high - low >= LEAST_CONTRAST) {
                return true;
            }
        }
        return false;
    }
}
