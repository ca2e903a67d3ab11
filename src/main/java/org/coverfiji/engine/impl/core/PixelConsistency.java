package org.coverfiji.engine.impl.core;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * PixPro's loss: what a view's positions propagate to each other is to point the way of the teacher's projections of
 * the other view at the same place. Of every image −2 · the mean cosine over pairs of positions whose centres are near,
 * the mean over the images, and the same with the views exchanged; from −4 to 4.
 *
 * <p>Reads of two views, one after the other, the online projections {@value #PROJECTION} and their linear images
 * {@value #VALUE}, both [2N, C, …], and the target's projections {@value #PROJECTION}; and the extras {@value #BOX_1}
 * and {@value #BOX_2}, [N, 2 · axes]. Gives the loss {@value #LOSS}.
 */
public final class PixelConsistency implements LossCore {

    /** The core's name. */
    public static final String NAME = "pixel_consistency";
    /** The name of the projections. */
    public static final String PROJECTION = "projection";
    /** The name of the values that are propagated. */
    public static final String VALUE = "value";
    /** The name of the first crops' boxes. */
    public static final String BOX_1 = "box1";
    /** The name of the second crops' boxes. */
    public static final String BOX_2 = "box2";
    /** The name of the loss. */
    public static final String LOSS = "consistency";
    /** As the published program has it. */
    private static final double ADDED_TO_COUNT = 1e-6;

    private final double power;
    private final double distance;

    /**
     * @param power of the cosines by which positions propagate, at least 1; PixPro's is 2
     * @param distance of positions that show the same place, in diagonals of the larger bin; PixPro's is 0.7
     */
    public PixelConsistency(double power, double distance) {
        if (!(power >= 1 && power < Double.POSITIVE_INFINITY)) {
            throw new CoverException("The propagation's power is " + power + "; it must be at least 1, such as 2.");
        }
        if (!(distance > 0 && distance < Double.POSITIVE_INFINITY)) {
            throw new CoverException("The largest distance is " + distance + "; it must be above 0, such as 0.7.");
        }
        this.power = power;
        this.distance = distance;
    }

    @Override
    public List<String> reads() {
        return List.of(BOX_1, BOX_2);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor projection = input.online(PROJECTION);
        Tensor keys = input.target(PROJECTION);
        Maps.requireAlike(projection, input.online(VALUE));
        Maps.requireAlike(projection, keys);
        int images = Maps.firstHalf(projection).size(0);
        int positions = Maps.positions(projection);
        PixelPropagation propagation = new PixelPropagation(projection, input.online(VALUE), power);
        UnitRows propagated = propagation.forward();
        UnitRows targets = new UnitRows(keys);
        if (targets.channels() != propagated.channels()) {
            throw new CoverException("The loss was given values of " + propagated.channels()
                    + " channels and the teacher's projections of " + targets.channels() + "; both must have as many.");
        }
        int[][] positives = positives(input, projection);
        double[] losses = new double[propagated.rows()];
        double[] gradient = new double[propagated.values().length];
        Parallel.run(2 * images, sample -> {
            int from = sample * positions;
            long count = 0;
            for (int row = from; row < from + positions; row++) {
                count += positives[row].length;
            }
            double weight = -2 / (images * (count + ADDED_TO_COUNT));
            for (int row = from; row < from + positions; row++) {
                for (int key : positives[row]) {
                    losses[row] += weight * Rows.dot(propagated.values(), row, targets.values(), key,
                            targets.channels());
                    Rows.add(gradient, row, weight, targets.values(), key, targets.channels());
                }
            }
        });
        CoreResult result = new CoreResult().loss(LOSS, Arrays.stream(losses).sum())
                .measure(Spread.DENSE, Spread.of(propagation.projections()));
        return propagation.backward(gradient, result);
    }

    /** For every row of both views the rows of the target, of the other view, that show the same place. */
    private int[][] positives(CoreInput input, Tensor projection) {
        int images = projection.size(0) / 2;
        int positions = Maps.positions(projection);
        int[][] positives = new int[2 * images * positions][];
        Parallel.run(2 * images, sample -> {
            int image = sample % images;
            int other = (sample + images) % (2 * images);
            Tensor own = input.extra(sample < images ? BOX_1 : BOX_2);
            Tensor others = input.extra(sample < images ? BOX_2 : BOX_1);
            int[][] near = Maps.grid(own, image, projection).near(Maps.grid(others, image, projection), distance);
            for (int position = 0; position < positions; position++) {
                positives[sample * positions + position] = Arrays.stream(near[position])
                        .map(key -> other * positions + key).toArray();
            }
        });
        return positives;
    }
}
