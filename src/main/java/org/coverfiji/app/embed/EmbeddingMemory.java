package org.coverfiji.app.embed;

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

/** What memory it takes to embed the images of a file or window, from their extents alone. */
final class EmbeddingMemory {

    /** What is kept of an embedding. */
    enum Result {
        /** Nothing: it is handed on in parts. */
        PARTS,
        /** Its values. */
        ARRAY,
        /** Its values, and a hyperstack of them, to be shown or written. */
        HYPERSTACK
    }

    private final ModelDescription model;
    private final int features;
    private final SlidingWindow wanted;
    private final int images;
    private final Result result;

    /**
     * @param features per pixel of the result
     * @param wanted the windows where memory suffices
     * @param images of one size
     */
    EmbeddingMemory(ModelDescription model, int features, SlidingWindow wanted, int images, Result result) {
        this.model = model;
        this.features = features;
        this.wanted = wanted;
        this.images = images;
        this.result = result;
    }

    /**
     * Windows that fit.
     *
     * @param size of an image, array order
     * @param log takes a line where they are smaller than wanted
     * @throws org.coverfiji.CoverException if none do
     */
    SlidingWindow windows(String name, int[] size, Consumer<String> log) {
        return new FittingWindows(AvailableMemory.ofProcess(), wanted, this::prepared, this::estimate).of(name, size,
                "to be embedded in " + features + " features"
                        + (images == 1 ? "" : " with the others of its " + images + " images"),
                (result == Result.PARTS ? "" : "set features to keep fewer, write it as OME-Zarr, or ")
                        + MemoryShortage.REMEDY, log);
    }

    private int[] prepared(int[] size) {
        return model.resize() == 0 ? size : Resampling.sizeOfLongSide(size, model.resize());
    }

    /** With the wanted windows. */
    InferenceEstimate estimate(int[] size) {
        return estimate(size, prepared(size), wanted);
    }

    /** The images, their features, what one of them becomes on the way, and a row of windows' results. */
    private InferenceEstimate estimate(int[] size, int[] prepared, SlidingWindow window) {
        NetworkConfiguration network = model.network();
        int channels = network.inputChannels();
        double pixels = Tensor.size(size);
        double seen = Tensor.size(prepared);
        boolean resized = !Arrays.equals(size, prepared);
        double one = features * pixels;
        double kept = result == Result.PARTS ? 0 : images * one;
        // The hyperstack is made when all images are done; a stack's images are done one by one.
        double during = kept + channels * seen + (resized ? channels * pixels + features * seen : 0)
                + (images > 1 && kept > 0 ? one : 0) + band(prepared, window);
        double held = result == Result.HYPERSTACK ? Math.max(during, 2 * kept) : during;
        int[] sides = window.sides(prepared);
        int atOnce = window.atOnce(prepared);
        return InferenceEstimate.ofPixels(network, atOnce, sides).holding(images * channels * pixels + held)
                .passing(atOnce * (Tensor.size(sides) * (double) (channels + features) + maps(network, sides)))
                .upsampling(images * (double) window.tiles(prepared) * Tensor.size(sides) * features);
    }

    private double band(int[] prepared, SlidingWindow window) {
        return features * (double) Tensor.size(prepared) / prepared[0]
                * Math.min(window.sides(prepared)[0], prepared[0]);
    }

    /** All levels' maps come from the engine, whichever are asked for. */
    private static double maps(NetworkConfiguration network, int[] sides) {
        double values = 0;
        for (int l = 0; l < NetworkConfiguration.LEVELS; l++) {
            double stride = NetworkConfiguration.levelStride(l);
            values += network.levelChannels(l) * (Tensor.size(sides) / Math.pow(stride, sides.length));
        }
        return values;
    }
}
