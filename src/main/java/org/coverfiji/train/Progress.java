package org.coverfiji.train;

import java.util.Map;

import org.coverfiji.engine.api.StepTimes;

/** Where a training run stands after an iteration: what a training event tells its listeners. Immutable. */
public final class Progress {

    private final long iteration;
    private final long total;
    private final StepResult last;
    private final double elapsedSeconds;
    private final double remainingSeconds;
    private final double samplesPerSecond;
    private final long peakBytes;
    private final long skippedSteps;

    Progress(long iteration, long total, StepResult last, double elapsedSeconds, double remainingSeconds,
            double samplesPerSecond, long peakBytes, long skippedSteps) {
        this.iteration = iteration;
        this.total = total;
        this.last = last;
        this.elapsedSeconds = elapsedSeconds;
        this.remainingSeconds = remainingSeconds;
        this.samplesPerSecond = samplesPerSecond;
        this.peakBytes = peakBytes;
        this.skippedSteps = skippedSteps;
    }

    /** Iterations done, those before a resume included. */
    public long iteration() {
        return iteration;
    }

    /** Iterations of the whole run. */
    public long total() {
        return total;
    }

    /** Losses of the last step by name, in the order in which to show them; empty before the first step. */
    public Map<String, Double> losses() {
        return last.losses();
    }

    /** Further figures of the last step by name, NaN where undefined; empty before the first step. */
    public Map<String, Double> metrics() {
        return last.metrics();
    }

    /** Learning rate of the last step. */
    public double learningRate() {
        return last.learningRate();
    }

    /** Seconds since this run, or its resumption, started. */
    public double elapsedSeconds() {
        return elapsedSeconds;
    }

    /** Expected seconds until the last iteration, judged by the most recent ones; NaN before the first. */
    public double remainingSeconds() {
        return remainingSeconds;
    }

    /** View pairs (pretraining) or patches (fine-tuning) per second of the most recent steps; NaN before the first. */
    public double samplesPerSecond() {
        return samplesPerSecond;
    }

    /** Seconds that the last step waited for its batch (the views) to be prepared. */
    public double viewsSeconds() {
        return last.waitedSeconds();
    }

    /** Seconds of the last step in the network: forward, backward, update. */
    public StepTimes stepTimes() {
        return last.times();
    }

    /** Largest memory of the process so far, Java and native, as far as the system tells; bytes. */
    public long peakBytes() {
        return peakBytes;
    }

    /** Steps of this run from which nothing was learnt: no pixel counted, or the gradient was not finite. */
    public long skippedSteps() {
        return skippedSteps;
    }
}
