package org.coverfiji.engine.impl.core;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * VADeR's contrast of pixels, in our reading: some positions of the first of two overlapping crops are to find the
 * positions of the second that show the same place, against a queue of pixels of earlier steps.
 *
 * <p>Reads the online map {@value #QUERY} of the first crop and the target map {@value #KEY} of the second, both
 * [N, C, …], and the extras {@value #BOX_1} and {@value #BOX_2} [N, 2 · axes], {@value #POSITIONS} [N, P], row-major
 * positions of the first crop that lie in the second, and {@value #QUEUE}, unit vectors [K, C]. Gives the loss
 * {@value #LOSS}, the mean over the positions, and to remember in {@value #QUEUE} the N · P keys, image by image.
 */
public final class PixelContrast implements LossCore {

    /** The core's name. */
    public static final String NAME = "pixel_contrast";
    /** The name of the online map. */
    public static final String QUERY = "q";
    /** The name of the target map. */
    public static final String KEY = "k";
    /** The name of the first crops' boxes. */
    public static final String BOX_1 = "box1";
    /** The name of the second crops' boxes. */
    public static final String BOX_2 = "box2";
    /** The name of the positions that take part. */
    public static final String POSITIONS = "positions";
    /** The name of the extra, and of the memory that takes up the keys. */
    public static final String QUEUE = "queue";
    /** The name of the loss. */
    public static final String LOSS = "contrastive";

    private final double temperature;

    /** @param temperature above 0; VADeR's is 0.07 */
    public PixelContrast(double temperature) {
        this.temperature = Softmax.temperature(temperature);
    }

    @Override
    public List<String> reads() {
        return List.of(BOX_1, BOX_2, POSITIONS);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor map = input.online(QUERY);
        Maps.requireAlike(map, input.target(KEY));
        int[] anchors = anchors(input.extra(POSITIONS), Maps.positions(map));
        // Only the vectors that take part: the maps are of full resolution.
        UnitRows queries = Maps.rows(map, anchors);
        UnitRows keys = Maps.rows(input.target(KEY), targets(input, map));
        QueueContrast contrast = new QueueContrast(temperature, input.extra(QUEUE)).require(queries, keys);
        double[] losses = new double[anchors.length];
        double[] gradient = new double[queries.values().length];
        Parallel.run(losses.length, i -> losses[i] =
                contrast.add(queries, i, 1.0 / losses.length, gradient, keys, i));
        return new CoreResult().loss(LOSS, Arrays.stream(losses).sum() / losses.length)
                .measure(Spread.DENSE, Spread.of(queries))
                .gradient(QUERY, Maps.scattered(queries.gradient(gradient), anchors, map.shape()))
                .remember(QUEUE, keys.toTensor());
    }

    private static int[] anchors(Tensor positions, int perMap) {
        int[] rows = new int[positions.data().length];
        Arrays.setAll(rows, i -> i / positions.size(1) * perMap + Math.round(positions.data()[i]));
        return rows;
    }

    /** Of every position that takes part the row of the keys that shows the same place. */
    private static int[] targets(CoreInput input, Tensor map) {
        Tensor positions = input.extra(POSITIONS);
        int perImage = positions.size(1);
        int[] targets = new int[positions.data().length];
        for (int image = 0; image < map.size(0); image++) {
            int[] matches = Maps.grid(input.extra(BOX_1), image, map).matches(
                    Maps.grid(input.extra(BOX_2), image, map));
            for (int i = image * perImage; i < (image + 1) * perImage; i++) {
                int position = Math.round(positions.data()[i]);
                if (position < 0 || position >= matches.length || matches[position] < 0) {
                    throw new CoverException("The loss was given position " + position + " of image " + image
                            + ", which the second crop does not show; only positions that both show can be compared.");
                }
                targets[i] = image * matches.length + matches[position];
            }
        }
        return targets;
    }
}
