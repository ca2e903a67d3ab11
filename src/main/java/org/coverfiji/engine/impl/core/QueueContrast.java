package org.coverfiji.engine.impl.core;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/**
 * Noise contrastive estimation of single queries against a queue: a query with positives P among the keys has the loss
 * log(Σ over P and the queue of exp(logit)) − the mean of the logits over P, with one positive that of MoCo. Logits are
 * cosines over the temperature. Safe for use by several threads, each with queries of its own.
 */
final class QueueContrast {

    private final double temperature;
    private final VectorSet negatives;
    private final int channels;

    /** @param queue unit vectors [K, C] */
    QueueContrast(double temperature, Tensor queue) {
        this.temperature = temperature;
        channels = queue.size(1);
        negatives = new VectorSet(Rows.doubles(queue.data()), 0, queue.size(0), channels);
    }

    /** @throws CoverException if they do not have as many channels as the queue */
    QueueContrast require(UnitRows queries, UnitRows keys) {
        if (queries.channels() != channels || keys.channels() != channels) {
            throw new CoverException("The loss was given queries of " + queries.channels() + " channels, keys of "
                    + keys.channels() + " and a queue of " + channels + "; all must have as many.");
        }
        return this;
    }

    /** Those of the positives first, then those of the queue. @param positives rows of the keys */
    double[] logits(UnitRows queries, int query, UnitRows keys, int... positives) {
        double[] logits = new double[positives.length + negatives.count()];
        for (int i = 0; i < positives.length; i++) {
            logits[i] = Rows.dot(queries.values(), query, keys.values(), positives[i], channels) / temperature;
        }
        negatives.products(queries.values(), query, 1 / temperature, logits, positives.length);
        return logits;
    }

    /**
     * The loss of one query.
     *
     * @param weight of this loss in the gradient
     * @param gradient at the unit queries; this query's row is added to
     * @param positives rows of the keys, at least one
     */
    double add(UnitRows queries, int query, double weight, double[] gradient, UnitRows keys, int... positives) {
        double[] logits = logits(queries, query, keys, positives);
        double mean = 0;
        for (int i = 0; i < positives.length; i++) {
            mean += logits[i] / positives.length;
        }
        double loss = Softmax.inPlace(logits) - mean;
        double factor = weight / temperature;
        for (int i = 0; i < positives.length; i++) {
            double slope = logits[i] - 1.0 / positives.length;
            Rows.add(gradient, query, factor * slope, keys.values(), positives[i], channels);
        }
        negatives.addMixture(logits, positives.length, factor, gradient, query);
        return loss;
    }
}
