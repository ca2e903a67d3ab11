package org.coverfiji.app.apply;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.coverfiji.MemoryShortage;
import org.coverfiji.app.cost.AvailableMemory;
import org.coverfiji.app.cost.FittingWindows;
import org.coverfiji.app.cost.InferenceEstimate;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.model.ModelDescription;

/** What memory it takes to segment the images of a file or window, from their extents alone. */
final class SegmentationMemory {

    /** Of a label image that is shown or written, beside the classes themselves. */
    private static final double LABEL_IMAGE = 0.25;
    /** Of rows that are read: as they are, and normalised. */
    private static final int COPIES_OF_ROWS = 2;
    /** Of mirrored windows: their pixels, their results, those mirrored back, and the sum of them. */
    private static final int COPIES_OF_FLIPPED = 3;

    private final ModelDescription model;
    private final SegmentSettings settings;
    private final SlidingWindow wanted;
    private final int images;
    private final boolean probabilities;
    private final UnaryOperator<int[]> preparation;

    /**
     * @param wanted the windows where memory suffices
     * @param images of one size; 0 where one is read and written row by row
     * @param probabilities whether the class probabilities are wanted too
     * @param preparation gives the extents of an image as the network sees it
     */
    SegmentationMemory(ModelDescription model, SegmentSettings settings, SlidingWindow wanted, int images,
            boolean probabilities, UnaryOperator<int[]> preparation) {
        this.model = model;
        this.settings = settings;
        this.wanted = wanted;
        this.images = images;
        this.probabilities = probabilities;
        this.preparation = preparation;
    }

    /**
     * Windows that fit.
     *
     * @param size of an image, array order
     * @param log takes a line where they are smaller than wanted
     * @throws org.coverfiji.CoverException if none do
     */
    SlidingWindow windows(String name, int[] size, Consumer<String> log) {
        return new FittingWindows(AvailableMemory.ofProcess(), wanted, preparation, this::estimate).of(name, size,
                "to be segmented" + (images == 0 ? " row by row" : images == 1 ? ""
                        : " with the others of its " + images + " images"),
                (probabilities ? "leave the probabilities out, or " : "") + MemoryShortage.REMEDY, log);
    }

    /** With the wanted windows. */
    InferenceEstimate estimate(int[] size) {
        return estimate(size, preparation.apply(size), wanted);
    }

    private InferenceEstimate estimate(int[] size, int[] prepared, SlidingWindow window) {
        int classes = model.classes().size();
        int channels = model.network().inputChannels();
        int[] sides = window.sides(prepared);
        int atOnce = window.atOnce(prepared);
        double rows = (double) Tensor.size(prepared) / prepared[0] * Math.min(sides[0], prepared[0]);
        double held = images == 0 ? COPIES_OF_ROWS * channels * rows : ofImages(size, prepared, channels, classes);
        double passing = (double) atOnce * Tensor.size(sides) * (channels + classes)
                * (settings.flips() ? COPIES_OF_FLIPPED : 1);
        return InferenceEstimate.ofPixels(model.network(), atOnce, sides).holding(held + classes * rows)
                .passing(passing);
    }

    /** The images, what comes of them, and what one of them becomes on the way. */
    private double ofImages(int[] size, int[] prepared, int channels, int classes) {
        double pixels = Tensor.size(size);
        double seen = Tensor.size(prepared);
        double results = images * pixels * (1 + LABEL_IMAGE + (probabilities ? 2 * classes : 0));
        double onTheWay = channels * seen + (Arrays.equals(size, prepared) ? 0
                : Math.max(channels, 3) * pixels + classes * seen);
        return images * channels * pixels + results + onTheWay;
    }
}
