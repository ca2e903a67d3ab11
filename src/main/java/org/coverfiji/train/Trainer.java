package org.coverfiji.train;

/**
 * What every verb that trains has in common: those who listen to the run, and a user's wishes, which it heeds after the
 * iteration under way.
 *
 * @param <T> the trainer itself
 */
public abstract class Trainer<T extends Trainer<T>> implements TrainingControls {

    protected final TrainingListeners listeners = new TrainingListeners();
    protected final StopSignal stop = new StopSignal();
    protected final CheckpointSchedule checkpoints;

    protected Trainer(CheckpointSchedule checkpoints) {
        this.checkpoints = checkpoints;
    }

    /** This one. */
    protected abstract T self();

    public final T addListener(TrainingListener listener) {
        listeners.add(listener);
        return self();
    }

    /** Ends the run within one iteration, from any thread; a checkpoint to resume from is written. */
    @Override
    public final void cancel() {
        stop.cancel();
    }

    /** Ends the run within one iteration, from any thread; the best weights so far are the result. */
    @Override
    public final void stopAndKeep() {
        stop.stopAndKeep();
    }

    @Override
    public final void saveCheckpoint() {
        checkpoints.request();
    }
}
