package org.coverfiji.engine.impl.core;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * SetSim's losses: MoCo's for the images, and for every position of the first view that has positives the contrast of
 * that set against a queue; the mean over such positions, then over the images.
 *
 * <p>Reads what {@link DenseContrast} reads, by the same names, and the extras {@value #BOX_1} and {@value #BOX_2},
 * [N, 2 · axes]. Gives the losses {@link DenseContrast#GLOBAL_LOSS} and {@link DenseContrast#DENSE_LOSS}, of which the
 * objective is (1 − p) · global + p · dense, and the same to remember.
 */
public final class SetContrast implements LossCore {

    /** The core's name. */
    public static final String NAME = "set_contrast";
    /** The name of the first crops' boxes. */
    public static final String BOX_1 = "box1";
    /** The name of the second crops' boxes. */
    public static final String BOX_2 = "box2";

    private final double temperature;
    private final double denseWeight;
    private final PositiveSets sets;

    /**
     * @param temperature above 0; SetSim's is 0.2
     * @param denseWeight p, from 0 to 1; SetSim's is 0.5
     * @param attention threshold, from 0 to 1; SetSim's is 0.7
     * @param floor least cosine within the sets of attended positions; SetSim's is 0.2
     * @param distance of positions that show the same place, in diagonals of the larger bin; SetSim's is 0.5
     * @param nearest whether a position that has positives gets the most similar one, too
     */
    public SetContrast(double temperature, double denseWeight, double attention, double floor, double distance,
            boolean nearest) {
        this.temperature = Softmax.temperature(temperature);
        this.denseWeight = Weights.share("dense loss", denseWeight);
        sets = new PositiveSets(attention, floor, distance, nearest);
    }

    @Override
    public List<String> reads() {
        return List.of(BOX_1, BOX_2);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor dense = input.online(DenseContrast.DENSE);
        Tensor denseKeys = input.target(DenseContrast.DENSE);
        Tensor map = input.online(DenseContrast.MAP);
        Maps.requireAlike(dense, denseKeys);
        Maps.requireAlike(dense, map);
        Maps.requireAlike(dense, input.target(DenseContrast.MAP));
        int[][] positives = sets.of(map, input.target(DenseContrast.MAP), input.extra(BOX_1), input.extra(BOX_2));
        int positions = Maps.positions(dense);
        UnitRows queries = new UnitRows(dense);
        UnitRows keys = new UnitRows(denseKeys);
        QueueContrast contrast = new QueueContrast(temperature, input.extra(DenseContrast.DENSE_QUEUE))
                .require(queries, keys);
        double[] weights = weights(positives, positions);
        double[] losses = new double[queries.rows()];
        double[] gradient = new double[queries.values().length];
        Parallel.run(losses.length, query -> {
            if (weights[query] > 0) {
                losses[query] = weights[query] * contrast.add(queries, query, denseWeight * weights[query], gradient,
                        keys, positives[query]);
            }
        });
        CoreResult result = new CoreResult();
        GlobalContrast.add(result, input, DenseContrast.GLOBAL_LOSS, temperature, 1 - denseWeight,
                input.target(DenseContrast.GLOBAL));
        return result.loss(DenseContrast.DENSE_LOSS, Arrays.stream(losses).sum())
                .measure(Spread.DENSE, Spread.of(queries)).gradient(DenseContrast.DENSE, queries.gradient(gradient))
                .remember(DenseContrast.DENSE_QUEUE, Maps.unit(Maps.mean(denseKeys)));
    }

    /** Of every query in the mean over the images of the means over those that have positives. */
    private static double[] weights(int[][] positives, int positions) {
        double[] weights = new double[positives.length];
        int images = positives.length / positions;
        for (int image = 0; image < images; image++) {
            int begin = image * positions;
            int end = begin + positions;
            long count = Arrays.stream(positives, begin, end).filter(set -> set.length > 0).count();
            for (int query = begin; query < end; query++) {
                weights[query] = positives[query].length > 0 ? 1.0 / (count * images) : 0;
            }
        }
        return weights;
    }
}
