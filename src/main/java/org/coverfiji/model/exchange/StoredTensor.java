package org.coverfiji.model.exchange;

import java.io.IOException;

import org.coverfiji.engine.api.Tensor;

/** A tensor in another program's file, whose values are read when they are asked for. */
interface StoredTensor {

    /** Extents; of rank 0 for a single number. */
    int[] shape();

    /** How the file stores its values. */
    ElementType type();

    /** The values, row-major, as 32-bit numbers. Only of floating types. */
    Tensor read() throws IOException;
}
