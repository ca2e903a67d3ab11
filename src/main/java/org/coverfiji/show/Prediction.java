package org.coverfiji.show;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.coverfiji.image.ImageNames;

import ij.ImagePlus;
import ij.WindowManager;

/**
 * What a shown label image knows of its making, so that what somebody has corrected in it is found again: the image,
 * the model, and what it was at first. Lives as long as the window; files say nothing of it.
 */
public final class Prediction {

    private static final String KEY = "cover.prediction";

    private final int source;
    private final File model;
    private final List<String> classNames;
    private final String fingerprint;

    private Prediction(int source, File model, List<String> classNames, String fingerprint) {
        this.source = source;
        this.model = model;
        this.classNames = List.copyOf(classNames);
        this.fingerprint = fingerprint;
    }

    /**
     * Attaches this to the label image.
     *
     * @param source the image that was segmented
     * @param model that made the labels, or whose features they were propagated by
     * @param classNames from class 0 on
     * @param fingerprint of the labels
     */
    public static void attach(ImagePlus labels, ImagePlus source, File model, List<String> classNames,
            String fingerprint) {
        labels.setProperty(KEY, new Prediction(source.getID(), model, classNames, fingerprint));
    }

    /** Null if the image is no prediction of this session. */
    public static Prediction of(ImagePlus labels) {
        return labels == null ? null : (Prediction) labels.getProperty(KEY);
    }

    /** The label image that was last shown for an image, or one whose title says that it is; null if none is open. */
    public static ImagePlus labelsOf(ImagePlus source) {
        String name = ImageNames.withoutEnding(source.getTitle());
        Set<String> titles = Set.of(name + " labels", name + "_labels");
        ImagePlus found = null;
        int[] open = WindowManager.getIDList();
        for (int id : open == null ? new int[0] : Arrays.stream(open).sorted().toArray()) {
            ImagePlus image = WindowManager.getImage(id);
            Prediction own = of(image);
            boolean fits = own != null ? own.source == source.getID()
                    : image != null && titles.contains(ImageNames.withoutEnding(image.getTitle()));
            // Numbers of images are negative and fall: the newest comes first.
            if (fits && (found == null || of(found) == null && own != null)) {
                found = image;
            }
        }
        return found;
    }

    /** The image that was segmented; null if it is closed. */
    public ImagePlus source() {
        return WindowManager.getImage(source);
    }

    /** The model file. */
    public File model() {
        return model;
    }

    /** The classes' names, from class 0 on. */
    public List<String> classNames() {
        return classNames;
    }

    /** Of the labels as they were predicted. */
    public String fingerprint() {
        return fingerprint;
    }
}
