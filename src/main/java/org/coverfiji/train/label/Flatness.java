package org.coverfiji.train.label;

/**
 * Whether there is anything to see in a patch. Group normalisation divides by the deviation of what it sees, or by the
 * root of its ε where there is none: in a patch without contrast each of the U-Net's 18 layers multiplies gradients by
 * up to 316, which no float survives. Such a patch must not count in the loss.
 */
final class Flatness {

    private static final float LEAST_CONTRAST = 1e-3f;

    private Flatness() {
    }

    /** Whether some channel has contrast; the patch is [C, pixels] from {@code start} on. */
    static boolean varies(float[] data, int start, int channels, int pixels) {
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
