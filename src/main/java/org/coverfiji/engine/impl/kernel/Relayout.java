package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies maps between the two layouts that {@link Grid} describes. */
public interface Relayout {

    /**
     * @param blocked [N, C / block, (D,) H, W, block]
     * @param rowMajor receives the same values, [N, C, (D,) H, W]
     */
    void toRowMajor(INDArray blocked, INDArray rowMajor);

    /** The opposite. */
    void fromRowMajor(INDArray rowMajor, INDArray blocked);
}
