package org.coverfiji.app.finetune;

import java.io.File;
import java.util.Locale;

import org.coverfiji.file.Beside;
import org.coverfiji.file.CsvFile;
import org.coverfiji.metric.ClassificationScores;

/** How well a model classifies images whose classes are known. Immutable. */
public final class ClassificationReport {

    private final ClassificationScores scores;
    private final boolean heldBack;
    private final ClassificationScores test;

    /** @param test scores of images that had no say in the model; null for none */
    ClassificationReport(ClassificationScores scores, boolean heldBack, ClassificationScores test) {
        this.scores = scores;
        this.heldBack = heldBack;
        this.test = test;
    }

    /** Accuracy, balanced accuracy, AUC, confusion matrix, a row per image. */
    public ClassificationScores scores() {
        return scores;
    }

    /** Whether the images were held back; else they are the training images, and the scores flatter the model. */
    public boolean heldBack() {
        return heldBack;
    }

    /** Scores on images that had no say in the model, which are those to quote; null if there are none. */
    public ClassificationScores testScores() {
        return test;
    }

    /** Writes scores, confusion matrix and images as CSV files beside the model. */
    void writeBeside(File model) {
        CsvFile.write(Beside.file(model, ".scores.csv"), scores.toTable());
        CsvFile.write(Beside.file(model, ".confusion.csv"), scores.confusionTable());
        CsvFile.write(Beside.file(model, ".images.csv"), scores.imageTable());
        if (test != null) {
            CsvFile.write(Beside.file(model, Beside.TEST_SCORES), test.toTable());
            CsvFile.write(Beside.file(model, ".test-images.csv"), test.imageTable());
        }
    }

    @Override
    public String toString() {
        String own = text(scores, heldBack ? "validation image" : "training image")
                + (heldBack ? ": selection scores, because they chose the weights" : "");
        return test == null ? own + (heldBack ? "; set test to hold back images for a figure to quote." : ".")
                : own + ". " + text(test, "test image") + ": the figures to quote.";
    }

    private static String text(ClassificationScores scores, String image) {
        // Images of a single class have no AUC.
        String auc = Double.isNaN(scores.meanAuc()) ? ""
                : String.format(Locale.ROOT, ", mean AUC %.3f", scores.meanAuc());
        return String.format(Locale.ROOT, "Accuracy %.3f, balanced accuracy %.3f%s on %d %s", scores.accuracy(),
                scores.balancedAccuracy(), auc, scores.images(), image + (scores.images() == 1 ? "" : "s"));
    }
}
