package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * warp(s, f)(p) = s(p + f(p)): linear interpolation, 0 outside, displacements in pixels with components in array
 * order, so that a zero field is the identity (METHOD "Vector pyramid aggregation"). Shapes of what is warped are those
 * of row-major maps; fields are row-major.
 */
public interface Warp {

    /**
     * @param source [M, C, (D,) H, W] with M ≥ N; its first N samples are warped
     * @param flow [N, 2 or 3, (D,) H, W]
     * @param out [≥ N, C, …]: its first N samples receive the result
     */
    void forward(INDArray source, INDArray flow, INDArray out);

    /**
     * @param gradient [≥ N, C, …], its first N samples are used
     * @param sourceGradient its first N samples receive dL/dsource
     * @param flowGradient receives dL/dflow; null to leave it out
     */
    void backward(INDArray source, INDArray flow, INDArray gradient, INDArray sourceGradient, INDArray flowGradient);
}
