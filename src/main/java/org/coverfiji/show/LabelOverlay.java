package org.coverfiji.show;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.PredictedRois;

import ij.IJ;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

/** Labels as a layer on their image: half transparent colours, or outlines that can be edited. */
public final class LabelOverlay {

    private static final int MARK = 255;

    private LabelOverlay() {
    }

    /**
     * The classes' colours as one transparent picture per slice; the background and what is left out stay clear.
     *
     * @param labels volumes, one per time point, or planes in the order of the image's slices and time points
     * @param places of the image on which they lie
     * @param opacity 0 to 1
     */
    public static Overlay colours(List<LabelImage> labels, SlicePlaces places, double opacity) {
        Overlay overlay = new Overlay();
        forEachSlice(labels, (plane, place) -> {
            int[] colours = new int[plane.pixels()];
            boolean any = false;
            for (int i = 0; i < colours.length; i++) {
                // Zero is what ImageRoi leaves transparent.
                colours[i] = plane.get(i) > 0 ? 0xff000000 | LabelColours.rgb(plane.get(i)) : 0;
                any |= colours[i] != 0;
            }
            if (any) {
                ImageRoi roi = new ImageRoi(0, 0, new ColorProcessor(width(plane), height(plane), colours));
                roi.setZeroTransparent(true);
                roi.setOpacity(opacity);
                ColourLayer.name(roi, "labels");
                places.put(roi, place);
                overlay.add(roi);
            }
        });
        return overlay;
    }

    /**
     * One ROI per class and slice, with the class's name and colour, marked as predicted. The group is left out where
     * ImageJ lacks the lookup table of the groups' colours, as it then writes to the log.
     *
     * @param labels as above
     * @param title the image's
     * @param classNames from class 0, the background, which gets no ROI
     */
    public static List<Roi> contours(List<LabelImage> labels, SlicePlaces places, String title,
            List<String> classNames) {
        String folder = IJ.getDir("luts");
        boolean grouped = folder != null
                && (new File(folder, "glasbey.lut").exists() || new File(folder, "Glasbey.lut").exists());
        return contours(labels, places, title, classNames, grouped);
    }

    static List<Roi> contours(List<LabelImage> labels, SlicePlaces places, String title, List<String> classNames,
            boolean grouped) {
        List<Roi> rois = new ArrayList<>();
        forEachSlice(labels, (plane, place) -> {
            for (int c = 1; c < classNames.size(); c++) {
                Roi roi = contour(plane, c);
                if (roi != null) {
                    roi.setName(classNames.get(c));
                    // Before the colour: groups bring one of their own.
                    PredictedRois.mark(roi, title, c, grouped);
                    roi.setStrokeColor(LabelColours.colour(c));
                    places.put(roi, place);
                    rois.add(roi);
                }
            }
        });
        return rois;
    }

    /** Or null if the class does not occur. */
    private static Roi contour(LabelImage plane, int classNumber) {
        ByteProcessor mask = new ByteProcessor(width(plane), height(plane));
        boolean any = false;
        for (int i = 0; i < plane.pixels(); i++) {
            if (plane.get(i) == classNumber) {
                mask.set(i, MARK);
                any = true;
            }
        }
        mask.setThreshold(MARK, MARK, ImageProcessor.NO_LUT_UPDATE);
        return any ? new ThresholdToSelection().convert(mask) : null;
    }

    private interface SliceVisitor {
        void visit(LabelImage plane, int place);
    }

    private static void forEachSlice(List<LabelImage> labels, SliceVisitor visitor) {
        int place = 0;
        for (LabelImage image : labels) {
            int slices = image.dimensions() == 3 ? image.size()[0] : 1;
            int plane = image.pixels() / slices;
            for (int slice = 0; slice < slices; slice++) {
                int[] classes = new int[plane];
                System.arraycopy(image.classes(), slice * plane, classes, 0, plane);
                visitor.visit(new LabelImage(image.name(), classes, height(image), width(image)), place++);
            }
        }
    }

    private static int width(LabelImage image) {
        return image.size()[image.dimensions() - 1];
    }

    private static int height(LabelImage image) {
        return image.size()[image.dimensions() - 2];
    }
}
