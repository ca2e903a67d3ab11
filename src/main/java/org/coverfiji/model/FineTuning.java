package org.coverfiji.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What fine-tuning adds to a model: its head, and how training went. Immutable. */
public final class FineTuning {

    private final String protocol;
    private final boolean pretrained;
    private final TaskHead head;
    private final List<TaskPoint> history;
    private final long bestIteration;
    private final double bestScore;

    /**
     * @param protocol which weights were trained: full, decoder or linear
     * @param pretrained whether the backbone came from a pretrained model
     * @param history in order of iteration
     * @param bestIteration the iteration whose weights these are
     * @param bestScore its score on the validation images, NaN if there were none
     */
    public FineTuning(String protocol, boolean pretrained, TaskHead head, List<TaskPoint> history, long bestIteration,
            double bestScore) {
        this.protocol = protocol;
        this.pretrained = pretrained;
        this.head = head;
        this.history = Collections.unmodifiableList(new ArrayList<>(history));
        this.bestIteration = bestIteration;
        this.bestScore = bestScore;
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
}
