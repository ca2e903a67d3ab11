package org.coverfiji.train;

import java.io.File;

/**
 * What a {@link TrainingLoop} repeats: one step on the network, and the writing of its weights. Pretraining and
 * fine-tuning each have one.
 */
public interface TrainingTask {

    /**
     * Does one step.
     *
     * @param iteration index of the step in the whole run, from 0; the seed and it alone decide the step's randomness
     * @throws org.coverfiji.CoverException if the step cannot be done
     * @throws java.util.concurrent.CancellationException if it was interrupted before it changed a weight; the run is
     *         then cancelled
     */
    StepResult step(long iteration);

    /**
     * Writes a checkpoint, replacing the one before only when it is complete.
     *
     * @param iterationsDone steps that the weights have seen
     * @return the file
     * @throws DivergedException if a weight is not finite; then nothing is written
     * @throws org.coverfiji.CoverException if the file cannot be written
     */
    File save(long iterationsDone);

    /**
     * Writes the result under another name, because {@link #save} has failed at the end of the run.
     *
     * @return the file
     * @throws org.coverfiji.CoverException if that cannot be written either
     */
    File saveSpare(long iterationsDone);
}
