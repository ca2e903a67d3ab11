package org.coverfiji.engine.impl.kernel;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Precision;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolution of one layer: stride 1, side kept, zero padding, weights [out, in, k…] with an odd k. Shapes are
 * those of row-major maps; others are laid out as {@link Grid} says. A layer keeps its own, because an implementation
 * may keep what it prepared for a shape; close it with the layer.
 */
public interface Convolution extends AutoCloseable {

    /** Of all samples; such maps are convolved for several times as long as their weights are laid out. */
    int MANY_PIXELS = 1024;

    /**
     * @param in [N, in, (D,) H, W]
     * @param bias [out]
     * @param out [N, out, (D,) H, W], overwritten
     */
    void forward(INDArray in, INDArray weight, INDArray bias, INDArray out);

    /** The same in a training step, in whose precision: see {@link #trainIn}. */
    default void forwardInTraining(INDArray in, INDArray weight, INDArray bias, INDArray out) {
        forward(in, weight, bias, out);
    }

    /**
     * Of a training step, too.
     *
     * @param gradient dL/dout
     * @param inGradient receives dL/din; null to leave it out
     * @param weightGradient receives dL/dweight
     */
    void backward(INDArray in, INDArray weight, INDArray gradient, INDArray inGradient, INDArray weightGradient);

    /**
     * Sets what training steps multiply from now on; float32 until then.
     *
     * @throws CoverException if that cannot be had on this computer
     */
    default void trainIn(Precision precision) {
        if (precision != Precision.FLOAT32) {
            throw new CoverException("precision=" + precision + " needs oneDNN's convolutions on the processor, which"
                    + " do not run here; leave precision at float32.");
        }
    }

    /**
     * Promises that the weights stay as they are, or takes that back. An implementation may then keep what it makes of
     * them where {@link #heldWeightsPay}, and choose what is fastest forwards alone: results may differ from other ones
     * in their last bits.
     */
    default void holdWeights(boolean hold) {
        // Most make nothing of them that could be kept.
    }

    /**
     * Whether maps are so small that laying weights out anew would take about as long as convolving: else it is not
     * worth the memory of weights that are held, up to four times as many as the network has.
     *
     * @param maps the shape of what is convolved, as if it were row-major
     */
    static boolean heldWeightsPay(long[] maps) {
        long pixels = maps[0];
        for (int axis = 2; axis < maps.length; axis++) {
            pixels *= maps[axis];
        }
        return pixels < MANY_PIXELS;
    }

    @Override
    void close();
}
