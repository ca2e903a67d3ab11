package org.coverfiji.app;

import java.io.File;
import java.util.Locale;

import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.metric.CsvFile;
import org.coverfiji.metric.SegmentationScores;

/** How well a model segments images whose labels are known. Immutable. */
public final class SegmentationReport {

    private final SegmentationScores scores;
    private final boolean heldBack;
    private final File table;

    private SegmentationReport(SegmentationScores scores, boolean heldBack, File table) {
        this.scores = scores;
        this.heldBack = heldBack;
        this.table = table;
    }

    /** Segments every image at its own size and compares. */
    static SegmentationReport of(Segmenter segmenter, LabelledImages images, boolean heldBack, File table) {
        SegmentationScores scores = scores(segmenter, images);
        CsvFile.write(table, scores.toTable());
        return new SegmentationReport(scores, heldBack, table);
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

    /** The mean over images of the mean Dice of their foreground classes, without distances. */
    static double meanDice(Segmenter segmenter, LabelledImages images) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < images.size(); i++) {
            DiceCounts counts = new DiceCounts(images.classes().count());
            counts.add(segmenter.labels(images.get(i).image()).classes(), images.get(i).label());
            if (!Double.isNaN(counts.mean())) {
                sum += counts.mean();
                count++;
            }
        }
        return sum / count;
    }

    /** A file whose name is the model's with another ending: {@code lung.cover} has {@code lung.scores.csv}. */
    static File fileBeside(File model, String ending) {
        return new File(model.getAbsoluteFile().getParentFile(), model.getName().replaceFirst("\\.cover$", "") + ending);
    }

    public SegmentationScores scores() {
        return scores;
    }

    /** Whether the images were held back; else they are the training images, and the scores flatter the model. */
    public boolean heldBack() {
        return heldBack;
    }

    /** The scores as a CSV file. */
    public File table() {
        return table;
    }

    @Override
    public String toString() {
        return "Mean Dice " + String.format(Locale.ROOT, "%.3f", scores.meanDice()) + " on "
                + scores.images() + (heldBack ? " images that were held back." : " training images; hold some back"
                + " for validation to learn how good the model is on others.");
    }
}
