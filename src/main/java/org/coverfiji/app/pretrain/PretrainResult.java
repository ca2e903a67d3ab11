package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import org.coverfiji.engine.api.PretrainingLosses;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingOutcome;

/** What a pretraining run leaves. Immutable. */
public final class PretrainResult {

    /** Final figures are means over so many last iterations. */
    public static final int FINAL_ITERATIONS = 50;

    private final File modelFile;
    private final TrainingOutcome outcome;
    private final Progress progress;
    private final List<PretrainingLosses> losses;
    private final List<Double> ratios;
    private final int imagesUsed;
    private final List<String> imagesSkipped;

    PretrainResult(File modelFile, TrainingOutcome outcome, Progress progress, List<PretrainingLosses> losses,
            List<Double> ratios, int imagesUsed, List<String> imagesSkipped) {
        this.modelFile = modelFile;
        this.outcome = outcome;
        this.progress = progress;
        this.losses = Collections.unmodifiableList(losses);
        this.ratios = Collections.unmodifiableList(ratios);
        this.imagesUsed = imagesUsed;
        this.imagesSkipped = Collections.unmodifiableList(imagesSkipped);
    }

    /** The model; null if the run ended before its first iteration. */
    public File modelFile() {
        return modelFile;
    }

    /** COMPLETED, STOPPED or CANCELLED. */
    public TrainingOutcome outcome() {
        return outcome;
    }

    /** Where the run ended: iterations, speed, peak memory. */
    public Progress progress() {
        return progress;
    }

    /** Both losses of every iteration of this run, those before a resume not included. */
    public List<PretrainingLosses> losses() {
        return losses;
    }

    /** Σ mask·|ψ'−ψ|₁ / Σ mask·|ψ|₁ of every iteration of this run; 1 = the zero field; NaN where a mask was empty. */
    public List<Double> ratios() {
        return ratios;
    }

    /** Mean L_vec of the last {@link #FINAL_ITERATIONS} iterations, pixels; NaN if none was done. */
    public double finalVectorLoss() {
        return meanOfLast(losses, PretrainingLosses::vector);
    }

    /** Mean L_con of the last {@link #FINAL_ITERATIONS} iterations; NaN if none was done. */
    public double finalConsistencyLoss() {
        return meanOfLast(losses, PretrainingLosses::consistency);
    }

    /** Mean ratio of the last {@link #FINAL_ITERATIONS} iterations; NaN if none was done. */
    public double finalRatio() {
        return meanOfLast(ratios, ratio -> ratio);
    }

    /** The features' spread as last measured, 0…1; NaN if it was not. */
    public double finalSpread() {
        return progress.metrics().getOrDefault(PretrainingTask.SPREAD, Double.NaN);
    }

    /** The final figures in a sentence, for a log; null if no iteration was done. */
    public String summary() {
        return losses.isEmpty() ? null : String.format(Locale.ROOT, "Mean of the last %d iterations: displacement"
                + " error %.3f of the displacement, vector loss %.3f, consistency loss %.3f; spread of the features"
                + " %.3f.", Math.min(losses.size(), FINAL_ITERATIONS), finalRatio(), finalVectorLoss(),
                finalConsistencyLoss(), finalSpread());
    }

    private static <T> double meanOfLast(List<T> values, ToDoubleFunction<T> figure) {
        return values.subList(Math.max(0, values.size() - FINAL_ITERATIONS), values.size()).stream()
                .mapToDouble(figure).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    public int imagesUsed() {
        return imagesUsed;
    }

    /** Why images were left out, one line each. */
    public List<String> imagesSkipped() {
        return imagesSkipped;
    }
}
