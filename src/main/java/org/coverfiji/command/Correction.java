package org.coverfiji.command;

import java.io.File;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.image.label.LabelCorrection;
import org.coverfiji.image.label.PredictedRois;
import org.coverfiji.image.label.RoiLabels;
import org.coverfiji.image.label.RoiPixels;
import org.coverfiji.image.read.ImageOpener;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.Prediction;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;

/**
 * What somebody has made of a prediction, as the labels of its image: the label image, painted on, or the outlines,
 * edited; over either the ROIs that were drawn, and the selection if its class is told.
 */
final class Correction {

    private final ImagePlus image;
    /** Null if there is none. */
    private final ImagePlus labels;
    private final boolean labelsNamed;

    /**
     * @param named the image or its label image; null for the active one
     * @param labelsTitle of an open label image, or its file; empty for the one that was shown for the image
     * @throws CoverException if there is no such image
     */
    Correction(ImagePlus named, String labelsTitle) {
        ImagePlus active = CoverCommand.meant(named);
        if (active == null) {
            throw new CoverException("There is no image to make a label of; open one, or give image its title or its"
                    + " file.");
        }
        Prediction own = Prediction.of(active);
        labelsNamed = labelsTitle != null && !labelsTitle.isBlank();
        if (own != null && own.source() != null && !labelsNamed) {
            image = own.source();
            labels = active;
        } else {
            image = CoverCommand.source(active, "make a label of");
            labels = labelsNamed ? find(labelsTitle.strip()) : Prediction.labelsOf(image);
        }
    }

    private static ImagePlus find(String title) {
        ImagePlus open = WindowManager.getImage(title);
        ImagePlus found = open == null && new File(title).isFile() ? ImageOpener.open(new File(title)) : open;
        if (found == null) {
            throw new CoverException("labels is " + title + ", which is neither the title of an open image nor an image"
                    + " file.");
        }
        return found;
    }

    /** The image that the labels are of. */
    ImagePlus image() {
        return image;
    }

    /** The label image that a command showed for the image; null if there is none. */
    ImagePlus shownLabels() {
        return Prediction.of(labels) == null ? null : labels;
    }

    /** The model that was named, else the one that made the prediction; null if neither is known. */
    File model(File named) {
        Prediction prediction = Prediction.of(labels);
        return !CoverCommand.empty(named) ? named : prediction == null ? null : prediction.model();
    }

    /**
     * The classes' names, from class 0 on: those of the model that was named, else of the prediction.
     *
     * @param named as above
     * @throws CoverException if no model and no prediction is known, or the model does not segment
     */
    List<String> classes(File named) {
        Prediction prediction = Prediction.of(labels);
        return CoverCommand.empty(named) && prediction != null ? prediction.classNames()
                : description(named).classes();
    }

    /**
     * Reads a segmentation model's description.
     *
     * @param named as above
     * @throws CoverException if no model is known, or it does not segment
     */
    ModelDescription description(File named) {
        File file = CoverCommand.given("model", model(named), "the segmentation model file (.cover) that made the"
                + " prediction");
        ModelDescription description = ModelFile.readDescription(file);
        description.requireKind(ModelDescription.SEGMENTATION, file.getName());
        return description;
    }

    /** Whether outlines that were predicted for the image are there. */
    boolean hasOutlines() {
        return !PredictedRois.of(RoiLabels.rois(image), image.getTitle()).isEmpty();
    }

    /**
     * Puts it together.
     *
     * @param classNames from class 0, the background
     * @param selectionClass of the image's selection; empty to leave that out
     * @param log takes lines about what was used
     * @throws CoverException if nothing is there to make a label of, or label image and outlines contradict each other
     */
    LabelCorrection correct(List<String> classNames, String selectionClass, Consumer<String> log) {
        List<Roi> rois = RoiLabels.rois(image);
        List<Roi> drawn = PredictedRois.drawn(rois);
        boolean selected = selectionClass != null && !selectionClass.isBlank();
        if (labels == null && rois.isEmpty() && !selected) {
            throw new CoverException("There is nothing to make a label of " + image.getTitle()
                    + " of; run COVER Segment, or draw ROIs and add them to the overlay (B) or the ROI Manager (T).");
        }
        LabelCorrection correction = begin(classNames, PredictedRois.of(rois, image.getTitle()), drawn.size(), log);
        correction.paint(drawn);
        Roi selection = image.getRoi();
        if (selected) {
            if (selection == null) {
                throw new CoverException("selection is " + selectionClass + ", but nothing is selected on "
                        + image.getTitle() + "; select it, or leave selection empty.");
            }
            correction.paint(RoiPixels.here(image, selection), selectionClass);
        } else if (selection != null && rois.stream().noneMatch(selection::equals)) {
            log.accept("The selection on " + image.getTitle() + " is no part of the label; add it to the overlay or the"
                    + " ROI Manager, or give its class as selection.");
        }
        Prediction prediction = Prediction.of(labels);
        if (prediction != null && prediction.fingerprint().equals(correction.fingerprint())) {
            log.accept("The label of " + image.getTitle() + " is the prediction as it was: nothing was corrected.");
        }
        return correction;
    }

    private LabelCorrection begin(List<String> classNames, List<Roi> outlines, int drawn, Consumer<String> log) {
        LabelCorrection byOutlines = new LabelCorrection(image, classNames).paint(outlines);
        LabelCorrection byLabels = labels == null ? null : new LabelCorrection(image, classNames).begin(labels);
        boolean useOutlines = labels == null || !outlines.isEmpty() && !labelsNamed && areNewer(byOutlines, byLabels);
        log.accept("Label of " + image.getTitle() + ": " + (!useOutlines ? "the label image " + labels.getTitle()
                : outlines.isEmpty() ? "background" : "predicted outlines (" + outlines.size() + ")")
                + (drawn == 0 ? "." : ", over it " + Counted.of(drawn, "drawn ROI") + "."));
        return useOutlines ? byOutlines : byLabels;
    }

    /** Whether the outlines, not the label image, were corrected. */
    private boolean areNewer(LabelCorrection byOutlines, LabelCorrection byLabels) {
        Prediction prediction = Prediction.of(labels);
        String first = prediction == null ? "" : prediction.fingerprint();
        String outlines = byOutlines.fingerprint();
        if (outlines.equals(first) || outlines.equals(byLabels.fingerprint())) {
            return false;
        }
        if (!byLabels.fingerprint().equals(first)) {
            throw new CoverException("The label image " + labels.getTitle() + " and the predicted outlines of "
                    + image.getTitle() + " say different things; close the label image or delete the outlines,"
                    + " whichever you did not correct, or name the label image as labels.");
        }
        return true;
    }
}
