package org.coverfiji.engine.impl.core;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * DSC-PM's losses in our reading: MoCo's for the images; for every position of the first view the contrast with its
 * nearest neighbour in the second and with its nearest neighbour in the first; and the cross entropy of its categories
 * with the balanced code of its neighbour in the second. Categories are prototypes, learnt unit vectors.
 *
 * <p>Reads the online embeddings {@link DenseContrast#GLOBAL} [N, C] and {@link DenseContrast#DENSE} [N, C, …] of the
 * first view; the target's and its backbone's map {@link DenseContrast#MAP} of both views, the first N samples of the
 * first; and the extras {@link DenseContrast#QUEUE}, {@link DenseContrast#DENSE_QUEUE}, unit vectors [K, C], and
 * {@value #PROTOTYPES}, unit vectors [P, C], which get a gradient, too, unless it is frozen by the caller. Gives the
 * losses {@value #INSTANCE_LOSS}, {@value #PIXEL_LOSS} and {@value #CATEGORY_LOSS}, of which the objective is the
 * weighted sum, and to remember in the queues the second view's global and mean dense keys.
 */
public final class CategoryContrast implements LossCore {

    /** The core's name. */
    public static final String NAME = "category_contrast";
    /** The name of the categories' vectors. */
    public static final String PROTOTYPES = "prototypes";
    /** The name of the images' loss. */
    public static final String INSTANCE_LOSS = "instance";
    /** The name of the positions' loss, the mean over both neighbours. */
    public static final String PIXEL_LOSS = "pixel";
    /** The name of the categories' loss. */
    public static final String CATEGORY_LOSS = "category";

    private final double temperature;
    private final double categoryTemperature;
    private final double epsilon;
    private final int rounds;
    private final double instanceWeight;
    private final double pixelWeight;
    private final double categoryWeight;

    /**
     * @param temperature of the contrasts, above 0; 0.2
     * @param categoryTemperature of the categories' softmax, above 0; 0.1
     * @param epsilon of the codes, above 0; 0.05
     * @param rounds of the codes' balancing, at least 1; 3
     * @param instanceWeight 0 or more, like the two others; 1
     */
    public CategoryContrast(double temperature, double categoryTemperature, double epsilon, int rounds,
            double instanceWeight, double pixelWeight, double categoryWeight) {
        this.temperature = Softmax.temperature(temperature);
        this.categoryTemperature = Softmax.temperature(categoryTemperature);
        this.epsilon = Softmax.temperature(epsilon);
        if (rounds < 1) {
            throw new CoverException("The codes' rounds are " + rounds + "; there must be at least 1, such as 3.");
        }
        this.rounds = rounds;
        this.instanceWeight = Weights.weight("instance loss", instanceWeight);
        this.pixelWeight = Weights.weight("pixel loss", pixelWeight);
        this.categoryWeight = Weights.weight("category loss", categoryWeight);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor dense = input.online(DenseContrast.DENSE);
        Tensor denseKeys = Maps.secondHalf(input.target(DenseContrast.DENSE));
        Maps.requireAlike(dense, denseKeys);
        UnitRows queries = new UnitRows(dense);
        UnitRows keys = new UnitRows(denseKeys);
        double[] gradient = new double[queries.values().length];
        CoreResult result = new CoreResult();
        GlobalContrast.add(result, input, INSTANCE_LOSS, temperature, instanceWeight,
                Maps.secondHalf(input.target(DenseContrast.GLOBAL)));
        Neighbours neighbours = new Neighbours(input, dense);
        result.loss(PIXEL_LOSS, pixelLoss(input, queries, keys, neighbours, gradient));
        Categories categories = new Categories(queries, input.extra(PROTOTYPES));
        result.loss(CATEGORY_LOSS, categories.loss(codes(keys, input.extra(PROTOTYPES)), neighbours.across, gradient));
        return result.measure(Spread.DENSE, Spread.of(queries))
                .gradient(DenseContrast.DENSE, queries.gradient(gradient))
                .gradient(PROTOTYPES, categories.gradient())
                .remember(DenseContrast.DENSE_QUEUE, Maps.unit(Maps.mean(denseKeys)));
    }

    private double pixelLoss(CoreInput input, UnitRows queries, UnitRows keys, Neighbours neighbours,
            double[] gradient) {
        UnitRows own = new UnitRows(Maps.firstHalf(input.target(DenseContrast.DENSE)));
        QueueContrast contrast = new QueueContrast(temperature, input.extra(DenseContrast.DENSE_QUEUE))
                .require(queries, keys);
        double share = 0.5 / queries.rows();
        double[] losses = new double[queries.rows()];
        Parallel.run(losses.length, query -> losses[query] = share
                * (contrast.add(queries, query, pixelWeight * share, gradient, keys, neighbours.across[query])
                        + contrast.add(queries, query, pixelWeight * share, gradient, own, neighbours.within[query])));
        return Arrays.stream(losses).sum();
    }

    /** The category loss alone, with its gradient at the prototypes. @param matches of every query the code's row */
    CoreResult categories(UnitRows queries, Tensor prototypes, double[] codes, int[] matches) {
        Categories categories = new Categories(queries, prototypes);
        return new CoreResult()
                .loss(CATEGORY_LOSS, categories.loss(codes, matches, new double[queries.values().length]))
                .gradient(PROTOTYPES, categories.gradient());
    }

    /** The balanced codes of vectors, [rows, prototypes]. */
    double[] codes(UnitRows rows, Tensor prototypes) {
        return Sinkhorn.codes(scores(rows, prototypes), prototypes.size(0), epsilon, rounds);
    }

    /** The products of vectors and prototypes, [rows, prototypes]. */
    static double[] scores(UnitRows rows, Tensor prototypes) {
        int count = prototypes.size(0);
        VectorSet set = new VectorSet(Rows.doubles(prototypes.data()), 0, count, prototypes.size(1));
        double[] scores = new double[rows.rows() * count];
        Parallel.run(rows.rows(), row -> set.products(rows.values(), row, 1, scores, row * count));
        return scores;
    }

    /** By the target's backbone, of every position of the first view. */
    private static final class Neighbours {

        private final int[] across;
        private final int[] within;

        Neighbours(CoreInput input, Tensor dense) {
            Tensor first = Maps.firstHalf(input.target(DenseContrast.MAP));
            Maps.requireAlike(dense, first);
            UnitRows own = new UnitRows(first);
            int positions = Maps.positions(dense);
            across = Matching.nearest(own, new UnitRows(Maps.secondHalf(input.target(DenseContrast.MAP))), positions);
            within = Matching.nearestOther(own, positions);
        }
    }

    /** The cross entropy of the queries' categories with codes, and its gradient. */
    private final class Categories {

        private final UnitRows queries;
        private final Tensor prototypes;
        private final double[] slopes;

        Categories(UnitRows queries, Tensor prototypes) {
            if (prototypes.size(1) != queries.channels()) {
                throw new CoverException("The loss was given prototypes " + prototypes + " for embeddings of "
                        + queries.channels() + " channels; both must have as many.");
            }
            this.queries = queries;
            this.prototypes = prototypes;
            slopes = scores(queries, prototypes);
        }

        double loss(double[] codes, int[] matches, double[] gradient) {
            int count = prototypes.size(0);
            VectorSet set = new VectorSet(Rows.doubles(prototypes.data()), 0, count, queries.channels());
            double[] losses = new double[queries.rows()];
            Parallel.run(losses.length, row -> {
                double[] logits = new double[count];
                for (int i = 0; i < count; i++) {
                    logits[i] = slopes[row * count + i] / categoryTemperature;
                }
                double[] probabilities = logits.clone();
                double logSum = Softmax.inPlace(probabilities);
                for (int i = 0; i < count; i++) {
                    double code = codes[matches[row] * count + i];
                    losses[row] += code * (logSum - logits[i]);
                    slopes[row * count + i] = probabilities[i] - code;
                }
                set.addMixture(slopes, row * count, factor(), gradient, row);
            });
            return Arrays.stream(losses).sum() / losses.length;
        }

        private double factor() {
            return categoryWeight / (categoryTemperature * queries.rows());
        }

        /** At the prototypes, once the loss is known; none reaches them through the codes. */
        Tensor gradient() {
            int count = prototypes.size(0);
            int channels = prototypes.size(1);
            float[] gradient = new float[count * channels];
            Parallel.run(count, prototype -> {
                double[] sum = new double[channels];
                for (int row = 0; row < queries.rows(); row++) {
                    Rows.add(sum, 0, factor() * slopes[row * count + prototype], queries.values(), row,
                            channels);
                }
                for (int c = 0; c < channels; c++) {
                    gradient[prototype * channels + c] = (float) sum[c];
                }
            });
            return new Tensor(gradient, count, channels);
        }
    }
}
