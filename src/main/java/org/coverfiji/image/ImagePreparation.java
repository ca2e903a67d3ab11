package org.coverfiji.image;

import java.util.Arrays;

/** What happens to an image between its file and the network: normalised, resized, padded. */
public final class ImagePreparation {

    private final Normalization normalization;
    private final int resize;
    private final int[] minimumSize;

    /**
     * @param normalization how intensities become [0, 1]
     * @param resize the longest side in pixels that every image gets, 0 to leave the sizes as they are
     * @param minimumSize the patch in array order: smaller images are padded by reflection
     */
    public ImagePreparation(Normalization normalization, int resize, int... minimumSize) {
        this.normalization = normalization;
        this.resize = resize;
        this.minimumSize = minimumSize.clone();
    }

    /** The prepared image, or null if it is constant: there is nothing to learn from it. */
    public FloatImage applyUnlessConstant(FloatImage raw) {
        FloatImage normalized = normalization.apply(raw);
        return Normalization.isFlat(normalized) ? null : fit(normalized);
    }

    /** The pixel size of a prepared image, in array order. */
    public double[] spacing(int[] size, double[] spacing) {
        double[] prepared = spacing.clone();
        if (resize > 0) {
            int[] resized = Resampling.sizeOfLongSide(size, resize);
            Arrays.setAll(prepared, axis -> spacing[axis] * size[axis] / resized[axis]);
        }
        return prepared;
    }

    /** The prepared image. */
    public FloatImage apply(FloatImage raw) {
        return fit(normalization.apply(raw));
    }

    private FloatImage fit(FloatImage normalized) {
        FloatImage resized = resize > 0 ? Resampling.toLongSide(normalized, resize) : normalized;
        return Padding.reflect(resized, minimumSize);
    }
}
