package org.coverfiji.engine.impl.core;

import org.coverfiji.engine.api.Tensor;

/**
 * BYOL's loss. Of 2N vectors the first N are of one view, the other N, in the same order, of the other. Each prediction
 * is to be what a teacher makes of the other view: the mean over the images of ‖u(p₁) − u(z₂)‖² + ‖u(p₂) − u(z₁)‖²,
 * from 0 to 8; u scales to length 1.
 *
 * <p>Reads the online embedding {@value #PREDICTION} and the target embedding {@value #TARGET}, both [2N, C] or
 * [2N, C, …], the views in the same order, and for the measure the online embedding {@value #PROJECTION}; gives the
 * loss {@value #LOSS} and the measure {@value Spread#NAME}.
 */
public final class SquaredDistance implements LossCore {

    /** The core's name. */
    public static final String NAME = "squared_distance";
    /** The name of the online embedding. */
    public static final String PREDICTION = "p";
    /** The name of the online embedding from which predictions are made; it has no gradient of its own. */
    public static final String PROJECTION = "z";
    /** The name of the target embedding. */
    public static final String TARGET = "z";
    /** The name of the loss. */
    public static final String LOSS = "distance";

    /** The published program divides by √max(Σx², 1e-12). */
    private static final double SMALLEST_LENGTH = 1e-6;

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor target = input.target(TARGET);
        UnitRows predictions = new UnitRows(input.online(PREDICTION), SMALLEST_LENGTH);
        UnitRows targets = new UnitRows(target, SMALLEST_LENGTH);
        Twins twins = new Twins(predictions, targets, input.online(PREDICTION), target);
        int channels = predictions.channels();
        double[] gradient = new double[predictions.values().length];
        double images = twins.rows() / 2.0;
        double sum = 0;
        for (int row = 0; row < twins.rows(); row++) {
            int twin = twins.of(row);
            for (int c = 0; c < channels; c++) {
                double difference = predictions.values()[row * channels + c] - targets.values()[twin * channels + c];
                sum += difference * difference;
                gradient[row * channels + c] = 2 * difference / images;
            }
        }
        return new CoreResult().loss(LOSS, sum / images)
                .measure(Spread.NAME, Spread.of(new UnitRows(input.online(PROJECTION))))
                .gradient(PREDICTION, predictions.gradient(gradient));
    }
}
