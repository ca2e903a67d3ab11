package org.coverfiji.method;

import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.Prefetcher;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.SamplingState;

/**
 * The batches of a run, prepared in advance within an epoch: at its borders the method's hook changes the state of the
 * sampling, and preparation begins anew.
 */
public final class EpochBatches implements AutoCloseable {

    private final BatchSampler sampler;
    /** Null for none. */
    private final EpochHook hook;
    private final EpochHook.Network network;
    private final int threads;
    private SamplingState state;
    private Prefetcher<Batch> ahead;
    private double waitedBefore;

    /**
     * @param hook null for a method without one
     * @param state that of the checkpoint, or empty
     * @param threads that prepare batches
     * @param first iteration
     */
    public EpochBatches(BatchSampler sampler, EpochHook hook, PretrainingNetwork network, SamplingState state,
            int threads, long first) {
        this.sampler = sampler;
        this.hook = hook;
        this.network = new EpochHook.Network() {
            @Override
            public Map<String, Tensor> outputs(Batch batch) {
                return network.outputs(batch);
            }

            @Override
            public void renew(String prefix, long seed) {
                network.renew(prefix, seed);
            }
        };
        this.threads = threads;
        this.state = state;
        if (!border(first)) {
            prepare(first);
        }
    }

    private boolean border(long iteration) {
        return hook != null && iteration % hook.interval() == 0;
    }

    private void prepare(long iteration) {
        ahead = new Prefetcher<>(sampler.in(state)::batch, threads, iteration);
    }

    /**
     * The batch of an iteration, the one after that of the last call.
     *
     * @throws java.util.concurrent.CancellationException as {@link Prefetcher#next()}
     */
    public Batch next(long iteration) {
        if (border(iteration)) {
            if (ahead != null) {
                waitedBefore += ahead.waitedSeconds();
                ahead.close();
            }
            state = hook.atBorder(iteration, state, network);
            prepare(iteration);
        }
        return ahead.next();
    }

    /** In which the last batch was sampled. */
    public SamplingState state() {
        return state;
    }

    /** How long {@link #next} has waited for batches in all. */
    public double waitedSeconds() {
        return waitedBefore + (ahead == null ? 0 : ahead.waitedSeconds());
    }

    @Override
    public void close() {
        if (ahead != null) {
            ahead.close();
        }
    }
}
