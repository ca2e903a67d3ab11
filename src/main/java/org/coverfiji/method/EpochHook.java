package org.coverfiji.method;

import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.SamplingState;

/**
 * What a method does at the borders of its epochs, before the first too: it may look at images with the network as it
 * is, and gives the state in which batches are sampled until the next border. Nothing else changes that state, and it
 * is saved with every checkpoint, so that a batch is a pure function of seed, iteration and state.
 */
public interface EpochHook {

    /** Iterations from border to border, at least 1. */
    long interval();

    /**
     * At a border; no batch of the epoch before is prepared any more. Equal arguments and weights give equal states:
     * a run that is resumed at a border comes here once more.
     *
     * @param iteration the epoch's first
     * @param before the state so far; at first empty
     */
    SamplingState atBorder(long iteration, SamplingState before, Network network);

    /** What of the network a hook may use. */
    interface Network {

        /**
         * What the ports give for images, in inference.
         *
         * @param batch with the views of at least one pass, under their names
         */
        Map<String, Tensor> outputs(Batch batch);

        /**
         * New first weights without moments for all parameters whose names start so, such as {@code classifier.}.
         *
         * @throws IllegalArgumentException if there are none
         */
        void renew(String prefix, long seed);
    }
}
