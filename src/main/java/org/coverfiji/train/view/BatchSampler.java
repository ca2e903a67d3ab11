package org.coverfiji.train.view;

import org.coverfiji.engine.api.Batch;

/**
 * Where a method's batches come from. A batch is a pure function of the sampler's seed, its state and the iteration,
 * whatever was drawn before and by whichever thread. Safe for use by several threads.
 */
public interface BatchSampler {

    /**
     * The batch of this iteration (0, 1, …).
     *
     * @throws org.coverfiji.CoverException if an image cannot be had or used
     */
    Batch batch(long iteration);

    /** This sampler in another state; itself where its batches depend on none. */
    default BatchSampler in(SamplingState state) {
        return this;
    }
}
