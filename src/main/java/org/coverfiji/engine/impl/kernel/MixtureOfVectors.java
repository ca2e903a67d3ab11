package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Mixture of vectors (MoV): softmax-weighted mean of the offsets in a window of (2A+1) per axis, weights from the
 * scaled products of q(p) and k(p+o), averaged over heads. Channel c belongs to head c mod heads.
 */
public interface MixtureOfVectors {

    /** The logit of offsets that leave the image. */
    double OUTSIDE = -1000;

    /**
     * @param projections [2N, C, (D,) H, W]: k of N moving views, then q of N fixed views
     * @param out [N, 2 or 3, (D,) H, W], pixels of this level, array order
     */
    void forward(INDArray projections, int heads, int amplitude, INDArray out);

    /** @param projectionsGradient receives dL/dprojections */
    void backward(INDArray projections, int heads, int amplitude, INDArray gradient, INDArray projectionsGradient);
}
