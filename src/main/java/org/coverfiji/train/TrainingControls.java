package org.coverfiji.train;

/** What a user may ask of a training run, from any thread; the run heeds it after the iteration under way. */
public interface TrainingControls {

    /** Ends the run; the best weights so far are the result, which are the last ones where nothing is validated. */
    void stopAndKeep();

    /** Ends the run; a checkpoint to resume from is written. */
    void cancel();

    /** Writes a checkpoint and goes on. */
    void saveCheckpoint();
}
