package org.coverfiji.engine.impl.kernel.fused;

/** Mean and inverse deviation of every group of every sample, in the array that the caller keeps: first all means. */
final class NormStatistics {

    private final double[] values;

    NormStatistics(double[] values) {
        this.values = values;
    }

    double mean(int group) {
        return values[group];
    }

    /** 1 / √(variance + ε). */
    double inverse(int group) {
        return values[values.length / 2 + group];
    }

    void set(int group, double mean, double inverse) {
        values[group] = mean;
        values[values.length / 2 + group] = inverse;
    }
}
