package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The passes over all parameters that a training step ends with. All arrays are flat and of one length. */
public interface Optimizer {

    /** The Euclidean norm. */
    double norm(INDArray gradient);

    /** gradient ← scale · gradient + decay · parameters. */
    void scaleAndDecay(INDArray gradient, INDArray parameters, double scale, double decay);

    /**
     * Adam: first ← β₁·first + (1−β₁)·gradient, second ← β₂·second + (1−β₂)·gradient², then
     * gradient ← rate · first / (√second / correction + ε), the step to subtract.
     *
     * @param rate learning rate over the first moment's bias correction
     * @param correction root of the second moment's bias correction
     */
    void adam(INDArray gradient, INDArray first, INDArray second, double beta1, double beta2, double rate,
            double correction, double epsilon);
}
