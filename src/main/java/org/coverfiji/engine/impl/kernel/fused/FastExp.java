package org.coverfiji.engine.impl.kernel.fused;

/** exp for arguments ≤ 0, to 2e-7 relative: a power of two times a polynomial, several times faster than Math.exp. */
final class FastExp {

    private static final float LOG2_E = 1.4426950408889634f;
    private static final float SMALLEST = -87f;
    /** Adding it rounds to the nearest integer, which is then in the low bits. */
    private static final float ROUNDER = 12582912f;

    private FastExp() {
    }

    static float of(float x) {
        if (x < SMALLEST) {
            return 0;
        }
        float scaled = x * LOG2_E;
        float rounded = scaled + ROUNDER;
        int exponent = Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(ROUNDER);
        // The remainder in base 2, −0.5…0.5, with 2^f by its series in f·ln 2.
        float f = (scaled - (rounded - ROUNDER)) * 0.6931471805599453f;
        float series = 1f + f * (1f + f * (0.5f + f * (0.16666667f + f * (0.041666667f + f * (0.008333334f
                + f * 0.0013888889f)))));
        return series * Float.intBitsToFloat(exponent + 127 << 23);
    }
}
