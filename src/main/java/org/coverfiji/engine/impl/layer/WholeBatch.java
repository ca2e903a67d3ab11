package org.coverfiji.engine.impl.layer;

import java.util.Arrays;

import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.engine.api.Tensor;

/**
 * The batch of which one of several ranks has a part: brings together what all ranks found for their samples, by a sum
 * in which each leaves the others' places 0. It is open within steps alone, which all ranks do together; what a network
 * gives out in between is a rank's own affair.
 */
public final class WholeBatch implements AutoCloseable {

    private final GradientExchange exchange;
    private final int from;
    private final int samples;
    /** Of this rank; 0 outside of steps. */
    private int own;

    /**
     * @param from the number of this rank's first sample
     * @param samples of the whole batch
     */
    public WholeBatch(GradientExchange exchange, int from, int samples) {
        this.exchange = exchange;
        this.from = from;
        this.samples = samples;
    }

    /** Begins a step of all ranks. @param ownSamples those of this rank */
    public WholeBatch open(int ownSamples) {
        if (ownSamples < 1 || from + ownSamples > samples) {
            throw new IllegalArgumentException(ownSamples + " samples from " + from + " of " + samples);
        }
        own = ownSamples;
        return this;
    }

    public boolean isOpen() {
        return own > 0;
    }

    /** The number of this rank's first sample. */
    int from() {
        return from;
    }

    /** Of this rank. */
    public int ownSamples() {
        return own;
    }

    /** Which part of the whole batch this rank has; what a mean over its own samples weighs in that over all. */
    public double share() {
        return (double) own / samples;
    }

    /**
     * The rows of all ranks, in the order of the whole batch.
     *
     * @param rows [views · own samples, …], view after view
     * @return [views · samples, …]
     */
    public Tensor gather(Tensor rows) {
        int length = length(rows, own);
        int[] shape = rows.shape();
        int views = shape[0] / own;
        shape[0] = views * samples;
        float[] all = new float[Math.toIntExact(Tensor.size(shape))];
        for (int view = 0; view < views; view++) {
            System.arraycopy(rows.data(), view * own * length, all, (view * samples + from) * length, own * length);
        }
        exchange.sum(all);
        return new Tensor(all, shape);
    }

    /** Of rows of all ranks this rank's. @param rows [views · samples, …] */
    public Tensor own(Tensor rows) {
        int length = length(rows, samples);
        int[] shape = rows.shape();
        int views = shape[0] / samples;
        shape[0] = views * own;
        float[] some = new float[Math.toIntExact(Tensor.size(shape))];
        for (int view = 0; view < views; view++) {
            System.arraycopy(rows.data(), (view * samples + from) * length, some, view * own * length, own * length);
        }
        return new Tensor(some, shape);
    }

    /** The values of a row. */
    private static int length(Tensor rows, int perView) {
        if (perView == 0 || rows.size(0) % perView != 0) {
            throw new IllegalArgumentException(rows + " of " + perView + " samples");
        }
        return (int) Tensor.size(Arrays.copyOfRange(rows.shape(), 1, rows.rank()));
    }

    /** Ends the step. */
    @Override
    public void close() {
        own = 0;
    }
}
