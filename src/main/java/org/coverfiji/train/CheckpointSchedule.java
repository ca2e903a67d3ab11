package org.coverfiji.train;

/** When to write checkpoints during a run: every so many iterations, every so many seconds, or both. Immutable. */
public final class CheckpointSchedule {

    private final long iterations;
    private final double seconds;

    /**
     * @param iterations interval in iterations; 0 = no such interval
     * @param seconds interval in seconds; 0 = no such interval
     */
    public CheckpointSchedule(long iterations, double seconds) {
        this.iterations = iterations;
        this.seconds = seconds;
    }

    /**
     * @param iterationsDone iterations of the whole run
     * @param secondsSinceLast seconds since the last checkpoint, or since the start
     */
    public boolean due(long iterationsDone, double secondsSinceLast) {
        return iterations > 0 && iterationsDone % iterations == 0 || seconds > 0 && secondsSinceLast >= seconds;
    }
}
