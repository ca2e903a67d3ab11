package org.coverfiji.engine.impl.core;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/** The contrast of whole images beside that of their positions: MoCo's loss in methods that have both. */
final class GlobalContrast {

    private GlobalContrast() {
    }

    /**
     * Adds to a result the loss, its gradient at {@link DenseContrast#GLOBAL} and the keys for
     * {@link DenseContrast#QUEUE}.
     *
     * @param weight of the loss in the gradient
     * @param target of every query its key, [N, C]
     */
    static void add(CoreResult result, CoreInput input, String loss, double temperature, double weight,
            Tensor target) {
        UnitRows queries = new UnitRows(input.online(DenseContrast.GLOBAL));
        UnitRows keys = new UnitRows(target);
        if (keys.rows() != queries.rows()) {
            throw new CoverException("The loss was given " + input.online(DenseContrast.GLOBAL) + " as queries and "
                    + target + " as keys; each query needs one key.");
        }
        QueueContrast contrast = new QueueContrast(temperature, input.extra(DenseContrast.QUEUE))
                .require(queries, keys);
        double[] losses = new double[queries.rows()];
        double[] gradient = new double[queries.values().length];
        for (int query = 0; query < losses.length; query++) {
            losses[query] = contrast.add(queries, query, weight / losses.length, gradient, keys, query);
        }
        result.loss(loss, Arrays.stream(losses).sum() / losses.length)
                .measure(Spread.NAME, Spread.of(queries))
                .gradient(DenseContrast.GLOBAL, queries.gradient(gradient))
                .remember(DenseContrast.QUEUE, keys.toTensor());
    }
}
