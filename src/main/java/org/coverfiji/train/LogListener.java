package org.coverfiji.train;

import java.io.File;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.coverfiji.Counted;

/** One line per interval for a log: iteration, losses, figures, learning rate, speed, remaining time. */
public final class LogListener implements TrainingListener {

    private final Consumer<String> log;
    private final double intervalSeconds;
    private double lastSeconds;

    /**
     * @param log takes the lines
     * @param intervalSeconds least time between two progress lines; the first and the last iteration always have one
     */
    public LogListener(Consumer<String> log, double intervalSeconds) {
        this.log = log;
        this.intervalSeconds = intervalSeconds;
    }

    @Override
    public void started(Progress progress) {
        lastSeconds = Double.NEGATIVE_INFINITY;
        log.accept(progress.iteration() == 0 ? "Training starts: " + Counted.of(progress.total(), "iteration") + "."
                : "Training resumes after iteration " + progress.iteration() + " of " + progress.total() + ".");
    }

    @Override
    public void iterationDone(Progress progress) {
        if (progress.elapsedSeconds() - lastSeconds >= intervalSeconds || progress.iteration() == progress.total()) {
            lastSeconds = progress.elapsedSeconds();
            log.accept(line(progress));
        }
    }

    @Override
    public void checkpointSaved(Progress progress, File file) {
        log.accept("Checkpoint of iteration " + progress.iteration() + " saved in " + file + ".");
    }

    @Override
    public void message(String text) {
        log.accept(text);
    }

    @Override
    public void warning(String text) {
        log.accept("Warning: " + text);
    }

    @Override
    public void finished(Progress progress, TrainingOutcome outcome) {
        log.accept(String.format(Locale.ROOT, "Training %s after iteration %d of %d, %s, peak memory %.1f GB.",
                outcome.name().toLowerCase(Locale.ROOT), progress.iteration(), progress.total(),
                duration(progress.elapsedSeconds()), progress.peakBytes() / 1e9));
    }

    /** Such as {@code 120/1000  vector 1.2345  ratio 0.456  rate 9.5e-04  12.3 samples/s  1:05 left}. */
    static String line(Progress progress) {
        StringBuilder line = new StringBuilder();
        line.append(progress.iteration()).append('/').append(progress.total());
        append(line, progress.losses());
        append(line, progress.metrics());
        if (progress.skippedSteps() > 0) {
            line.append("  ").append(progress.skippedSteps()).append(" skipped");
        }
        return line.append(String.format(Locale.ROOT, "  rate %.1e  %.1f samples/s  %s left", progress.learningRate(),
                progress.samplesPerSecond(), duration(progress.remainingSeconds()))).toString();
    }

    /** A score is undefined until the first validation. */
    private static void append(StringBuilder line, Map<String, Double> figures) {
        figures.forEach((name, value) -> {
            if (!Double.isNaN(value)) {
                line.append(String.format(Locale.ROOT, "  %s %.4f", name, value));
            }
        });
    }

    /** A time as m:ss or h:mm:ss. */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600 ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
