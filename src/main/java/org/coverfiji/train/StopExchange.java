package org.coverfiji.train;

import java.util.HashMap;
import java.util.Map;

import org.coverfiji.engine.api.GradientExchange;

/**
 * An exchange on which a rank's wish to end the run rides along, so that all ranks end it after the same step: else the
 * others would wait for one that has left.
 */
public final class StopExchange implements GradientExchange {

    private final GradientExchange exchange;
    private final StopSignal own;
    private final StopSignal agreed;
    /** By length: a step's sums are few, and the same in every step. */
    private final Map<Integer, float[]> buffers = new HashMap<>();

    /**
     * @param own what this rank is asked for
     * @param agreed what all ranks are to heed
     */
    public StopExchange(GradientExchange exchange, StopSignal own, StopSignal agreed) {
        this.exchange = exchange;
        this.own = own;
        this.agreed = agreed;
    }

    @Override
    public void sum(float[] sums) {
        int length = sums.length;
        float[] values = buffers.computeIfAbsent(length + 2, float[]::new);
        System.arraycopy(sums, 0, values, 0, length);
        TrainingOutcome wish = own.requested();
        values[length] = wish == TrainingOutcome.CANCELLED ? 1 : 0;
        values[length + 1] = wish == TrainingOutcome.STOPPED ? 1 : 0;
        exchange.sum(values);
        System.arraycopy(values, 0, sums, 0, length);
        if (values[length] > 0) {
            agreed.cancel();
        } else if (values[length + 1] > 0) {
            agreed.stopAndKeep();
        }
    }
}
