package org.coverfiji.engine.api;

import java.util.Map;

import org.coverfiji.CoverException;

/**
 * A U-Net in pretraining, by whatever method. Its parameters hold the whole backbone: what the method does not train
 * has the weights that it was given at the start.
 */
public interface PretrainingNetwork extends TrainableNetwork {

    /** One step. Deterministic on the CPU for equal batches, weights and state. */
    StepResult step(Batch batch, double learningRate);

    /**
     * Makes this network one of several ranks that train together. From now on the batches that it is given are its
     * part of the whole one; a step follows the whole one's gradient and tells the whole one's losses and measures,
     * equal to rounding to those of one network that is given all. Ranks begin with the same weights and state.
     *
     * @throws CoverException if the method cannot be trained so, with the reason
     */
    default void share(GradientExchange exchange) {
        throw new CoverException("The method cannot be trained by several ranks, because it is trained in stages; train"
                + " it in one process.");
    }

    /**
     * What the network makes of a batch, by the method's names, without changing anything: COVER's fields after every
     * level, {@code "0"} to {@code "4"}, [N, 2 or 3, (D,) H, W] in pixels of the grid they are on, so that the last is
     * the prediction ψ' at full resolution (up to {@code "3"} where the deepest level alone has vectors, and none
     * without vectors); else what the ports of all passes give whose views the batch holds.
     */
    Map<String, Tensor> outputs(Batch batch);

    /**
     * Gives parameters new first weights, drawn from a seed, as if they had never been trained: their moments are 0.
     *
     * @param prefix what their names start with, such as {@code classifier.}
     * @throws IllegalArgumentException if there are none
     */
    default void renew(String prefix, long seed) {
        throw new IllegalArgumentException("no parameter \"" + prefix + "\" can have new weights");
    }
}
