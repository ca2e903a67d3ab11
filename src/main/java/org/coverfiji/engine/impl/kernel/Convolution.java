package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolution of one layer: stride 1, side kept, zero padding, weights [out, in, k…] with an odd k. Shapes are
 * those of row-major maps; others are laid out as {@link Grid} says. A layer keeps its own, because an implementation
 * may keep what it prepared for a shape; close it with the layer.
 */
public interface Convolution extends AutoCloseable {

    /**
     * @param in [N, in, (D,) H, W]
     * @param bias [out]
     * @param out [N, out, (D,) H, W], overwritten
     */
    void forward(INDArray in, INDArray weight, INDArray bias, INDArray out);

    /**
     * @param gradient dL/dout
     * @param inGradient receives dL/din; null to leave it out
     * @param weightGradient receives dL/dweight
     */
    void backward(INDArray in, INDArray weight, INDArray gradient, INDArray inGradient, INDArray weightGradient);

    /**
     * Promises that the weights stay as they are, or takes that back. An implementation may then keep what it makes of
     * them, and choose what is fastest forwards alone: results may differ from other ones in their last bits.
     */
    default void holdWeights(boolean hold) {
        // Most make nothing of them that could be kept.
    }

    @Override
    void close();
}
