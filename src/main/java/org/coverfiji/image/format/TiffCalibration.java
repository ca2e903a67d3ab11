package org.coverfiji.image.format;

import java.util.Properties;

import ij.io.FileInfo;
import ij.measure.Calibration;

/** The calibration that ImageJ, or OME's own reader in Fiji, gives an image opened from a TIFF file. */
final class TiffCalibration {

    private static final double TINY = 0.001;
    private static final double TINY_OF_IMAGEJ = 0.0001;
    private static final double MICROMETRES_PER_CENTIMETRE = 10000;

    private TiffCalibration() {
    }

    /** @param info with ImageJ's description taken in */
    static Calibration of(FileInfo info) {
        Calibration calibration = new Calibration();
        if (info.pixelWidth > 0 && info.unit != null) {
            boolean imageJ = info.description != null && info.description.startsWith("ImageJ");
            // As ImageJ: tiny centimetres are what microscopes write for micrometres.
            boolean tiny = info.unit.equals("cm") && info.pixelWidth <= (imageJ ? TINY_OF_IMAGEJ : TINY);
            double factor = tiny ? MICROMETRES_PER_CENTIMETRE : 1;
            calibration.pixelWidth = info.pixelWidth * factor;
            calibration.pixelHeight = info.pixelHeight * factor;
            calibration.pixelDepth = info.pixelDepth == 1 ? 1 : info.pixelDepth * factor;
            calibration.setUnit(tiny ? "um" : info.unit);
        }
        calibration.frameInterval = info.frameInterval;
        if (TiffLayout.isImageJ(info.description)) {
            Properties properties = TiffLayout.properties(info.description);
            calibration.xOrigin = number(properties, "xorigin");
            calibration.yOrigin = number(properties, "yorigin");
            calibration.zOrigin = number(properties, "zorigin");
            calibration.frameInterval = number(properties, "finterval");
            calibration.setTimeUnit(properties.getProperty("tunit", "sec"));
        }
        return calibration;
    }

    static Calibration of(OmeDescription ome) {
        Calibration calibration = new Calibration();
        calibration.pixelWidth = ome.micrometres('X');
        calibration.pixelHeight = ome.micrometres('Y') > 0 ? ome.micrometres('Y') : calibration.pixelWidth;
        calibration.pixelDepth = ome.micrometres('Z') > 0 ? ome.micrometres('Z') : 1;
        calibration.setUnit("um");
        calibration.frameInterval = ome.frameInterval();
        return calibration;
    }

    private static double number(Properties properties, String key) {
        try {
            return Double.parseDouble(properties.getProperty(key, "0").trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
