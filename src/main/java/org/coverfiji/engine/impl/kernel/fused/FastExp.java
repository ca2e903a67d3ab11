package org.coverfiji.engine.impl.kernel.fused;

/** exp for arguments ≤ 0, to 2e-7 relative: a power of two times a polynomial, several times faster than Math.exp. */
final class FastExp {

    private static final float LOG2_E = 1.4426950408889634f;
    private static final float SMALLEST = -87f;
    /** Adding it rounds to the nearest integer, which is then in the low bits. */
    private static final float ROUNDER = 12582912f;
    private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
    private static final float LN_2 = 0.6931471805599453f;
    private static final int SCRATCH_SLOT = 15;

    private FastExp() {
    }

    static float of(float x) {
        if (x < SMALLEST) {
            return 0;
        }
        float scaled = x * LOG2_E;
        float rounded = scaled + ROUNDER;
        int exponent = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
        return powerOfTwo(scaled - (rounded - ROUNDER)) * Float.intBitsToFloat(exponent + 127 << 23);
    }

    /**
     * Replaces each value by exp(value − maximum), at least exp(−87). In passes that C2 vectorises, which it does not
     * do with the branch and the change of type in {@link #of}.
     *
     * @param values no larger than their maximum
     */
    static void ofDifferences(float[] values, float[] maximum, int length) {
        float[] rounded = Scratch.floats(SCRATCH_SLOT, length);
        int[] powers = Scratch.integers(length);
        split(values, maximum, rounded, length);
        series(values, length);
        for (int i = 0; i < length; i++) {
            powers[i] = Float.floatToRawIntBits(rounded[i]) - ROUNDER_BITS + 127 << 23;
        }
        for (int i = 0; i < length; i++) {
            values[i] *= Float.intBitsToFloat(powers[i]);
        }
    }

    /** Leaves the exponent of 2, rounded, plus ROUNDER, in {@code rounded}, and the rest in {@code values}. */
    private static void split(float[] values, float[] maximum, float[] rounded, int length) {
        for (int i = 0; i < length; i++) {
            float scaled = Math.max(SMALLEST, values[i] - maximum[i]) * LOG2_E;
            rounded[i] = scaled + ROUNDER;
            values[i] = scaled - (rounded[i] - ROUNDER);
        }
    }

    private static void series(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            values[i] = powerOfTwo(values[i]);
        }
    }

    /** 2^remainder for −0.5…0.5, by its series in remainder · ln 2. */
    private static float powerOfTwo(float remainder) {
        float f = remainder * LN_2;
        return 1f + f * (1f + f * (0.5f + f * (0.16666667f + f * (0.041666667f + f * (0.008333334f
                + f * 0.0013888889f)))));
    }
}
