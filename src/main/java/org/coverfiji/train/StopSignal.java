package org.coverfiji.train;

import java.util.concurrent.atomic.AtomicReference;

/** How another thread asks a training run to end; the run heeds it before its next iteration. Thread-safe. */
public final class StopSignal {

    private final AtomicReference<TrainingOutcome> requested = new AtomicReference<>();

    /** End as {@link TrainingOutcome#CANCELLED}; prevails over {@link #stopAndKeep()}. */
    public void cancel() {
        requested.set(TrainingOutcome.CANCELLED);
    }

    /** End early as {@link TrainingOutcome#STOPPED}, with the weights so far as the result. */
    public void stopAndKeep() {
        requested.compareAndSet(null, TrainingOutcome.STOPPED);
    }

    /** What was asked for, or null while nothing was. */
    public TrainingOutcome requested() {
        return requested.get();
    }
}
