package org.coverfiji.engine.impl.kernel.nd4j;

import org.coverfiji.engine.impl.kernel.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The optimizer's passes as elementwise operations. */
final class Nd4jOptimizer implements Optimizer {

    @Override
    public double norm(INDArray gradient) {
        return gradient.norm2Number().doubleValue();
    }

    @Override
    public void scaleAndDecay(INDArray gradient, INDArray parameters, double scale, double decay) {
        gradient.muli(scale).addi(parameters.mul(decay));
    }

    @Override
    public void adam(INDArray gradient, INDArray first, INDArray second, double beta1, double beta2, double rate,
            double correction, double epsilon) {
        first.muli(beta1).addi(gradient.mul(1 - beta1));
        second.muli(beta2).addi(gradient.mul(gradient).muli(1 - beta2));
        gradient.assign(first.div(Transforms.sqrt(second, true).divi(correction).addi(epsilon)).muli(rate));
    }
}
