package org.coverfiji.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.coverfiji.metric.Temperature;

/** What fine-tuning adds to a model: its head, and how training went. Immutable. */
public final class FineTuning {

    private final String protocol;
    private final boolean pretrained;
    private final TaskHead head;
    private final List<TaskPoint> history;
    private final long bestIteration;
    private final double bestScore;
    /** 0 in files of models that know no calibration. */
    private final double temperature;

    /**
     * @param protocol which weights were trained: full, decoder or linear
     * @param pretrained whether the backbone came from a pretrained model
     * @param history in order of iteration
     * @param bestIteration the iteration whose weights these are; 0 for a last layer that was trained alone before the
     *        first, and did better than all that came after
     * @param bestScore its score on the validation images, NaN if there were none
     */
    public FineTuning(String protocol, boolean pretrained, TaskHead head, List<TaskPoint> history, long bestIteration,
            double bestScore) {
        this(protocol, pretrained, head, history, bestIteration, bestScore, Temperature.NONE);
    }

    private FineTuning(String protocol, boolean pretrained, TaskHead head, List<TaskPoint> history, long bestIteration,
            double bestScore, double temperature) {
        this.protocol = protocol;
        this.pretrained = pretrained;
        this.head = head;
        this.history = Collections.unmodifiableList(new ArrayList<>(history));
        this.bestIteration = bestIteration;
        this.bestScore = bestScore;
        this.temperature = temperature;
    }

    /** The same with probabilities that were calibrated. */
    public FineTuning calibrated(double newTemperature) {
        return new FineTuning(protocol, pretrained, head, history, bestIteration, bestScore, newTemperature);
    }

    public String protocol() {
        return protocol;
    }

    public boolean pretrained() {
        return pretrained;
    }

    public TaskHead head() {
        return head;
    }

    public List<TaskPoint> history() {
        return history;
    }

    public long bestIteration() {
        return bestIteration;
    }

    /** NaN without validation. */
    public double bestScore() {
        return bestScore;
    }

    /** By which class probabilities are calibrated, see {@link Temperature}; 1 = as they are. */
    public double temperature() {
        return temperature > 0 ? temperature : Temperature.NONE;
    }
}
