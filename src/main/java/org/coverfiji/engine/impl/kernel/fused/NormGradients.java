package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a normalisation's parameters, per sample and channel, so that units write side by side; samples are
 * added at the end, in order.
 */
final class NormGradients {

    private final Grid grid;
    final double[] scale;
    final double[] shift;
    /** Of the convolution's bias before the normalisation. */
    final double[] bias;

    NormGradients(Grid grid) {
        this.grid = grid;
        scale = new double[grid.batch * grid.channels];
        shift = new double[grid.batch * grid.channels];
        bias = new double[grid.batch * grid.channels];
    }

    /** Writes the sums over all samples, [C] each. */
    void write(INDArray scaleGradient, INDArray shiftGradient, INDArray biasGradient) {
        writeSum(scale, scaleGradient);
        writeSum(shift, shiftGradient);
        writeSum(bias, biasGradient);
    }

    private void writeSum(double[] perSample, INDArray target) {
        float[] total = new float[grid.channels];
        for (int channel = 0; channel < grid.channels; channel++) {
            double sum = 0;
            for (int sample = 0; sample < grid.batch; sample++) {
                sum += perSample[sample * grid.channels + channel];
            }
            total[channel] = (float) sum;
        }
        new Floats(target).put(0, total, 0, grid.channels);
    }
}
