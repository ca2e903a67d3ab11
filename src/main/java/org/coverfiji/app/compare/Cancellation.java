package org.coverfiji.app.compare;

import org.coverfiji.CancelledException;
import org.coverfiji.train.TrainingControls;

/** How work that trains nothing is ended from another thread. */
final class Cancellation implements TrainingControls {

    private volatile boolean cancelled;

    @Override
    public void cancel() {
        cancelled = true;
    }

    /** There is no result in between. */
    @Override
    public void stopAndKeep() {
        cancelled = true;
    }

    /** There is nothing to go on from. */
    @Override
    public void saveCheckpoint() {
        // The run is made anew.
    }

    /** @throws CancelledException if it was asked for */
    void heed() {
        if (cancelled) {
            throw new CancelledException("The comparison was stopped; the same command goes on from there.");
        }
    }
}
