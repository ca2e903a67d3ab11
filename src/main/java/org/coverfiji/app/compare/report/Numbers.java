package org.coverfiji.app.compare.report;

import java.util.Arrays;
import java.util.Locale;

/** Means, deviations, and how pages write them. */
final class Numbers {

    private Numbers() {
    }

    /** NaN of none. */
    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** Of a sample; NaN of fewer than two. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    }

    /** Such as 81.3 ± 1.2; without the deviation where there is none. */
    static String spread(double[] values) {
        if (values.length == 0) {
            return "–";
        }
        String text = one(mean(values));
        return values.length < 2 ? text : text + " ± " + one(deviation(values));
    }

    static String one(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }

    static String signed(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%+.1f", value);
    }

    static String three(double value) {
        return Double.isNaN(value) ? "–" : value < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", value);
    }
}
