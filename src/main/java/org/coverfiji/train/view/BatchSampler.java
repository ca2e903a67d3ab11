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

    /**
     * Of every batch the samples from one number to another, that one not included: a rank's part where several train
     * together.
     */
    default BatchSampler part(int from, int to) {
        BatchSampler whole = this;
        return new BatchSampler() {
            @Override
            public Batch batch(long iteration) {
                return whole.batch(iteration).part(from, to);
            }

            @Override
            public BatchSampler in(SamplingState state) {
                return whole.in(state).part(from, to);
            }
        };
    }

    /** This sampler in another state; itself where its batches depend on none. */
    default BatchSampler in(SamplingState state) {
        return this;
    }
}
