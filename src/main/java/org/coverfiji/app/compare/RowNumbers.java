package org.coverfiji.app.compare;

import java.util.Locale;

/** How tables write numbers. */
final class RowNumbers {

    private RowNumbers() {
    }

    /** With six digits, empty for NaN. */
    static String text(double number) {
        return Double.isNaN(number) ? "" : number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number) : String.format(Locale.ROOT, "%.6g", number);
    }
}
