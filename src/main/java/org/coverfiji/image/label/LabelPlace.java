package org.coverfiji.image.label;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.image.Decimals;
import org.coverfiji.image.format.Geometry;

/**
 * Whether labels lie where their image does. Headers that say where in the scanner both are must agree; pixel sizes
 * alone, as of TIFF files, are often wrong, so that a difference is only told.
 */
public final class LabelPlace {

    /**
     * Of a pixel, by which labels may be displaced; writers round, and some mean corners by what others mean centres.
     */
    private static final double SAME_PLACE = 1;

    /** By which pixel sizes may differ. */
    private static final double SAME_SIZE = 0.01;

    private final String imageName;
    private final Geometry image;
    private final String labelName;
    private final Geometry label;

    public LabelPlace(String imageName, Geometry image, String labelName, Geometry label) {
        this.imageName = imageName;
        this.image = image;
        this.labelName = labelName;
        this.label = label;
    }

    /**
     * @return what the user should know, or null
     * @throws CoverException if the labels are mirrored, of another scale or elsewhere
     */
    public String check() {
        if (image.orientation() != null && label.orientation() != null) {
            requireSameAxes();
            requireSameSize();
            requireSamePlace();
            return null;
        }
        boolean known = !isPixel(image) && image.unit().equals(label.unit());
        return known && differs() ? "The pixel size of the label image " + labelName + " (" + size(label) + ") is not"
                + " that of its image " + imageName + " (" + size(image) + "), which counts." : null;
    }

    private void requireSameAxes() {
        String axes = image.orientation().axes();
        if (!axes.equals(label.orientation().axes())) {
            throw new CoverException("The label image " + labelName + " is stored with the axes "
                    + label.orientation().axes() + ", but its image " + imageName + " with " + axes
                    + "; save both in the same orientation.");
        }
    }

    private void requireSameSize() {
        if (differs()) {
            throw new CoverException("The label image " + labelName + " has pixels of " + size(label)
                    + ", but its image "
                    + imageName + " of " + size(image) + "; resample the labels to the image.");
        }
    }

    /** At the corners of the volume, where a rotation shows most. */
    private void requireSamePlace() {
        double[] own = image.orientation().affine();
        double[] others = label.orientation().affine();
        double furthest = 0;
        for (int corner = 0; corner < 8; corner++) {
            double squares = 0;
            for (int row = 0; row < 3; row++) {
                double difference = others[4 * row + 3] - own[4 * row + 3];
                int[] last = {image.width() - 1, image.height() - 1, image.slices() - 1};
                for (int axis = 0; axis < 3; axis++) {
                    difference += (corner >> axis & 1) * last[axis] * (others[4 * row + axis] - own[4 * row + axis]);
                }
                squares += difference * difference;
            }
            furthest = Math.max(furthest, Math.sqrt(squares));
        }
        double pixel = Arrays.stream(image.spacing()).max().getAsDouble();
        if (furthest > SAME_PLACE * pixel) {
            throw new CoverException("The label image " + labelName + " lies up to " + Decimals.text(furthest) + " "
                    + image.unit() + " away from its image " + imageName + ", by what their headers say; resample the"
                    + " labels to the image, or give both the same origin.");
        }
    }

    private boolean differs() {
        double[] own = image.spacing();
        double[] others = label.spacing();
        // The thickness of a single slice is often left out.
        for (int axis = image.slices() > 1 ? 0 : 1; axis < own.length; axis++) {
            if (Math.abs(others[axis] - own[axis]) > SAME_SIZE * own[axis]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPixel(Geometry geometry) {
        return geometry.unit().startsWith("pixel");
    }

    /** As ImageJ says sizes: width × height × depth. */
    private static String size(Geometry geometry) {
        double[] spacing = geometry.spacing();
        return Decimals.text(spacing[2]) + " × " + Decimals.text(spacing[1]) + " × " + Decimals.text(spacing[0]) + " "
                + geometry.unit();
    }
}
