package org.coverfiji.app.apply;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.LengthUnit;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.Resampling;
import org.coverfiji.model.ModelDescription;

/**
 * Brings images to the intensities and the scale that a network was trained at: normalised, and resized to the long
 * side or resampled to the pixel size of the training images.
 */
public final class TaskPreparation {

    /** Pixel sizes that differ less need no resampling. */
    static final double TOLERANCE = 1.2;

    /** No axis becomes smaller by resampling to a pixel size: below, nothing could be recognised. */
    private static final int LEAST_SIDE = 4;

    private final Normalization normalization;
    private final int resize;
    private final double[] pixelSize;
    private final String unit;

    /**
     * @param resize long side in pixels, 0 for none
     * @param pixelSize array order, in the unit; null to leave pixel sizes as they are
     */
    public TaskPreparation(Normalization normalization, int resize, double[] pixelSize, String unit) {
        this.normalization = normalization;
        this.resize = resize;
        this.pixelSize = pixelSize;
        this.unit = unit;
    }

    public static TaskPreparation of(ModelDescription model, boolean resample) {
        return new TaskPreparation(model.normalization(), model.resize(), resample ? model.pixelSize() : null,
                model.unit());
    }

    /** The prepared image; its size is that of {@link #scaled}. */
    public FloatImage apply(FloatImage raw) {
        return scaled(normalization.apply(raw));
    }

    /** The image at the training scale, or as it is. */
    public FloatImage scaled(FloatImage image) {
        if (resize > 0) {
            return Resampling.toLongSide(image, resize);
        }
        double[] target = target(image.size(), image.spacing(), image.unit());
        return target == null ? image : Resampling.toSpacing(image, target);
    }

    /** The extents of an image of this size, in array order, at the training scale. */
    public int[] scaledSize(int[] size, double[] spacing, String imageUnit) {
        double[] target = resize > 0 ? null : target(size, spacing, imageUnit);
        return resize > 0 ? Resampling.sizeOfLongSide(size, resize)
                : target == null ? size : Resampling.sizeOfSpacing(size, spacing, target);
    }

    /** How many pixels an image of this size, in array order, has at the training scale. */
    public long scaledPixels(int[] size, double[] spacing, String imageUnit) {
        double[] target = resize > 0 ? null : target(size, spacing, imageUnit);
        int[] scaled = resize > 0 ? Resampling.sizeOfLongSide(size, resize) : size;
        double pixels = 1;
        for (int axis = 0; axis < size.length; axis++) {
            pixels *= target == null ? scaled[axis] : size[axis] * spacing[axis] / target[axis];
        }
        return Math.round(pixels);
    }

    /** Whether an image is taken at the scale that it has. */
    public boolean keepsScale(int[] size, double[] spacing, String imageUnit) {
        return resize == 0 && target(size, spacing, imageUnit) == null;
    }

    /** What the log says about an image that is resampled because of its pixel size; null if it is not. */
    public String note(FloatImage image) {
        return note(image.name(), image.size(), image.spacing(), image.unit());
    }

    /** The same of an image that need not be at hand. */
    public String note(String name, int[] size, double[] spacing, String imageUnit) {
        double[] target = resize > 0 ? null : target(size, spacing, imageUnit);
        return target == null ? null : name + " has pixels of " + sizes(spacing) + " " + imageUnit
                + " and is resampled to the training images' " + sizes(target) + " " + imageUnit + ".";
    }

    private static String sizes(double[] spacing) {
        return Arrays.stream(spacing).mapToObj(size -> String.format(Locale.ROOT, "%.4g", size))
                .collect(Collectors.joining(" × "));
    }

    /** The training images' pixel size in the image's unit, or null if the image's own is near it or not known. */
    private double[] target(int[] size, double[] spacing, String imageUnit) {
        if (pixelSize == null) {
            return null;
        }
        double ratio = LengthUnit.ratio(imageUnit, unit);
        boolean differs = false;
        double[] target = new double[spacing.length];
        for (int axis = 0; axis < spacing.length; axis++) {
            target[axis] = pixelSize[axis] * ratio;
            double factor = target[axis] / spacing[axis];
            if (!(factor > 0 && size[axis] / factor >= LEAST_SIDE)) {
                return null;
            }
            differs |= factor > TOLERANCE || factor < 1 / TOLERANCE;
        }
        return differs ? target : null;
    }
}
