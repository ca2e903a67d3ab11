package org.coverfiji.image;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers in sentences. */
public final class Decimals {

    private static final MathContext DIGITS = new MathContext(4);

    private Decimals() {
    }

    /** With four significant digits at most, such as 40, 0.7 or 3.125. */
    public static String text(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
