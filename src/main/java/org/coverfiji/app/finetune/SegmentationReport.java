package org.coverfiji.app.finetune;

import java.io.File;
import java.util.Locale;

import org.coverfiji.Counted;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.file.Beside;
import org.coverfiji.file.CsvFile;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.metric.DiceCounts;
import org.coverfiji.metric.SegmentationScores;
import org.coverfiji.show.ContactSheet;
import org.coverfiji.show.Panels;

/** How well a model segments images whose labels are known. Immutable. */
public final class SegmentationReport {

    private static final int PANEL = 320;
    private static final double OPACITY = 0.5;

    private final SegmentationScores scores;
    private final boolean heldBack;
    private final SegmentationScores test;
    private final File table;

    private SegmentationReport(SegmentationScores scores, boolean heldBack, SegmentationScores test, File table) {
        this.scores = scores;
        this.heldBack = heldBack;
        this.test = test;
        this.table = table;
    }

    /**
     * Segments every image at its own size and compares; leaves tables of the scores and pictures of the best and the
     * worst image beside the model.
     *
     * @param images those held back for validation, else those trained on
     * @param testImages those that had no say in the model; null for none
     */
    static SegmentationReport of(Segmenter segmenter, LabelledImages images, boolean heldBack,
            LabelledImages testImages, File model) {
        SegmentationScores scores = scores(segmenter, images);
        File table = Beside.file(model, ".scores.csv");
        CsvFile.write(table, scores.toTable());
        if (scores.best() >= 0) {
            picture(segmenter, images.get(scores.best()), scores.imageDice(scores.best()))
                    .write(Beside.file(model, ".best.png"));
            picture(segmenter, images.get(scores.worst()), scores.imageDice(scores.worst()))
                    .write(Beside.file(model, ".worst.png"));
        }
        SegmentationScores test = testImages == null ? null : scores(segmenter, testImages);
        if (test != null) {
            CsvFile.write(Beside.file(model, Beside.TEST_SCORES), test.toTable());
        }
        return new SegmentationReport(scores, heldBack, test, table);
    }

    /** Scores of a model on images that it may or may not have seen. */
    public static SegmentationScores scores(Segmenter segmenter, LabelledImages images) {
        SegmentationScores scores = new SegmentationScores(images.classes().names());
        for (int i = 0; i < images.size(); i++) {
            scores.add(images.get(i).label(), segmenter.labels(images.get(i).image()), images.get(i).image().spacing(),
                    images.get(i).image().unit());
        }
        return scores;
    }

    private static ContactSheet picture(Segmenter segmenter, LabelledImage labelled, double dice) {
        FloatImage image = labelled.image();
        int slice = Panels.fullest(labelled.label());
        ContactSheet sheet = new ContactSheet(PANEL, "image", "labels", "prediction");
        sheet.add(String.format(Locale.ROOT, "%s, Dice %.3f", image.name(), dice), Panels.image(image, slice),
                Panels.overlay(image, labelled.label(), slice, OPACITY),
                Panels.overlay(image, segmenter.labels(image), slice, OPACITY));
        return sheet;
    }

    /** The mean Dice alone, as {@link SegmentationScores} has it, without distances. */
    public static double meanDice(Segmenter segmenter, LabelledImages images) {
        DiceCounts counts = new DiceCounts(images.classes().count());
        for (int i = 0; i < images.size(); i++) {
            counts.add(segmenter.labels(images.get(i).image()).classes(), images.get(i).label());
        }
        return counts.mean();
    }

    public SegmentationScores scores() {
        return scores;
    }

    /** Whether the images were held back; else they are the training images, and the scores flatter the model. */
    public boolean heldBack() {
        return heldBack;
    }

    /** Scores on images that had no say in the model, which are those to quote; null if there are none. */
    public SegmentationScores testScores() {
        return test;
    }

    /** The scores as a CSV file. */
    public File table() {
        return table;
    }

    @Override
    public String toString() {
        String own = scores.meanDiceText() + " on " + Counted.of(scores.images(), heldBack ? "validation image"
                : "training image") + (heldBack ? ": a selection score, because they chose the weights"
                : "; hold some back for validation to learn how good the model is"
                        + " on others");
        return test == null ? own + (heldBack ? "; set test to hold back images for a figure to quote." : ".")
                : own + ". " + test.meanDiceText() + " on " + Counted.of(test.images(), "test image")
                        + ": the figure to quote.";
    }
}
