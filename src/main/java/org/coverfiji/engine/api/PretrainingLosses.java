package org.coverfiji.engine.api;

/** The two losses of one batch, before the step that they led to, and the gradient's global norm before clipping. */
public final class PretrainingLosses {

    private final double vector;
    private final double consistency;
    private final double gradientNorm;

    /**
     * @param vector L_vec, pixels
     * @param consistency L_con, 0…2, unweighted
     * @param gradientNorm NaN where no gradient was computed
     */
    public PretrainingLosses(double vector, double consistency, double gradientNorm) {
        this.vector = vector;
        this.consistency = consistency;
        this.gradientNorm = gradientNorm;
    }

    public double vector() {
        return vector;
    }

    public double consistency() {
        return consistency;
    }

    public double gradientNorm() {
        return gradientNorm;
    }
}
