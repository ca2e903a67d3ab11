package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.train.Progress;
import org.coverfiji.train.StepResult;
import org.coverfiji.train.TrainingOutcome;

/** What a pretraining run leaves. Immutable. */
public final class PretrainResult {

    /** Final figures are means over so many last iterations. */
    public static final int FINAL_ITERATIONS = 50;

    private final File modelFile;
    private final TrainingOutcome outcome;
    private final Progress progress;
    private final List<StepResult> steps;
    private final int imagesUsed;
    private final List<String> imagesSkipped;

    PretrainResult(File modelFile, TrainingOutcome outcome, Progress progress, List<StepResult> steps,
            int imagesUsed, List<String> imagesSkipped) {
        this.modelFile = modelFile;
        this.outcome = outcome;
        this.progress = progress;
        this.steps = Collections.unmodifiableList(steps);
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

    /** Losses and measures of every iteration of this run, those before a resume not included. */
    public List<StepResult> steps() {
        return steps;
    }

    /**
     * The names of losses and measures of the last {@link #FINAL_ITERATIONS} iterations, in the order in which they are
     * shown; empty if no iteration was done. Those of a method's stages differ.
     */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        finalSteps().forEach(step -> names.addAll(step.losses().keySet()));
        finalSteps().forEach(step -> names.addAll(step.metrics().keySet()));
        return names;
    }

    private List<StepResult> finalSteps() {
        return steps.subList(Math.max(0, steps.size() - FINAL_ITERATIONS), steps.size());
    }

    /**
     * Mean of a loss or measure over the last {@link #FINAL_ITERATIONS} iterations, those aside where it is undefined;
     * NaN if none is left.
     */
    public double finalMean(String name) {
        return finalSteps().stream()
                .mapToDouble(step -> step.losses().getOrDefault(name, step.metrics().getOrDefault(name, Double.NaN)))
                .filter(Double::isFinite).average().orElse(Double.NaN);
    }

    /**
     * The final means in a sentence, for a log; null if no iteration was done.
     *
     * @param titles of losses and measures, by their names
     */
    public String summary(Map<String, String> titles) {
        return steps.isEmpty() ? null : names().stream()
                .map(name -> String.format(Locale.ROOT, "%s %.3f", titles.getOrDefault(name, name), finalMean(name)))
                .collect(Collectors.joining("; ",
                        "Means of the last "
                        + Counted.of(Math.min(steps.size(), FINAL_ITERATIONS), "iteration") + ": ", "."));
    }

    public int imagesUsed() {
        return imagesUsed;
    }

    /** Why images were left out, one line each. */
    public List<String> imagesSkipped() {
        return imagesSkipped;
    }
}
