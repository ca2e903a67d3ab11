package org.coverfiji.engine.impl.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/**
 * The global loss of Chaitanya et al.: images of the same part of their volumes belong together, those of other parts
 * are the negatives. Two forms:
 *
 * <ul>
 * <li>without matching across volumes (G^D−): all pairs of an image's views;</li>
 * <li>with (G^D): of two views, the image and a change of it, for every image and the next one of the same part, after
 * the last the first again: image and change, image and other image, other image and its change, change and change.
 * </li>
 * </ul>
 *
 * <p>Both directions of every pair count; the sum is divided by the number of embeddings. Where every image is a part
 * by itself, both forms of two views are the loss of SimCLR.
 *
 * <p>Reads the online embedding {@value #EMBEDDING} of all views, one after the other, [views · N, C] or
 * [views · N, C, 1, …], and the extra {@value #PART} [N], the part of each image: the images are volume after volume,
 * the parts of each in the same order. Gives the loss {@value #LOSS}.
 */
public final class PartitionContrast implements LossCore {

    /** The core's name. */
    public static final String NAME = "partition_contrast";
    /** The name of the online embedding. */
    public static final String EMBEDDING = "z";
    /** The name of the images' parts. */
    public static final String PART = "part";
    /** The name of the loss. */
    public static final String LOSS = "global";

    private final double temperature;
    private final boolean across;

    /**
     * @param temperature above 0; theirs is 0.1
     * @param across whether images of different volumes are matched (G^D)
     */
    public PartitionContrast(double temperature, boolean across) {
        this.temperature = Softmax.temperature(temperature);
        this.across = across;
    }

    @Override
    public List<String> reads() {
        return List.of(PART);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor embeddings = input.online(EMBEDDING);
        int[] parts = parts(input.extra(PART));
        int images = parts.length;
        int rows = embeddings.size(0);
        if (rows % images != 0 || rows / images < 2 || across && rows != 2 * images) {
            throw new CoverException("The loss was given " + rows + " embeddings of " + images + " images; it needs "
                    + (across ? "two views of each." : "at least two views of each, of all as many."));
        }
        UnitRows units = new UnitRows(embeddings);
        AnchorContrast contrast = new AnchorContrast(units, temperature);
        int period = period(parts);
        double loss = 0;
        for (int image = 0; image < images; image++) {
            int part = parts[image];
            int[] negatives = IntStream.range(0, rows).filter(row -> parts[row % images] != part).toArray();
            for (int[] pair : across && period < images ? across(image, period, images) : within(image, images, rows)) {
                loss += contrast.add(pair[0], pair[1], negatives, 1.0 / rows)
                        + contrast.add(pair[1], pair[0], negatives, 1.0 / rows);
            }
        }
        return new CoreResult().loss(LOSS, loss / rows).measure(Spread.NAME, Spread.of(units))
                .gradient(EMBEDDING, units.gradient(contrast.gradient()));
    }

    private static int[] parts(Tensor tensor) {
        int[] parts = new int[tensor.data().length];
        Arrays.setAll(parts, i -> Math.round(tensor.data()[i]));
        return parts;
    }

    /** After how many images the parts come again; their number where they do not. */
    private static int period(int[] parts) {
        int period = 1;
        while (period < parts.length && parts[period] != parts[0]) {
            period++;
        }
        for (int i = 0; i < parts.length; i++) {
            if (parts.length % period != 0 || parts[i] != parts[i % period]) {
                throw new CoverException("The loss was given the parts " + Arrays.toString(parts)
                        + "; those of every volume must be the same, in the same order.");
            }
        }
        return period;
    }

    private static int[][] within(int image, int images, int rows) {
        List<int[]> pairs = new ArrayList<>();
        for (int one = image; one < rows; one += images) {
            for (int other = one + images; other < rows; other += images) {
                pairs.add(new int[] {one, other});
            }
        }
        return pairs.toArray(new int[0][]);
    }

    private static int[][] across(int image, int period, int images) {
        int next = (image + period) % images;
        return new int[][] {{image, image + images}, {image, next}, {next, next + images},
                {image + images, next + images}};
    }
}
