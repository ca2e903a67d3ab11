package org.coverfiji.engine.impl.core;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * DenseCL's losses: MoCo's for the images, and for every position of the first view the same against the position of
 * the second whose backbone features are most alike, with a queue of its own.
 *
 * <p>Reads the online embeddings {@value #GLOBAL} [N, C] and {@value #DENSE} [N, C, …] of the first view and the
 * target's of the second; the backbone's maps {@value #MAP} of both, [N, channels, …], which get no gradient; and the
 * extras {@value #QUEUE} and {@value #DENSE_QUEUE}, unit vectors [K, C]. Gives the losses {@value #GLOBAL_LOSS} and
 * {@value #DENSE_LOSS}, of which the objective is (1 − λ) · global + λ · dense, and to remember in the queues the
 * global keys and, one for every image, the mean dense key.
 */
public final class DenseContrast implements LossCore {

    /** The core's name. */
    public static final String NAME = "dense_contrast";
    /** The name of the images' embeddings. */
    public static final String GLOBAL = "global";
    /** The name of the positions' embeddings. */
    public static final String DENSE = "dense";
    /** The name of the backbone's map on the dense embeddings' grid. */
    public static final String MAP = "map";
    /** The queue of images, extra and memory. */
    public static final String QUEUE = "queue";
    /** The queue of positions, extra and memory. */
    public static final String DENSE_QUEUE = "dense_queue";
    /** The name of the images' loss. */
    public static final String GLOBAL_LOSS = "global";
    /** The name of the positions' loss. */
    public static final String DENSE_LOSS = "dense";

    private final double temperature;
    private final double denseWeight;

    /**
     * @param temperature above 0; DenseCL's is 0.2
     * @param denseWeight λ, from 0 to 1; DenseCL's is 0.5
     */
    public DenseContrast(double temperature, double denseWeight) {
        this.temperature = Softmax.temperature(temperature);
        this.denseWeight = Weights.share("dense loss", denseWeight);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor dense = input.online(DENSE);
        Maps.requireAlike(dense, input.target(DENSE));
        Maps.requireAlike(dense, input.online(MAP));
        Maps.requireAlike(dense, input.target(MAP));
        int[] matches = Matching.nearest(new UnitRows(input.online(MAP)), new UnitRows(input.target(MAP)),
                Maps.positions(dense));
        UnitRows queries = new UnitRows(dense);
        UnitRows keys = new UnitRows(input.target(DENSE));
        QueueContrast contrast = new QueueContrast(temperature, input.extra(DENSE_QUEUE)).require(queries, keys);
        double[] losses = new double[queries.rows()];
        double[] gradient = new double[queries.values().length];
        Parallel.run(losses.length, query -> losses[query] = contrast.add(queries, query,
                denseWeight / losses.length, gradient, keys, matches[query]));
        CoreResult result = new CoreResult();
        GlobalContrast.add(result, input, GLOBAL_LOSS, temperature, 1 - denseWeight, input.target(GLOBAL));
        return result.loss(DENSE_LOSS, Arrays.stream(losses).sum() / losses.length)
                .measure(Spread.DENSE, Spread.of(queries)).gradient(DENSE, queries.gradient(gradient))
                .remember(DENSE_QUEUE, Maps.unit(Maps.mean(input.target(DENSE))));
    }
}
