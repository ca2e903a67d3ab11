package org.coverfiji.engine.impl.core;

/**
 * The losses of a method: a pure function of embeddings. Equal input gives equal output to the last bit, whatever the
 * number of threads; what comes in is not changed.
 */
public interface LossCore {

    /**
     * @throws org.coverfiji.CoverException if the losses have no meaning for arrays of these shapes
     */
    CoreResult evaluate(CoreInput input);
}
