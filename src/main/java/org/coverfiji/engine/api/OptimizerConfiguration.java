package org.coverfiji.engine.api;

/**
 * How a step changes the weights: gradients are clipped to a global norm, weight decay times every parameter is
 * added, then Adam as PyTorch has it (ε outside the bias correction). See METHOD "Losses and training". Immutable.
 */
public final class OptimizerConfiguration {

    /** The published program's values: clip 1, weight decay 1e-4, β 0.9/0.999, ε 1e-8. */
    public static final OptimizerConfiguration PUBLISHED = new OptimizerConfiguration(1, 1e-4, 0.9, 0.999, 1e-8);

    private final double clipNorm;
    private final double weightDecay;
    private final double beta1;
    private final double beta2;
    private final double epsilon;

    public OptimizerConfiguration(double clipNorm, double weightDecay, double beta1, double beta2, double epsilon) {
        this.clipNorm = clipNorm;
        this.weightDecay = weightDecay;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
    }

    /** The same but for the weight decay. */
    public OptimizerConfiguration withWeightDecay(double newWeightDecay) {
        return new OptimizerConfiguration(clipNorm, newWeightDecay, beta1, beta2, epsilon);
    }

    public double clipNorm() {
        return clipNorm;
    }

    public double weightDecay() {
        return weightDecay;
    }

    public double beta1() {
        return beta1;
    }

    public double beta2() {
        return beta2;
    }

    public double epsilon() {
        return epsilon;
    }
}
