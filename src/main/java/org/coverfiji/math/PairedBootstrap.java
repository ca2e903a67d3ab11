package org.coverfiji.math;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How sure a mean difference is that was found on groups of test cases (patients, volumes) with several random seeds:
 * both are drawn again and again with replacement, first groups, then seeds, and what the difference would have been is
 * reckoned. Deterministic. Immutable.
 */
public final class PairedBootstrap {

    /** Fewer groups say too little about others. */
    public static final int LEAST_GROUPS = 8;

    private static final double LEVEL = 0.95;
    private static final long SEED = 20_251;

    private final double low;
    private final double high;
    private final double p;

    /** The difference, if these had been drawn. */
    @FunctionalInterface
    public interface Difference {

        /**
         * @param groups numbers of groups, of which one may be there several times
         * @param seeds numbers of seeds, likewise
         * @return NaN where it is not defined
         */
        double of(int[] groups, int[] seeds);
    }

    /**
     * Draws.
     *
     * @param groups how many there are, at least {@link #LEAST_GROUPS}
     * @param seeds how many there are, at least 1
     * @param draws how often
     */
    public PairedBootstrap(int groups, int seeds, int draws, Difference difference) {
        if (groups < LEAST_GROUPS || seeds < 1 || draws < 1) {
            throw new IllegalArgumentException(groups + " groups, " + seeds + " seeds, " + draws + " draws");
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] found = new double[draws];
        int count = 0;
        for (int draw = 0; draw < draws; draw++) {
            double value = difference.of(draw(groups, random), draw(seeds, random));
            if (!Double.isNaN(value)) {
                found[count++] = value;
            }
        }
        double[] values = Arrays.copyOf(found, count);
        Arrays.sort(values);
        low = quantile(values, (1 - LEVEL) / 2);
        high = quantile(values, (1 + LEVEL) / 2);
        long below = Arrays.stream(values).filter(value -> value <= 0).count();
        long above = Arrays.stream(values).filter(value -> value >= 0).count();
        p = count == 0 ? Double.NaN : Math.min(1, 2 * (Math.min(below, above) + 1.0) / (count + 1));
    }

    private static int[] draw(int count, SplittableRandom random) {
        int[] drawn = new int[count];
        Arrays.setAll(drawn, i -> random.nextInt(count));
        return drawn;
    }

    /** Between the two nearest values, as far as the share is from either; NaN of none. */
    static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Lower end of the interval that holds 95 % of the differences. */
    public double low() {
        return low;
    }

    /** Its upper end. */
    public double high() {
        return high;
    }

    /** Twice the share of differences on the rarer side of zero: how easily chance alone would give such a one. */
    public double p() {
        return p;
    }
}
