package org.coverfiji.engine.impl.core;

/**
 * SimSiam's loss. Of 2N vectors the first N are of one view, the other N, in the same order, of the other. Each
 * prediction is to point where the other view's projection points: −½ · (mean cos(p₁, z₂) + mean cos(p₂, z₁)), from −1
 * to 1. Projections are held fixed, so they have no gradient of their own.
 *
 * <p>Reads the online embeddings {@value #PREDICTION} and {@value #PROJECTION}, both [2N, C] or [2N, C, …]; gives the
 * loss {@value #LOSS} and the measure {@value Spread#NAME}.
 */
public final class NegativeCosine implements LossCore {

    /** The core's name. */
    public static final String NAME = "negative_cosine";
    /** The name of the online embedding that has a gradient. */
    public static final String PREDICTION = "p";
    /** The name of the online embedding that is held fixed. */
    public static final String PROJECTION = "z";
    /** The name of the loss. */
    public static final String LOSS = "cosine";

    /** As the published program's library has it. */
    private static final double SMALLEST_LENGTH = 1e-8;

    @Override
    public CoreResult evaluate(CoreInput input) {
        UnitRows predictions = new UnitRows(input.online(PREDICTION), SMALLEST_LENGTH);
        UnitRows projections = new UnitRows(input.online(PROJECTION), SMALLEST_LENGTH);
        Twins twins = new Twins(predictions, projections, input.online(PREDICTION), input.online(PROJECTION));
        double[] gradient = new double[predictions.values().length];
        double sum = 0;
        double share = 1.0 / twins.rows();
        for (int row = 0; row < twins.rows(); row++) {
            int twin = twins.of(row);
            sum += Rows.dot(predictions.values(), row, projections.values(), twin, predictions.channels());
            Rows.add(gradient, row, -share, projections.values(), twin, predictions.channels());
        }
        return new CoreResult().loss(LOSS, -share * sum).measure(Spread.NAME, Spread.of(projections))
                .gradient(PREDICTION, predictions.gradient(gradient));
    }
}
