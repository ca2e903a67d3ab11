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
        double[] target = target(image);
        return target == null ? image : Resampling.toSpacing(image, target);
    }

    /** What the log says about an image that is resampled because of its pixel size; null if it is not. */
    public String note(FloatImage image) {
        double[] target = resize > 0 ? null : target(image);
        return target == null ? null : image.name() + " has pixels of " + sizes(image.spacing()) + " " + image.unit()
                + " and is resampled to the training images' " + sizes(target) + " " + image.unit() + ".";
    }

    private static String sizes(double[] spacing) {
        return Arrays.stream(spacing).mapToObj(size -> String.format(Locale.ROOT, "%.4g", size))
                .collect(Collectors.joining(" × "));
    }

    /** The training images' pixel size in the image's unit, or null if the image's own is near it or not known. */
    private double[] target(FloatImage image) {
        if (pixelSize == null) {
            return null;
        }
        double ratio = LengthUnit.ratio(image.unit(), unit);
        double[] spacing = image.spacing();
        int[] size = image.size();
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
