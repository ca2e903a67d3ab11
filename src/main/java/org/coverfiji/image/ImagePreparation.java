package org.coverfiji.image;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** What happens to an image between its file and the network: normalised, resized, padded. */
public final class ImagePreparation {

    private final Normalization normalization;
    /** From an image's extents to those that it is resized to. */
    private final UnaryOperator<int[]> resized;
    private final int[] minimumSize;

    /**
     * @param normalization how intensities become [0, 1]
     * @param resize the longest side in pixels that every image gets, 0 to leave the sizes as they are
     * @param minimumSize the patch in array order: smaller images are padded by reflection
     */
    public ImagePreparation(Normalization normalization, int resize, int... minimumSize) {
        this(normalization, size -> resize > 0 ? Resampling.sizeOfLongSide(size, resize) : size, minimumSize);
    }

    private ImagePreparation(Normalization normalization, UnaryOperator<int[]> resized, int... minimumSize) {
        this.normalization = normalization;
        this.resized = resized;
        this.minimumSize = minimumSize.clone();
    }

    /**
     * Brings images whole into a box and pads them to its size: into a cube or a square by one factor, so that the long
     * side fills it; into any other box rows and columns by one factor and slices, where there are any, by one of their
     * own that is at most 1, because a flat box is for thick slices, of which none is to be lost or made up.
     *
     * @param box sides in array order
     */
    public static ImagePreparation whole(Normalization normalization, int... box) {
        return new ImagePreparation(normalization, size -> within(size, box), box);
    }

    private static int[] within(int[] size, int[] box) {
        int last = box.length - 1;
        if (Arrays.stream(box).allMatch(side -> side == box[last])) {
            return Resampling.sizeOfLongSide(size, box[last]);
        }
        double factor = Math.min((double) box[last] / size[last], (double) box[last - 1] / size[last - 1]);
        int[] target = new int[size.length];
        for (int axis = last - 1; axis <= last; axis++) {
            target[axis] = (int) Math.max(1, Math.min(box[axis], Math.round(size[axis] * factor)));
        }
        if (last == 2) {
            target[0] = Math.min(size[0], box[0]);
        }
        return target;
    }

    /** The prepared image, or null if it is constant: there is nothing to learn from it. */
    public FloatImage applyUnlessConstant(FloatImage raw) {
        FloatImage normalized = normalization.apply(raw);
        return Normalization.isFlat(normalized) ? null : fit(normalized);
    }

    /** The pixel size of a prepared image, in array order. */
    public double[] spacing(int[] size, double[] spacing) {
        int[] target = resized.apply(size);
        double[] prepared = spacing.clone();
        Arrays.setAll(prepared, axis -> spacing[axis] * size[axis] / target[axis]);
        return prepared;
    }

    /** The prepared image. */
    public FloatImage apply(FloatImage raw) {
        return fit(normalization.apply(raw));
    }

    private FloatImage fit(FloatImage normalized) {
        return Padding.reflect(Resampling.toSize(normalized, resized.apply(normalized.size())), minimumSize);
    }
}
