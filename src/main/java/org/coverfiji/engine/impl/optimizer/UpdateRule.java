package org.coverfiji.engine.impl.optimizer;

import java.util.List;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How a step is made of a gradient. A rule holds settings only; its state is arrays as long as the parameters. */
public interface UpdateRule {

    /** The names of its state arrays, which start as zeros: {@code m} and {@code v} for Adam, none for descent. */
    List<String> moments();

    /**
     * Turns the gradient into the step to subtract, and moves the moments on.
     *
     * @param gradient flat; overwritten
     * @param moments in the order of {@link #moments()}, each flat and as long as the gradient
     * @param step 1 for the first
     * @param rate the learning rate
     */
    void apply(INDArray gradient, INDArray[] moments, long step, double rate);
}
