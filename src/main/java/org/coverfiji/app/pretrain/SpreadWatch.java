package org.coverfiji.app.pretrain;

import java.util.Locale;

import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;

/**
 * Warns, after a tenth of a run and again at its end, where the features of all pixels have become nearly the same on
 * some level, which a loss need not tell: whatever is made of them shows nothing.
 */
final class SpreadWatch implements TrainingListener {

    /** The first steps of any run, or after a resume, tell nothing. */
    private static final int FIRST = 50;
    private static final double COLLAPSED = 0.01;

    private final PretrainSettings settings;
    private final TrainingListener listener;
    private int steps;
    private boolean judged;

    /** @param listener hears the warnings */
    SpreadWatch(PretrainSettings settings, TrainingListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    @Override
    public void iterationDone(Progress progress) {
        boolean atTheEnd = progress.iteration() == progress.total();
        boolean early = !judged && 10 * progress.iteration() >= progress.total();
        if (++steps < FIRST || !early && !atTheEnd) {
            return;
        }
        judged = true;
        double spread = progress.metrics().getOrDefault(PretrainingTask.SPREAD, Double.NaN);
        if (spread < COLLAPSED) {
            listener.warning(String.format(Locale.ROOT, "The features have collapsed, every pixel has nearly the same"
                    + " on some level (spread %.4f after %d of %d steps, where 1 is wide): embeddings by this model"
                    + " show nothing. Lower learning_rate (it is %s now).", spread, progress.iteration(),
                    progress.total(), settings.learningRate()));
        }
    }
}
