package org.coverfiji.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.StepTimes;

/** What one training step reports. Immutable. */
public final class StepResult {

    private final int samples;
    private final double learningRate;
    private final Map<String, Double> losses;
    private final Map<String, Double> metrics;
    private final double waitedSeconds;
    private final StepTimes times;
    private final boolean skipped;

    /**
     * @param samples pairs (pretraining) or patches (fine-tuning) in the batch
     * @param learningRate rate of this step
     * @param losses the losses by name, in the order in which to show them; all must be finite for training to go on
     * @param metrics further figures by name, which may be NaN where they are undefined
     * @param waitedSeconds how long the step waited for its batch to be prepared
     * @param times seconds of the network's stages
     */
    public StepResult(int samples, double learningRate, Map<String, Double> losses, Map<String, Double> metrics,
            double waitedSeconds, StepTimes times) {
        this(samples, learningRate, losses, metrics, waitedSeconds, times, false);
    }

    private StepResult(int samples, double learningRate, Map<String, Double> losses, Map<String, Double> metrics,
            double waitedSeconds, StepTimes times, boolean skipped) {
        this.samples = samples;
        this.learningRate = learningRate;
        this.losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
        this.metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        this.waitedSeconds = waitedSeconds;
        this.times = times;
        this.skipped = skipped;
    }

    /** The same, of a step from which nothing was learnt if so: no pixel counted, or the gradient was not finite. */
    public StepResult skippedIf(boolean wasSkipped) {
        return new StepResult(samples, learningRate, losses, metrics, waitedSeconds, times, wasSkipped);
    }

    /** The same, of a step on so many samples: several ranks' together. */
    public StepResult withSamples(int all) {
        return new StepResult(all, learningRate, losses, metrics, waitedSeconds, times, skipped);
    }

    /** Whether nothing was learnt from the step. */
    public boolean skipped() {
        return skipped;
    }

    public int samples() {
        return samples;
    }

    public double learningRate() {
        return learningRate;
    }

    public Map<String, Double> losses() {
        return losses;
    }

    public Map<String, Double> metrics() {
        return metrics;
    }

    public double waitedSeconds() {
        return waitedSeconds;
    }

    public StepTimes times() {
        return times;
    }
}
