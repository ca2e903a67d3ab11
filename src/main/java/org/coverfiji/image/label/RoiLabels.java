package org.coverfiji.image.label;

import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.read.ImageReader;

import ij.ImagePlus;
import ij.gui.Arrow;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.plugin.frame.RoiManager;

/**
 * Labels that are drawn on an open image as ROIs. A ROI's class is its group, or its name if no ROI has a group; where
 * ROIs overlap, the later one counts. Areas are filled, lines drawn as wide as their stroke, points are single
 * pixels. A ROI with a position belongs to its slice and time point, one without to all of them. Outlines that a model
 * predicted are labels like drawn ones, once somebody has looked at them; both kinds together are not.
 *
 * <pre>
 * LabelledImages labelled = RoiLabels.read(image, RoiLabels.rois(image), true, new ImageReader(2, 1));
 * </pre>
 */
public final class RoiLabels {

    private RoiLabels() {
    }

    /**
     * The ROIs of the image's overlay, then those of the ROI Manager; no texts, arrows and pictures, and no outlines
     * that were predicted for another image.
     */
    public static List<Roi> rois(ImagePlus image) {
        List<Roi> rois = new ArrayList<>();
        if (image.getOverlay() != null) {
            rois.addAll(Arrays.asList(image.getOverlay().toArray()));
        }
        // Asked for in a macro without a display, ImageJ tries to open its window.
        RoiManager manager = GraphicsEnvironment.isHeadless() ? null : RoiManager.getInstance2();
        if (manager != null) {
            rois.addAll(Arrays.asList(manager.getRoisAsArray()));
        }
        return labels(rois).stream().filter(roi -> !PredictedRois.isOfAnother(roi, image.getTitle()))
                .collect(Collectors.toList());
    }

    /**
     * The image with its labels. For 2D networks, slices on which no ROI lies are left out, as nobody has looked at
     * them.
     *
     * @param rois as {@link #rois} gives them
     * @param unlabelledIsIgnored what no ROI covers is ignored; otherwise it is class 0, "background"
     * @throws CoverException if there is no ROI, one lies outside of the image, one has no class, there is only one
     *         class, or some are drawn and others predicted
     */
    public static LabelledImages read(ImagePlus image, List<Roi> rois, boolean unlabelledIsIgnored,
            ImageReader reader) {
        List<FloatImage> images = reader.convert(image);
        List<Roi> drawn = labels(rois);
        if (drawn.isEmpty()) {
            throw new CoverException("The image " + image.getTitle() + " has no ROIs; draw some and add them to the"
                    + " overlay (B) or the ROI Manager (T).");
        }
        requireOneKind(image, drawn);
        RoiClasses classes = new RoiClasses(drawn, unlabelledIsIgnored);
        int[][] labels = new int[images.size()][images.get(0).pixels()];
        for (int[] values : labels) {
            Arrays.fill(values, unlabelledIsIgnored ? LabelImage.IGNORE : 0);
        }
        boolean[] touched = new boolean[images.size()];
        for (int i = 0; i < drawn.size(); i++) {
            paint(new RoiPainter(image, drawn.get(i)), classes.classOf(i), images.get(0).size(), labels, touched);
        }
        List<LabelledImage> labelled = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            if (touched[i]) {
                FloatImage own = images.get(i);
                labelled.add(new LabelledImage(own, new LabelImage(own.name() + " ROIs", labels[i], own.size())));
            }
        }
        return LabelledImages.ofOne(image.getTitle(), labelled, LabelClasses.of(classes.names()));
    }

    /** Nobody knows whether the drawn ones are all labels that there are, or corrections of the others. */
    private static void requireOneKind(ImagePlus image, List<Roi> rois) {
        int drawn = PredictedRois.drawn(rois).size();
        if (drawn > 0 && drawn < rois.size()) {
            throw new CoverException("The image " + image.getTitle() + " has " + drawn + " drawn and "
                    + (rois.size() - drawn) + " predicted ROIs; delete the predicted ones if the drawn ones are all of"
                    + " the labels, or make a label of both by COVER Save as Label.");
        }
    }

    private static void paint(RoiPainter painter, int classNumber, int[] size, int[][] labels, boolean[] touched) {
        int dimensions = size.length;
        int plane = size[dimensions - 2] * size[dimensions - 1];
        int[] slices = new int[dimensions == 3 ? size[0] * labels.length : labels.length];
        int perImage = slices.length / labels.length;
        boolean any = false;
        for (int i = 0; i < slices.length; i++) {
            boolean painted = painter.paint(i, classNumber, labels[i / perImage], i % perImage * plane);
            touched[i / perImage] |= painted;
            any |= painted;
        }
        if (!any) {
            throw painter.outside();
        }
    }

    /** What Analyze > Tools > Scale Bar and Calibration Bar draw beside their texts. */
    private static boolean isBar(Roi roi) {
        return roi.getName() != null && (roi.getName().startsWith("|SB|") || roi.getName().startsWith("|CB|"));
    }

    private static List<Roi> labels(List<Roi> rois) {
        return rois.stream()
                .filter(roi -> !(roi instanceof ImageRoi || roi instanceof TextRoi || roi instanceof Arrow
                        || isBar(roi)))
                .collect(Collectors.toList());
    }
}
