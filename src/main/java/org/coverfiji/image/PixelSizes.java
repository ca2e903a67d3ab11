package org.coverfiji.image;

import java.util.Locale;
import java.util.Set;

import ij.ImagePlus;
import ij.measure.Calibration;

/**
 * How ImageJ's calibration and an image's pixel size correspond: one rule for files, windows and results. A blank unit
 * says nothing, and inches are a printing resolution (dpi): such images have no pixel size.
 */
public final class PixelSizes {

    private static final Set<String> PRINT = Set.of("inch", "inches", "in", "\"", "dpi");

    private PixelSizes() {
    }

    /** Whether the calibration's pixel size means something. */
    public static boolean isMeant(Calibration calibration) {
        String unit = calibration.getUnit() == null ? "" : calibration.getUnit().strip().toLowerCase(Locale.ROOT);
        return !unit.isEmpty() && !PRINT.contains(unit) && calibration.scaled();
    }

    /** Gives a result the scale of the window that it was made of, if that means something. */
    public static void copy(ImagePlus from, ImagePlus to) {
        if (isMeant(from.getCalibration())) {
            Calibration calibration = from.getCalibration().copy();
            // The result's values are others.
            calibration.disableDensityCalibration();
            to.setCalibration(calibration);
        }
    }

    /** For a result on the grid of an image. */
    public static Calibration of(FloatImage image) {
        double[] spacing = image.spacing();
        Calibration calibration = new Calibration();
        calibration.pixelWidth = spacing[spacing.length - 1];
        calibration.pixelHeight = spacing[spacing.length - 2];
        calibration.pixelDepth = spacing.length == 3 ? spacing[0] : 1;
        calibration.setUnit(image.unit());
        image.timeAndOrigin().applyTo(calibration);
        return calibration;
    }
}
