package org.coverfiji.train;

import java.util.concurrent.atomic.AtomicBoolean;

/** When to write checkpoints during a run: every so many iterations, every so many seconds, and on request. */
public final class CheckpointSchedule {

    private final long iterations;
    private final double seconds;
    private final AtomicBoolean requested = new AtomicBoolean();

    /**
     * @param iterations interval in iterations; 0 = no such interval
     * @param seconds interval in seconds; 0 = no such interval
     */
    public CheckpointSchedule(long iterations, double seconds) {
        this.iterations = iterations;
        this.seconds = seconds;
    }

    /** Asks for a checkpoint after the iteration under way, from any thread. */
    public void request() {
        requested.set(true);
    }

    /**
     * Whether to write a checkpoint now; a request is answered once.
     *
     * @param iterationsDone iterations of the whole run
     * @param secondsSinceLast seconds since the last checkpoint, or since the start
     */
    public boolean due(long iterationsDone, double secondsSinceLast) {
        return requested.getAndSet(false) || iterations > 0 && iterationsDone % iterations == 0
                || seconds > 0 && secondsSinceLast >= seconds;
    }
}
