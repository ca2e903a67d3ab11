package org.coverfiji.app.pretrain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

import org.coverfiji.method.ContrastSettings;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;

/**
 * Warns, once, where a method's embeddings of whole images have become all the same, which no loss tells: where their
 * spread stays below a tenth after the first hundred steps.
 */
final class CollapseWatch implements TrainingListener {

    /** At the start embeddings may be alike. */
    private static final int FIRST = 100;
    /** Single batches are too small to tell. */
    private static final int STEPS = 20;
    private static final double COLLAPSED = 0.1;

    private final PretrainSettings settings;
    private final TrainingListener listener;
    private final Deque<Double> spreads = new ArrayDeque<>();
    private boolean warned;

    /** @param listener hears the warning */
    CollapseWatch(PretrainSettings settings, TrainingListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    @Override
    public void iterationDone(Progress progress) {
        double spread = progress.metrics().getOrDefault(ContrastSettings.SPREAD, Double.NaN);
        if (warned || progress.iteration() <= FIRST || Double.isNaN(spread)) {
            return;
        }
        spreads.addLast(spread);
        if (spreads.size() < STEPS) {
            return;
        }
        double mean = spreads.stream().mapToDouble(Double::doubleValue).average().getAsDouble();
        spreads.removeFirst();
        if (mean < COLLAPSED) {
            warned = true;
            listener.warning(String.format(Locale.ROOT, "The embeddings have collapsed, those of different images are"
                    + " nearly the same (spread %.3f after %d steps, where 1 is wide): nothing more will be learnt."
                    + " %sa larger batch (%d now) or a lower learning_rate (%s).", mean, progress.iteration(), norm(),
                    settings.batch(), settings.learningRate()));
        }
    }

    private String norm() {
        String norm = settings.methodMap().get(ContrastSettings.NORM.key());
        return norm == null || norm.equals("batch") ? "Try " : "Try norm:batch in method_settings (" + norm + " now), ";
    }
}
