package org.coverfiji.app.finetune;

import java.io.File;
import java.util.Map;

import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingOutcome;

/**
 * What a fine-tuning run leaves. Immutable.
 *
 * @param <R> the kind of report
 */
public final class FineTuneResult<R> {

    /** Titles of the curves by the names of loss and score. */
    public static final Map<String, String> TITLES = Map.of("loss", "Loss", "Dice", "Dice on validation images");

    private final File modelFile;
    private final TrainingOutcome outcome;
    private final boolean stoppedEarly;
    private final Progress progress;
    private final R report;

    FineTuneResult(File modelFile, TrainingOutcome outcome, boolean stoppedEarly, Progress progress, R report) {
        this.modelFile = modelFile;
        this.outcome = outcome;
        this.stoppedEarly = stoppedEarly;
        this.progress = progress;
        this.report = report;
    }

    /** The model with the best weights; null if the run ended before its first iteration. */
    public File modelFile() {
        return modelFile;
    }

    /** COMPLETED (also if it stopped early), STOPPED or CANCELLED. */
    public TrainingOutcome outcome() {
        return outcome;
    }

    /** Whether the validation score had not improved for long. */
    public boolean stoppedEarly() {
        return stoppedEarly;
    }

    /** Where the run ended. */
    public Progress progress() {
        return progress;
    }

    /** How good the model is; null if the run was cancelled, or nobody asked. */
    public R report() {
        return report;
    }
}
