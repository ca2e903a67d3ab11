package org.coverfiji.command;

import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.io.File;
import java.util.List;

import org.coverfiji.app.apply.ImageSegmentation;
import org.coverfiji.file.Table;
import org.coverfiji.image.PixelSizes;
import org.coverfiji.show.PredictedOutlines;
import org.coverfiji.show.Prediction;
import org.coverfiji.show.ResultPlaces;
import org.coverfiji.show.Tables;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;

/** Shows what a command has made of an image, so that nothing hides the image or another result. */
final class ResultWindows implements AutoCloseable {

    /** Null where there are no windows. */
    private final ResultPlaces places;

    ResultWindows(ImagePlus source) {
        places = CoverCommand.windows() ? new ResultPlaces(source) : null;
    }

    /**
     * A picture and its table.
     *
     * @param source what neither is to hide; null if nothing but the picture is open, which the table is not to hide
     */
    static void show(ImagePlus source, ImagePlus picture, Table table, String title) {
        if (source == null) {
            Windows.show(picture);
        }
        try (ResultWindows windows = new ResultWindows(source == null ? picture : source)) {
            if (source != null) {
                windows.show(picture);
            }
            windows.show(table, title);
        }
    }

    /** Says something of two open images: the Log, which may open for it, hides neither. */
    static void log(String message, ImagePlus image, ImagePlus other) {
        ResultPlaces places = CoverCommand.windows() ? new ResultPlaces(image) : null;
        IJ.log(message);
        if (places != null) {
            places.window(other.getWindow(), false);
            places.log();
        }
    }

    /** An image, under a title that no other has. */
    void show(ImagePlus image) {
        Windows.show(image);
        if (places != null) {
            places.image(image);
        }
    }

    /** A segmentation's label image, which remembers what it was made of; returns it. */
    ImagePlus show(ImageSegmentation segmentation, ImagePlus source, File model) {
        ImagePlus labels = segmentation.labelImage();
        PixelSizes.copy(source, labels);
        Prediction.attach(labels, source, model, segmentation.classNames(), segmentation.fingerprint());
        show(labels);
        return labels;
    }

    /** A table, in the window of this title. */
    void show(Table table, String title) {
        show(table, table, title);
    }

    /** @param inLog what the log gets of it without a display */
    void show(Table table, Table inLog, String title) {
        Window before = places == null ? null : WindowManager.getWindow(title);
        Tables.show(table, inLog, title);
        if (places != null) {
            places.window(WindowManager.getWindow(title), before == null);
        }
    }

    /** Outlines of an image, in the ROI Manager, where there is a display. */
    void show(List<Roi> outlines, ImagePlus source) {
        if (GraphicsEnvironment.isHeadless()) {
            return;
        }
        boolean isNew = RoiManager.getInstance2() == null;
        PredictedOutlines.put(outlines, source);
        if (places != null) {
            places.window(RoiManager.getInstance2(), isNew);
        }
    }

    /** At the end, when the Log has got its lines. */
    @Override
    public void close() {
        if (places != null) {
            places.log();
        }
    }
}
