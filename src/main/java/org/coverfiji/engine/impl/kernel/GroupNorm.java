package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Group normalisation (ε 1e-5) followed by leaky ReLU: y = lrelu(scale · (z − mean) / std + shift), statistics per
 * sample and group of channels. A slope of 1 leaves the activation out. Shapes are those of row-major maps.
 */
public interface GroupNorm {

    /** ε of the published network. */
    double EPSILON = 1e-5;

    /**
     * A group whose variance is below this is constant but for rounding. Its derivative, 1/√ε = 316 per layer, would
     * overflow along a network's layers; as nothing can be learnt from it, backward passes no gradient on to its z.
     */
    double LEAST_VARIANCE = 1e-3 * EPSILON;

    /** Whether a group with this inverse deviation, as forward leaves it, has the contrast to pass gradients on. */
    static boolean varies(double inverseDeviation) {
        return inverseDeviation * inverseDeviation * (LEAST_VARIANCE + EPSILON) <= 1;
    }

    /**
     * @param z [N, C, (D,) H, W]
     * @param scale [C]
     * @param shift [C]
     * @param statistics receives mean and 1/std, 2·N·groups values: N·groups means, then as many inverse deviations
     * @param out receives y; may be z itself
     */
    void forward(INDArray z, INDArray scale, INDArray shift, int groups, double slope, double[] statistics,
            INDArray out);

    /**
     * @param z what forward was given; receives dL/dz
     * @param statistics what forward left
     * @param gradient dL/dy
     * @param scaleGradient receives dL/dscale, [C]
     * @param shiftGradient receives dL/dshift, [C]
     * @param biasGradient receives Σ dL/dz per channel, [C]: the gradient of the convolution's bias before it
     */
    void backward(INDArray z, INDArray scale, INDArray shift, int groups, double slope, double[] statistics,
            INDArray gradient, INDArray scaleGradient, INDArray shiftGradient, INDArray biasGradient);
}
