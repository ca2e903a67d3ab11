package org.coverfiji.train;

/**
 * Keeps a job beside training rare and cheap: its runs are at least an interval apart, and so far apart that they take
 * less than a share of the time. A run that other programs held up does not delay the next for long, because what
 * counts is the least that one of the last three took. Used by one thread.
 */
public final class Pace {

    private static final double NANOS = 1e9;

    private final double intervalNanos;
    private final double share;
    private long earliest;
    private int runs;
    private long lastCost;
    private long costBefore;
    private volatile long spent;

    /**
     * @param intervalSeconds least time from the end of one run to the start of the next
     * @param share of the time that the runs may take, above 0
     */
    public Pace(double intervalSeconds, double share) {
        intervalNanos = intervalSeconds * NANOS;
        this.share = share;
    }

    /** @param now what {@link System#nanoTime()} gives; the first run is due at once */
    public boolean due(long now) {
        return runs == 0 || now - earliest >= 0;
    }

    /**
     * Notes a run. The first one, which pays for loading classes and fonts, does not delay the next.
     *
     * @param now when it ended, as {@link System#nanoTime()} gives it
     * @param cost nanoseconds that it took
     */
    public void ran(long now, long cost) {
        long least = runs < 2 ? Math.min(cost, lastCost) : Math.min(cost, Math.min(lastCost, costBefore));
        earliest = now + (long) Math.max(intervalNanos, least / share);
        costBefore = lastCost;
        lastCost = cost;
        runs++;
        spent += cost;
    }

    /** What all runs took, seconds. Any thread. */
    public double seconds() {
        return spent / NANOS;
    }
}
