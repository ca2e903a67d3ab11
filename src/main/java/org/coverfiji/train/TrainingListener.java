package org.coverfiji.train;

import java.io.File;

/**
 * Hears of a training run: progress bars, curves, logs, files, early stopping are listeners. Events come on the
 * training thread, one at a time; a slow listener slows training. Every method may be left out.
 */
public interface TrainingListener {

    /**
     * Again and again, several times a second, while the run waits for something before it can start.
     *
     * @param reason what it waits for, a sentence
     */
    default void waiting(String reason) {
    }

    /** Instead of {@link #started}, if the run was cancelled while it waited; nothing comes after it. */
    default void waitCancelled() {
    }

    /** Once, before the first iteration; {@link Progress#iteration()} is greater than 0 if the run is resumed. */
    default void started(Progress progress) {
    }

    /** After every iteration. */
    default void iterationDone(Progress progress) {
    }

    /** After a checkpoint was written. */
    default void checkpointSaved(Progress progress, File file) {
    }

    /** Something worth telling the user; also before the start. */
    default void message(String text) {
    }

    /** Something that the user should look at, although training goes on; also before the start. */
    default void warning(String text) {
    }

    /** Once, at the end, however the run ended. */
    default void finished(Progress progress, TrainingOutcome outcome) {
    }
}
