package org.coverfiji.app.pretrain;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.train.TrainingListener;

/**
 * Follows how far the features of different pixels differ while a network trains; features that have collapsed to one
 * value have a loss like any others. Measured after the first step and after every tenth of the run.
 */
final class SpreadMeter {

    private static final int MEASUREMENTS = 10;

    private final StatisticsSample sample;
    private final NetworkConfiguration network;
    private final long total;
    private final TrainingListener listener;
    private double last;
    private boolean failed;

    /**
     * @param total steps of the whole run
     * @param last what was measured before a resume; NaN for nothing
     * @param listener is warned, once, where it cannot be measured
     */
    SpreadMeter(StatisticsSample sample, NetworkConfiguration network, long total, double last,
            TrainingListener listener) {
        this.sample = sample;
        this.network = network;
        this.total = total;
        this.last = last;
        this.listener = listener;
    }

    /**
     * As last measured, the {@link FeatureStatistics#spread} of the level where it is least, because every level can
     * collapse by itself; NaN before that.
     */
    double after(long done, Supplier<Map<String, Tensor>> weights) {
        if (!failed && (Double.isNaN(last) || done * MEASUREMENTS / total > (done - 1) * MEASUREMENTS / total)) {
            measure(weights.get());
        }
        return last;
    }

    /** What goes wrong here must not cost the run. */
    private void measure(Map<String, Tensor> weights) {
        try {
            FeatureStatistics statistics = sample.glance(network, weights);
            last = IntStream.range(0, NetworkConfiguration.LEVELS).mapToDouble(statistics::spread).min()
                    .getAsDouble();
        } catch (CancelledException | CancellationException e) {
            // The loop notices by itself, and the step is done.
            last = Double.NaN;
        } catch (RuntimeException | OutOfMemoryError e) {
            failed = true;
            last = Double.NaN;
            listener.warning("The spread of the features is not followed: " + e.getMessage());
        }
    }
}
