package org.coverfiji.image.label;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.image.ImageNames;

import ij.gui.Roi;

/**
 * Outlines that a model predicted, told from those that somebody drew. They bear the name of their image as a property,
 * which ImageJ keeps in TIFF and ROI files and in the ROI Manager, and have groups of their own: what ImageJ makes of
 * one that is corrected by adding or taking away an area has lost the property, but not the group.
 */
public final class PredictedRois {

    private static final String IMAGE = "cover.predicted";

    /** The group of class 0. Groups that people give begin at 1, and end at 255. */
    private static final int FIRST_GROUP = 128;
    private static final int LAST_GROUP = 255;

    private PredictedRois() {
    }

    /**
     * Marks an outline.
     *
     * @param title of the image's window, or its file's name
     * @param grouped whether to give it the class's group too, which changes its colour
     */
    public static void mark(Roi roi, String title, int classNumber, boolean grouped) {
        roi.setProperty(IMAGE, key(title));
        if (grouped) {
            roi.setGroup(Math.min(FIRST_GROUP + classNumber, LAST_GROUP));
        }
    }

    /** Whether a model predicted it, perhaps before somebody corrected it. */
    public static boolean isPredicted(Roi roi) {
        return roi.getProperty(IMAGE) != null || roi.getGroup() > FIRST_GROUP;
    }

    /** Whether it was predicted for another image than the one of this title. */
    public static boolean isOfAnother(Roi roi, String title) {
        String image = roi.getProperty(IMAGE);
        return image != null && !image.equals(key(title));
    }

    /** Whether it was predicted for the image of this title. */
    public static boolean isOf(Roi roi, String title) {
        return isPredicted(roi) && !isOfAnother(roi, title);
    }

    /** Those that were predicted for the image of this title. */
    public static List<Roi> of(List<Roi> rois, String title) {
        return rois.stream().filter(roi -> isOf(roi, title)).collect(Collectors.toList());
    }

    /** Those that no model predicted. */
    public static List<Roi> drawn(List<Roi> rois) {
        return rois.stream().filter(roi -> !isPredicted(roi)).collect(Collectors.toList());
    }

    /** The same for a file and the window that it is opened in; ImageJ loses other characters of properties. */
    private static String key(String title) {
        return URLEncoder.encode(ImageNames.withoutEnding(title), StandardCharsets.UTF_8);
    }
}
