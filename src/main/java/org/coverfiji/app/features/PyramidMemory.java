package org.coverfiji.app.features;

import java.util.Arrays;
import java.util.function.Consumer;

import org.coverfiji.MemoryShortage;
import org.coverfiji.app.cost.AvailableMemory;
import org.coverfiji.app.cost.FittingWindows;
import org.coverfiji.app.cost.InferenceEstimate;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.Resampling;
import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.model.ModelDescription;

/**
 * What memory it takes to compute the features of an image at every level, one image of a file or window after the
 * other, and to use them, from the images' extents alone. Features of images that are done are kept while Java's
 * memory allows: they count in what the process takes, but nothing fails for want of room for them in Java's.
 */
final class PyramidMemory {

    private final AvailableMemory available;
    private final ModelDescription model;
    private final SlidingWindow wanted;

    /** @param wanted the windows where memory suffices */
    PyramidMemory(AvailableMemory available, ModelDescription model, SlidingWindow wanted) {
        this.available = available;
        this.model = model;
        this.wanted = wanted;
    }

    /**
     * Windows that fit.
     *
     * @param size of an image, array order
     * @param images of that size
     * @param log takes a line where they are smaller than wanted
     * @throws org.coverfiji.CoverException if none do
     */
    SlidingWindow windows(String name, int[] size, int images, FeatureUse use, Consumer<String> log) {
        return new FittingWindows(available, wanted, this::prepared, (own, prepared, window) -> estimate(own, prepared,
                window, images, use)).of(name, size, use.purpose(), MemoryShortage.REMEDY, log);
    }

    /** With the wanted windows. */
    InferenceEstimate estimate(int[] size, int images, FeatureUse use) {
        return estimate(size, prepared(size), wanted, images, use);
    }

    private InferenceEstimate estimate(int[] size, int[] prepared, SlidingWindow window, int images, FeatureUse use) {
        NetworkConfiguration network = model.network();
        int channels = network.inputChannels();
        double pixels = Tensor.size(size);
        double seen = Tensor.size(prepared);
        int[] sides = window.sides(prepared);
        double resized = Arrays.equals(size, prepared) ? 0 : channels * pixels;
        return InferenceEstimate.ofPixels(network, 1, sides)
                .holding(images * channels * pixels + channels * seen + resized
                        + values(network, NetworkConfiguration.roundedUp(prepared)) + use.floats(images * pixels, seen))
                .passing(Tensor.size(sides) * (double) channels + values(network, sides))
                .keeping(kept(images, prepared));
    }

    /** Of the other images' features, as far as they are kept. */
    private double kept(int images, int[] prepared) {
        double one = values(model.network(), NetworkConfiguration.roundedUp(prepared)) + Tensor.size(prepared);
        return Math.max(0, Math.min(images * one, available.heapBytes() / FeatureCache.SHARE / Float.BYTES) - one);
    }

    private int[] prepared(int[] size) {
        return model.resize() == 0 ? size : Resampling.sizeOfLongSide(size, model.resize());
    }

    /**
     * How many values all levels' maps have.
     *
     * @param sides multiples of 16
     */
    static double values(NetworkConfiguration network, int[] sides) {
        double values = 0;
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            double stride = NetworkConfiguration.levelStride(level);
            values += network.levelChannels(level) * (Tensor.size(sides) / Math.pow(stride, sides.length));
        }
        return values;
    }
}
