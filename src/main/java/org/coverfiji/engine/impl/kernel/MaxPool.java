package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Max pooling by 2 on every spatial axis; among equals the first in array order wins. Shapes are those of row-major
 * maps.
 */
public interface MaxPool {

    /** @param out [N, C, (D/2,) H/2, W/2] */
    void forward(INDArray in, INDArray out);

    /** @param inGradient receives dL/din */
    void backward(INDArray in, INDArray gradient, INDArray inGradient);
}
