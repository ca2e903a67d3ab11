package org.coverfiji.engine.api;

import java.util.Map;

/** What every network in training has: named parameters and state, both of which a checkpoint keeps. */
public interface TrainableNetwork extends WeightedNetwork {

    /**
     * Copies of all parameters by their names, such as {@code backbone.inc.double_conv.0.weight}; convolution
     * weights are [out, in, k…].
     */
    Map<String, Tensor> parameters();

    /**
     * Sets the parameters that are named, leaving the others as they are.
     *
     * @throws org.coverfiji.CoverException if a name is unknown or a shape differs
     */
    @Override
    void setParameters(Map<String, Tensor> parameters);

    /**
     * All that training needs to go on beside the parameters, as copies by name: the optimizer's moments, {@code
     * m/<name>} and {@code v/<name>}, and {@code step} (shape [1]); a teacher's parameters, {@code teacher/<name>};
     * queues, {@code <queue>/keys} and {@code <queue>/pointer}; the stage, {@code stage/step} and
     * {@code stage/number}.
     */
    Map<String, Tensor> state();

    /**
     * Restores what {@link #state()} gave, so that training goes on as if it had not stopped. Before the parameters:
     * a method in stages has those of the stage that its state tells.
     */
    void setState(Map<String, Tensor> state);

    /**
     * Sets what the U-Net's convolutions multiply in training steps from now on; float32 until then. It is no part of
     * the state: who goes on from a checkpoint says it again.
     *
     * @throws org.coverfiji.CoverException if that cannot be had on this computer
     */
    void trainIn(Precision precision);

    /** Seconds that the last step spent in each stage. */
    StepTimes lastStepTimes();
}
