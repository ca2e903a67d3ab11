package org.coverfiji.train.corrupt;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewRandom;

/**
 * Models Genesis' corruption of a patch: windows of it are shuffled, intensities follow a curve, then blocks of it are
 * painted over with noise, or all of it but a few windows. Channels are spoilt alike.
 */
public final class GenesisCorruption implements Corruption {

    /** After every block or window: whether another one follows. */
    private static final double ANOTHER = 0.95;
    /** How far blocks and kept windows stay from the border, pixels. */
    private static final int BORDER = 3;
    /** Windows that out-painting keeps, beside the first. */
    private static final int MORE_KEPT = 4;

    private final GenesisConfiguration configuration;
    private final int[] patch;
    private final int pixels;
    private final Block block;
    private final int[] extent;
    private final int[] origin;
    private int[] order = new int[0];

    /** @param patch its size in array order */
    public GenesisCorruption(int[] patch, GenesisConfiguration configuration) {
        this.configuration = configuration;
        this.patch = patch.clone();
        pixels = Math.toIntExact(Tensor.size(patch));
        block = new Block(patch);
        extent = new int[patch.length];
        origin = new int[patch.length];
    }

    @Override
    public void apply(float[] data, int start, int channels, float[] mask, int maskStart, ViewRandom random) {
        if (random.chance(configuration.shuffling())) {
            shuffle(data, start, channels, random);
        }
        if (random.chance(configuration.curve())) {
            boolean falling = random.chance(configuration.falling());
            double[][] points = {{0, 0}, {random.uniform(0, 1), random.uniform(0, 1)},
                    {random.uniform(0, 1), random.uniform(0, 1)}, {1, 1}};
            new BezierCurve(points, falling).apply(data, start, start + channels * pixels);
        }
        if (random.chance(configuration.painting())) {
            if (random.chance(configuration.outPainting())) {
                paintOutside(data, start, channels, random);
            } else {
                paintInside(data, start, channels, random);
            }
        }
    }

    /** Windows are read from the patch as it was and written over each other. */
    private void shuffle(float[] data, int start, int channels, ViewRandom random) {
        float[] original = Arrays.copyOfRange(data, start, start + channels * pixels);
        boolean alike = configuration.windowsAlike();
        for (int window = 0; window < configuration.windows(); window++) {
            for (int axis = 0; axis < patch.length; axis++) {
                int largest = Math.max(1, patch[axis] / configuration.windowDivisor());
                extent[axis] = alike ? largest : 1 + random.index(largest);
                origin[axis] = random.index(patch[axis] - extent[axis] + 1);
            }
            block.place(extent, origin);
            if (!alike || window == 0) {
                shuffleOrder(random);
            }
            for (int channel = 0; channel < channels; channel++) {
                block.permute(order, original, channel * pixels, data, start + channel * pixels);
            }
        }
    }

    private void shuffleOrder(ViewRandom random) {
        int count = block.count();
        if (order.length < count) {
            order = new int[2 * count];
        }
        for (int i = 0; i < count; i++) {
            int other = random.index(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
    }

    private void paintInside(float[] data, int start, int channels, ViewRandom random) {
        for (int n = 0; n < configuration.blocks() && random.chance(ANOTHER); n++) {
            boolean fits = true;
            for (int axis = 0; axis < patch.length; axis++) {
                int smallest = Math.max(1, patch[axis] / configuration.smallestBlock());
                fits &= draw(axis, smallest, Math.max(smallest, patch[axis] / configuration.largestBlock()),
                        configuration.largestIncluded(), random);
            }
            if (!fits) {
                return;
            }
            float[] noise = new float[block.place(extent, origin).count()];
            fill(noise, 0, noise.length, random);
            for (int channel = 0; channel < channels; channel++) {
                block.set(noise, data, start + channel * pixels);
            }
        }
    }

    private void paintOutside(float[] data, int start, int channels, ViewRandom random) {
        float[] original = null;
        for (int n = 0; n <= MORE_KEPT && (n == 0 || random.chance(ANOTHER)); n++) {
            boolean fits = true;
            for (int axis = 0; axis < patch.length; axis++) {
                int side = patch[axis];
                fits &= draw(axis, side - 4 * side / 7, side - 3 * side / 7, true, random);
            }
            if (!fits) {
                return;
            }
            if (original == null) {
                original = Arrays.copyOfRange(data, start, start + channels * pixels);
                fill(data, start, start + channels * pixels, random);
            }
            block.place(extent, origin);
            for (int channel = 0; channel < channels; channel++) {
                block.copy(original, channel * pixels, data, start + channel * pixels);
            }
        }
    }

    /**
     * Draws extent and origin of a box along an axis.
     *
     * @param included whether the largest side and the last place can be drawn
     * @return whether the patch is large enough for the largest
     */
    private boolean draw(int axis, int smallest, int largest, boolean included, ViewRandom random) {
        int more = included ? 1 : 0;
        extent[axis] = smallest + random.index(Math.max(1, largest - smallest + more));
        origin[axis] = BORDER + random.index(Math.max(1, patch[axis] - extent[axis] - 2 * BORDER + more));
        return patch[axis] >= largest + 2 * BORDER;
    }

    private static void fill(float[] data, int start, int end, ViewRandom random) {
        for (int i = start; i < end; i++) {
            data[i] = random.unit();
        }
    }
}
