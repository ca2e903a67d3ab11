package org.coverfiji.train;

import java.util.Map;

/**
 * Ends a run whose losses are no numbers any more, or have grown beyond all that they were at its start. What the
 * losses are does not matter: their sizes together are compared.
 */
final class LossWatch {

    /** Steps from whose largest losses it is told what is usual. */
    static final int FIRST = 20;
    /** So many times that in {@link #IN_A_ROW} steps is no spike any more. */
    static final double EXPLODED = 100;
    static final int IN_A_ROW = 5;

    private int steps;
    private double usual;
    private int beyond;

    /**
     * Judges a step.
     *
     * @param iteration its number in the whole run, from 1
     * @throws DivergedException if training has diverged
     */
    void after(long iteration, StepResult result) {
        double size = 0;
        for (Map.Entry<String, Double> loss : result.losses().entrySet()) {
            if (!Double.isFinite(loss.getValue())) {
                throw DivergedException.notFinite("the " + loss.getKey() + " loss", iteration, result.learningRate());
            }
            size += Math.abs(loss.getValue());
        }
        if (result.skipped()) {
            return;
        }
        if (steps < FIRST) {
            steps++;
            usual = Math.max(usual, size);
            return;
        }
        beyond = usual > 0 && size > EXPLODED * usual ? beyond + 1 : 0;
        if (beyond == IN_A_ROW) {
            throw DivergedException.exploded(size, usual, iteration, result.learningRate());
        }
    }
}
