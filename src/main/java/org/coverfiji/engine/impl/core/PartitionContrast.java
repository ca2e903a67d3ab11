package org.coverfiji.engine.impl.core;

import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/**
 * The global loss of Chaitanya et al.: images of the same part of their volumes belong together, those of other parts
 * are the negatives. Row r of the embeddings is of part r mod parts. Two forms:
 *
 * <ul>
 * <li>without matching across volumes (G^D−): three blocks of equally many rows, the images, a change of each and
 * another change; all three pairs of each image;</li>
 * <li>with (G^D): groups of rows, one row of every part, in turn images, a change of each, images of other volumes, a
 * change of each; from every group of images on, the last groups going on with the first: image and change, image and
 * other image, other image and its change, change and change.</li>
 * </ul>
 *
 * <p>Both directions of every pair count; the sum is divided by the number of rows. Reads the online embedding
 * {@value #EMBEDDING}, [N, C] or [N, C, 1, …]; gives the loss {@value #LOSS}.
 */
public final class PartitionContrast implements LossCore {

    /** The core's name. */
    public static final String NAME = "partition_contrast";
    /** The name of the online embedding. */
    public static final String EMBEDDING = "z";
    /** The name of the loss. */
    public static final String LOSS = "global";

    private static final int[][] WITHIN = {{0, 1}, {0, 2}, {1, 2}};
    private static final int[][] ACROSS = {{0, 1}, {0, 2}, {2, 3}, {1, 3}};

    private final double temperature;
    private final int parts;
    private final boolean across;

    /**
     * @param temperature above 0; theirs is 0.1
     * @param parts of a volume, at least 2; theirs are 4
     * @param across whether images of different volumes are matched (G^D)
     */
    public PartitionContrast(double temperature, int parts, boolean across) {
        this.temperature = Softmax.temperature(temperature);
        if (parts < 2) {
            throw new CoverException("The number of parts is " + parts + "; there must be at least 2, such as 4.");
        }
        this.parts = parts;
        this.across = across;
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor embeddings = input.online(EMBEDDING);
        int rows = embeddings.size(0);
        int blocks = across ? 4 : 3;
        if (rows == 0 || rows % (blocks * parts) != 0) {
            throw new CoverException("The loss was given " + rows + " embeddings of " + parts
                    + " parts; it needs a multiple of " + blocks * parts + ".");
        }
        UnitRows units = new UnitRows(embeddings);
        AnchorContrast contrast = new AnchorContrast(units, temperature);
        double loss = 0;
        int step = across ? parts : rows / blocks;
        for (int row = 0; row < (across ? rows : step); row++) {
            if (across && row % (2 * parts) >= parts) {
                continue;
            }
            int part = row % parts;
            int[] negatives = IntStream.range(0, rows).filter(other -> other % parts != part).toArray();
            for (int[] pair : across ? ACROSS : WITHIN) {
                int one = (row + pair[0] * step) % rows;
                int other = (row + pair[1] * step) % rows;
                loss += contrast.add(one, other, negatives, 1.0 / rows)
                        + contrast.add(other, one, negatives, 1.0 / rows);
            }
        }
        return new CoreResult().loss(LOSS, loss / rows).gradient(EMBEDDING, units.gradient(contrast.gradient()));
    }
}
