package org.coverfiji.app.finetune;

import java.io.File;
import java.util.Locale;

import org.coverfiji.Counted;
import org.coverfiji.file.Beside;
import org.coverfiji.file.CsvFile;
import org.coverfiji.metric.ClassificationScores;
import org.coverfiji.metric.Temperature;

/** How well a model classifies images whose classes are known. Immutable. */
public final class ClassificationReport {

    private final ClassificationScores scores;
    private final boolean heldBack;
    private final ClassificationScores test;
    private final double temperature;
    private final double errorBefore;

    /**
     * @param network the scores of the network's own probabilities; those of held back images calibrate it
     * @param test the same of images that had no say in the model; null for none
     */
    ClassificationReport(ClassificationScores network, boolean heldBack, ClassificationScores test) {
        this.heldBack = heldBack;
        // Of images that were trained on a network is surer than of others.
        temperature = heldBack ? network.temperature() : Temperature.NONE;
        errorBefore = network.calibrationError();
        scores = network.at(temperature);
        this.test = test == null ? null : test.at(temperature);
    }

    /** By which the model's probabilities are calibrated; 1 without held back images. */
    double temperature() {
        return temperature;
    }

    /** Accuracy, balanced accuracy, AUC, calibration error, confusion matrix, a row per image; calibrated. */
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
        return (test == null ? own + (heldBack ? "; set test to hold back images for a figure to quote. " : ". ")
                : own + ". " + text(test, "test image") + ": the figures to quote. ") + calibration();
    }

    private static String text(ClassificationScores scores, String image) {
        // Images of a single class have no AUC.
        String auc = Double.isNaN(scores.meanAuc()) ? ""
                : String.format(Locale.ROOT, ", mean AUC %.3f", scores.meanAuc());
        return String.format(Locale.ROOT, "Accuracy %.3f, balanced accuracy %.3f%s on %s", scores.accuracy(),
                scores.balancedAccuracy(), auc, Counted.of(scores.images(), image));
    }

    private String calibration() {
        if (!heldBack) {
            return "The probabilities are not calibrated, which takes images that are held back.";
        }
        String own = String.format(Locale.ROOT, "Expected calibration error %.3f (%.3f before the probabilities were"
                + " calibrated on these images, temperature %.2f)", scores.calibrationError(), errorBefore,
                temperature);
        return test == null ? own + "."
                : own + String.format(Locale.ROOT, "; on the test images %.3f.", test.calibrationError());
    }
}
