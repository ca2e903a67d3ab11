package org.coverfiji.app.apply;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.file.Table;
import org.coverfiji.image.ImageRows;
import org.coverfiji.image.LabelRowsFile;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.show.LabelColours;

import ij.measure.Calibration;

/** An image that is segmented from file to file, because it does not fit into memory. */
final class LargeImage {

    /** Bytes per pixel of an image in memory: its values and the normalised ones by channel, classes, label image. */
    private static final int BYTES_PER_VALUE = 2 * Float.BYTES;
    private static final int BYTES_PER_PIXEL = Integer.BYTES + 2;
    private static final int MOST_CLASSES = 254;

    private final ImageRows image;
    private final String name;
    private final List<String> classes;
    private final RowClassifier classifier;

    /**
     * @param name result files start with it
     * @param classes that the classifier gives, from class 0 on
     */
    LargeImage(ImageRows image, String name, List<String> classes, RowClassifier classifier) {
        this.image = image;
        this.name = name;
        this.classes = classes;
        this.classifier = classifier;
        if (classes.size() > MOST_CLASSES) {
            throw new CoverException(image.name() + " is too large to be held in memory, and row by row at most "
                    + MOST_CLASSES + " classes are written; crop it.");
        }
    }

    /** What an image would need as a whole. */
    static long bytes(Geometry geometry) {
        long pixels = (long) geometry.width() * geometry.height() * geometry.slices() * geometry.frames();
        return pixels * (BYTES_PER_VALUE * geometry.channels() + BYTES_PER_PIXEL);
    }

    /**
     * Writes the label image.
     *
     * @return as {@link ImageSegmentation#measurements()}
     */
    Table write(File labels) {
        long[] pixels = new long[classes.size()];
        AtomicFile.write(labels, out -> write(out, pixels));
        double[] spacing = image.spacing();
        return new ClassMeasurements(name, classes, spacing[0] * spacing[1], "area", image.unit())
                .table(new long[][] {pixels}, 1);
    }

    private void write(OutputStream out, long[] pixels) throws IOException {
        int[] size = image.size();
        LabelRowsFile file = new LabelRowsFile(size[1], size[0], LabelColours.lut(), calibration());
        file.writeHeader(out);
        try {
            classifier.labels(image, row -> {
                for (int label : row) {
                    pixels[label]++;
                }
                try {
                    file.writeRow(row, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Calibration calibration() {
        Calibration calibration = new Calibration();
        calibration.pixelHeight = image.spacing()[0];
        calibration.pixelWidth = image.spacing()[1];
        calibration.setUnit(image.unit());
        return calibration;
    }
}
