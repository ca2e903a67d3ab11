package org.coverfiji.engine.impl.layer;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer or vertex as inference needs it: it computes a value and keeps nothing for a backward pass. */
public interface Inference {

    /**
     * @param inputs only read
     * @param allocator makes the value and what is needed until then
     * @return the value, an array of the allocator's
     */
    INDArray infer(INDArray[] inputs, Allocator allocator);

    /**
     * Promises that the parameters stay as they are, or takes that back. What is made of them may be kept meanwhile.
     */
    default void holdParameters(boolean hold) {
        // Most have none.
    }
}
