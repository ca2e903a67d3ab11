package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Linear interpolation ×2 on every spatial axis. Shapes and channels are those of row-major maps. */
public interface Upsample {

    /**
     * @param in [N, C, (D,) H, W]
     * @param factor multiplies the result
     * @param alignCorners true: corner pixels stay in place; false: half-pixel centres
     * @param out [N, K, (2D,) 2H, 2W] with K ≥ C
     * @param firstChannel the C channels of the result are written from this channel of out on
     */
    void forward(INDArray in, double factor, boolean alignCorners, INDArray out, int firstChannel);

    /** The transpose: takes the gradient from the channels that forward wrote. */
    void backward(INDArray gradient, int firstChannel, double factor, boolean alignCorners, INDArray inGradient);

    /** Copies all channels of {@code in} to the first channels of {@code out}. */
    void copyChannels(INDArray in, INDArray out);

    /** Copies the first channels of {@code in} to fill {@code out}. */
    void takeChannels(INDArray in, INDArray out);
}
