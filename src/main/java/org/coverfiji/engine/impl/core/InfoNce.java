package org.coverfiji.engine.impl.core;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * Noise contrastive estimation against a queue, as in MoCo: each query is to find its own key among that and all keys
 * of the queue. The mean over the queries of log Σ exp(logit) − the positive's logit; logits are cosines over the
 * temperature.
 *
 * <p>Reads the online embedding {@value #QUERY} and the target embedding {@value #KEY}, both [N, C] or [N, C, …], and
 * the extra {@value #QUEUE}, unit vectors [K, C] of earlier steps. Gives the loss {@value #LOSS}, the measure
 * {@value Spread#NAME} and, to remember in {@value #QUEUE}, the keys as unit vectors, [N · positions, C].
 */
public final class InfoNce implements LossCore {

    /** The core's name. */
    public static final String NAME = "info_nce";
    /** The name of the online embedding. */
    public static final String QUERY = "q";
    /** The name of the target embedding. */
    public static final String KEY = "k";
    /** The name of the extra, and of the memory that takes up the keys. */
    public static final String QUEUE = "queue";
    /** The name of the loss. */
    public static final String LOSS = "contrastive";

    private final double temperature;

    /** @param temperature above 0; MoCo v2's is 0.2 */
    public InfoNce(double temperature) {
        this.temperature = Softmax.temperature(temperature);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        UnitRows queries = new UnitRows(input.online(QUERY));
        UnitRows keys = new UnitRows(input.target(KEY));
        Tensor queue = input.extra(QUEUE);
        if (keys.rows() != queries.rows() || keys.channels() != queries.channels()
                || queue.size(1) != queries.channels()) {
            throw new CoverException("The loss was given " + input.online(QUERY) + " as queries, " + input.target(KEY)
                    + " as keys and " + queue + " as queue; each query needs one key, and all as many channels.");
        }
        QueueContrast contrast = new QueueContrast(temperature, queue);
        double[] losses = new double[queries.rows()];
        double[] gradient = new double[queries.values().length];
        Parallel.run(losses.length, query -> losses[query] =
                contrast.add(queries, query, 1.0 / losses.length, gradient, keys, query));
        return new CoreResult().loss(LOSS, Arrays.stream(losses).sum() / losses.length)
                .measure(Spread.NAME, Spread.of(queries)).gradient(QUERY, queries.gradient(gradient))
                .remember(QUEUE, keys.toTensor());
    }
}
