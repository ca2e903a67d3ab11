package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What follows normalisation: scale and shift per channel, then leaky ReLU. The latter is computed as p·y + q·|y|, with
 * p + q = 1 and p − q the slope: a branch on the sign would be mispredicted every other time.
 */
final class NormActivation {

    final float[] scales;
    final float[] shifts;
    final float p;
    final float q;

    NormActivation(INDArray scale, INDArray shift, int channels, double slope) {
        scales = new Floats(scale).toArray(channels);
        shifts = new Floats(shift).toArray(channels);
        p = (float) ((1 + slope) / 2);
        q = (float) ((1 - slope) / 2);
    }
}
