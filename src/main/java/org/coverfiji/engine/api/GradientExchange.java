package org.coverfiji.engine.api;

/**
 * How ranks work together: processes that train one network, each on its part of every batch. They begin with the same
 * weights and follow the same gradients, so that their weights stay the same.
 */
@FunctionalInterface
public interface GradientExchange {

    /**
     * Replaces every value by its sum over all ranks, the same to the last bit in each. Every rank calls it equally
     * often, with equally many values; a call ends when all have come.
     *
     * @throws org.coverfiji.CoverException if another rank has failed or does not answer
     */
    void sum(float[] values);
}
