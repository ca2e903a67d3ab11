package org.coverfiji.train;

/**
 * Linear warm-up, then half a cosine down to almost zero: a pure function of the iteration and the total, so that a
 * resumed run goes on with the rates that it would have had. Immutable.
 *
 * <pre>
 *   i &lt; w:  peak · (i + 1) / (w + 1)
 *   i ≥ w:  peak · ½ (1 + cos(π · (i − w) / (total − w)))
 * </pre>
 */
public final class LearningRateSchedule {

    private static final double WARM_UP_SHARE = 0.02;

    private final double peak;
    private final long warmUp;
    private final long total;

    /**
     * @param peak the highest rate, reached right after the warm-up
     * @param warmUp w, iterations of linear rise, at most total − 1
     * @param total iterations of the whole run
     */
    public LearningRateSchedule(double peak, long warmUp, long total) {
        if (total < 1 || warmUp < 0 || warmUp >= total) {
            throw new IllegalArgumentException("warm-up " + warmUp + " of " + total + " iterations");
        }
        this.peak = peak;
        this.warmUp = warmUp;
        this.total = total;
    }

    /** The usual warm-up: the first 2 % of the run. */
    public static LearningRateSchedule of(double peak, long total) {
        return new LearningRateSchedule(peak, (long) (WARM_UP_SHARE * total), total);
    }

    /** The rate of the step with this index, 0 … total − 1; after that 0. */
    public double at(long iteration) {
        if (iteration < warmUp) {
            return peak * (iteration + 1) / (warmUp + 1);
        }
        if (iteration >= total) {
            return 0;
        }
        return peak * 0.5 * (1 + Math.cos(Math.PI * (iteration - warmUp) / (total - warmUp)));
    }
}
