package org.coverfiji.engine.impl.optimizer;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Adam with ε outside the bias correction, as PyTorch has it: see {@link PyTorchAdam}. */
public final class AdamRule implements UpdateRule {

    private static final List<String> MOMENTS = Collections.unmodifiableList(Arrays.asList("m", "v"));

    private final double beta1;
    private final double beta2;
    private final double epsilon;

    public AdamRule(double beta1, double beta2, double epsilon) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
    }

    @Override
    public List<String> moments() {
        return MOMENTS;
    }

    @Override
    public void apply(INDArray gradient, INDArray[] moments, long step, double rate) {
        double correction1 = 1 - Math.pow(beta1, step);
        double correction2 = 1 - Math.pow(beta2, step);
        KernelChoice.forType(gradient.dataType()).optimizer().adam(gradient, moments[0], moments[1], beta1, beta2,
                rate / correction1, Math.sqrt(correction2), epsilon);
    }
}
