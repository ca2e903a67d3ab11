package org.coverfiji.engine.impl.layer;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes arrays where DL4J wants them: in the workspace of activations or of their gradients. */
@FunctionalInterface
public interface Allocator {

    /** An array with undefined contents, row-major. */
    INDArray create(long... shape);
}
