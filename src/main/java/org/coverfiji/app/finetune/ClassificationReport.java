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

    ClassificationReport(ClassificationScores scores, boolean heldBack) {
        this.scores = scores;
        this.heldBack = heldBack;
    }

    /** Accuracy, balanced accuracy, AUC, confusion matrix, a row per image. */
    public ClassificationScores scores() {
        return scores;
    }

    /** Whether the images were held back; else they are the training images, and the scores flatter the model. */
    public boolean heldBack() {
        return heldBack;
    }

    /** Writes scores, confusion matrix and images as CSV files beside the model. */
    void writeBeside(File model) {
        CsvFile.write(Beside.file(model, ".scores.csv"), scores.toTable());
        CsvFile.write(Beside.file(model, ".confusion.csv"), scores.confusionTable());
        CsvFile.write(Beside.file(model, ".images.csv"), scores.imageTable());
    }

    @Override
    public String toString() {
        // Images of a single class have no AUC.
        String auc = Double.isNaN(scores.meanAuc()) ? ""
                : String.format(Locale.ROOT, ", mean AUC %.3f", scores.meanAuc());
        return String.format(Locale.ROOT, "Accuracy %.3f, balanced accuracy %.3f%s on %d %s.", scores.accuracy(),
                scores.balancedAccuracy(), auc, scores.images(),
                heldBack ? "images that were held back" : "training images");
    }
}
