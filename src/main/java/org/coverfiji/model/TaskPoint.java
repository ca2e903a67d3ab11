package org.coverfiji.model;

/** One moment of fine-tuning. Immutable. */
public final class TaskPoint {

    private final long iteration;
    private final double loss;
    private final double score;

    /**
     * @param iteration counted from 1
     * @param loss of the training batch
     * @param score on the validation images, NaN where it was not computed
     */
    public TaskPoint(long iteration, double loss, double score) {
        this.iteration = iteration;
        this.loss = loss;
        this.score = score;
    }

    public long iteration() {
        return iteration;
    }

    public double loss() {
        return loss;
    }

    /** Mean Dice of the foreground classes, or balanced accuracy; NaN where it was not computed. */
    public double score() {
        return score;
    }
}
