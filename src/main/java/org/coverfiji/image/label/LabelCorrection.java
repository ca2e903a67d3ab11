package org.coverfiji.image.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.read.ImageReader;

import ij.ImagePlus;
import ij.gui.Roi;

/**
 * The labels of an open image, begun with the background, a label image or predicted outlines, and corrected by ROIs
 * that are painted over them. A ROI's class is its name or its group's number; where there is only one besides the
 * background, also ROIs without a name are of it.
 *
 * <pre>
 * List&lt;LabelImage&gt; planes = new LabelCorrection(image, classes).begin(labels).paint(drawn).planes();
 * </pre>
 */
public final class LabelCorrection {

    private final ImagePlus image;
    private final List<String> classNames;
    private final int[][] planes;

    /**
     * Begins with the background.
     *
     * @param classNames from class 0, the background
     */
    public LabelCorrection(ImagePlus image, List<String> classNames) {
        this.image = image;
        this.classNames = classNames;
        planes = new int[image.getNSlices() * image.getNFrames()][image.getWidth() * image.getHeight()];
    }

    /**
     * Takes what an open label image holds.
     *
     * @param labels class numbers
     * @throws CoverException if it has another size, or holds what is no class
     */
    public LabelCorrection begin(ImagePlus labels) {
        List<FloatImage> raw = new ImageReader(2, 0).convert(labels);
        if (labels.getWidth() != image.getWidth() || labels.getHeight() != image.getHeight()
                || raw.size() != planes.length) {
            throw new CoverException("The label image " + labels.getTitle() + " (" + size(labels) + ") is not of the"
                    + " size of " + image.getTitle() + " (" + size(image) + "); give the image's own.");
        }
        LabelClasses classes = LabelClasses.of(classNames);
        for (int i = 0; i < planes.length; i++) {
            planes[i] = classes.apply(raw.get(i)).classes();
        }
        return this;
    }

    private static String size(ImagePlus image) {
        return image.getWidth() + " × " + image.getHeight() + " × " + image.getNSlices() * image.getNFrames();
    }

    /**
     * Paints ROIs, later ones over earlier ones.
     *
     * @throws CoverException if one has no class, or covers no pixel
     */
    public LabelCorrection paint(List<Roi> rois) {
        rois.forEach(roi -> paint(roi, classOf(roi)));
        return this;
    }

    /**
     * Paints a selection.
     *
     * @param className the class's name or number
     * @throws CoverException if there is no such class, or the selection covers no pixel
     */
    public LabelCorrection paint(Roi selection, String className) {
        int number = number(className);
        if (number < 0) {
            throw new CoverException(className + " is no class; the classes are " + String.join(", ", classNames)
                    + ".");
        }
        paint(selection, number);
        return this;
    }

    private void paint(Roi roi, int classNumber) {
        RoiPainter painter = new RoiPainter(image, roi);
        boolean any = false;
        for (int i = 0; i < planes.length; i++) {
            any |= painter.paint(i, classNumber, planes[i], 0);
        }
        if (!any) {
            throw painter.outside();
        }
    }

    private int classOf(Roi roi) {
        String name = RoiClasses.name(roi);
        int number = number(name);
        int withoutCopy = number >= 0 ? number : number(name.replaceFirst("-\\d+$", ""));
        if (withoutCopy >= 0) {
            return withoutCopy;
        }
        if (roi.getGroup() > 0 && roi.getGroup() < classNames.size()) {
            return roi.getGroup();
        }
        if (name.isEmpty() && roi.getGroup() == 0 && classNames.size() == 2) {
            return 1;
        }
        throw new CoverException("The ROI " + roi.getName() + " is of none of the classes "
                + String.join(", ", classNames) + "; give it a class's name, or its number as the group.");
    }

    /** −1 if it is no class. */
    private int number(String text) {
        String name = text.strip();
        for (int c = 0; c < classNames.size(); c++) {
            if (classNames.get(c).equalsIgnoreCase(name)) {
                return c;
            }
        }
        boolean isNumber = name.matches("\\d{1,3}") && Integer.parseInt(name) < classNames.size();
        return isNumber ? Integer.parseInt(name) : -1;
    }

    /** Slice after slice, time point after time point. */
    public List<LabelImage> planes() {
        List<LabelImage> labels = new ArrayList<>();
        for (int[] plane : planes) {
            labels.add(new LabelImage(image.getTitle() + " labels", plane, image.getHeight(), image.getWidth()));
        }
        return labels;
    }

    /** Tells these labels from others. */
    public String fingerprint() {
        return fingerprint(planes());
    }

    /** Of planes, or of volumes that hold them in the same order. */
    public static String fingerprint(List<LabelImage> labels) {
        return DataFingerprint.ofContent(labels.stream().map(LabelImage::classes).flatMapToInt(Arrays::stream)
                .toArray());
    }
}
