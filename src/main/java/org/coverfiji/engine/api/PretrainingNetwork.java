package org.coverfiji.engine.api;

import java.util.List;
import java.util.Map;

/**
 * A U-Net in pretraining, by whatever method. Its parameters hold the whole backbone: what the method does not train
 * has the weights that it was given at the start.
 */
public interface PretrainingNetwork extends TrainableNetwork {

    /**
     * Whether a batch may pass in parts, because the losses are means over its samples. Losses that compare samples
     * with each other need them all at once.
     */
    default boolean takesParts() {
        return false;
    }

    /**
     * One step on a batch that passes part by part, which takes the memory of the largest. The same as the step on the
     * whole, but for rounding.
     *
     * @throws UnsupportedOperationException if the network takes no parts
     */
    default StepResult step(List<Batch> parts, double learningRate) {
        throw new UnsupportedOperationException("the losses need the whole batch");
    }

    /** One step. Deterministic on the CPU for equal batches, weights and state. */
    StepResult step(Batch batch, double learningRate);

    /**
     * Makes this network one of several ranks that train together. From now on the batches that it is given are its
     * part of the whole one; a step follows the whole one's gradient and tells the whole one's losses and measures,
     * equal to rounding to those of one network that is given all. Ranks begin with the same weights and state. Where
     * samples matter to each other, through losses, queues or normalisation, the ranks bring their embeddings together.
     *
     * @param from the number of the part's first sample in the whole batch
     * @param samples of the whole batch
     */
    void share(GradientExchange exchange, int from, int samples);

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
