package org.coverfiji.engine.impl.core;

import java.util.List;

/**
 * The losses of a method: a pure function of embeddings. Equal input gives equal output to the last bit, whatever the
 * number of threads; what comes in is not changed.
 */
public interface LossCore {

    /**
     * @throws org.coverfiji.CoverException if the losses have no meaning for arrays of these shapes
     */
    CoreResult evaluate(CoreInput input);

    /**
     * Whether losses, measures and gradients of a batch are the means of those of its parts, of which each weighs what
     * its {@link CoreResult#weight} tells: no sample matters to another's.
     */
    default boolean addsUp() {
        return false;
    }

    /** The names of the batch's tensors that it reads as extras; queues and trained arrays are none of them. */
    default List<String> reads() {
        return List.of();
    }
}
