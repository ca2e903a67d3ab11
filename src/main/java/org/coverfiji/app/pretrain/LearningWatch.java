package org.coverfiji.app.pretrain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

import org.coverfiji.Counted;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.view.PatchPlan;

/**
 * Compares the displacement's error with that of the zero field, 1, and the spread of the features with none, 0, and
 * warns, with the remedy, where nothing is learnt: after a tenth of the run, and again if it ends so. For the method
 * that regresses displacements.
 */
final class LearningWatch implements TrainingListener {

    /** Single batches are too small to tell. */
    private static final int STEPS = 20;
    /** The first steps of any run, or after a resume, tell nothing. */
    private static final int FIRST = 50;
    /**
     * What position alone gives: a pixel near the border can only have come from inside. Computed for the usual
     * motions, its error is 0.98 of the displacement at motion 0.3, 0.96 at 0.6 and 0.94 at 1.
     */
    private static final double NOTHING = 0.94;
    private static final double COLLAPSED = 0.01;

    private final PretrainSettings settings;
    private final TrainingListener listener;
    private final Deque<Double> ratios = new ArrayDeque<>();
    private int steps;
    private boolean judged;

    /** @param listener hears the warnings */
    LearningWatch(PretrainSettings settings, TrainingListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    @Override
    public void iterationDone(Progress progress) {
        remember(progress.metrics().getOrDefault(CoverRecipe.RATIO, Double.NaN));
        boolean atTheEnd = progress.iteration() == progress.total();
        boolean early = !judged && 10 * progress.iteration() >= progress.total();
        if (++steps < FIRST || !early && !atTheEnd) {
            return;
        }
        judged = true;
        double ratio = ratios.size() < STEPS ? Double.NaN
                : ratios.stream().mapToDouble(Double::doubleValue).average().getAsDouble();
        double spread = progress.metrics().getOrDefault(PretrainingTask.SPREAD, Double.NaN);
        if (ratio <= NOTHING) {
            return;
        }
        if (spread < COLLAPSED) {
            warn(progress, String.format(Locale.ROOT, "the features have collapsed, every pixel has nearly the same on"
                    + " some level (spread %.4f, where 1 is wide)", spread), "Lower learning_rate (it is "
                    + settings.learningRate() + " now)" + own(" or consistency"));
        } else if (!Double.isNaN(ratio)) {
            warn(progress, String.format(Locale.ROOT, "the displacement is not predicted, the error is %.2f of its"
                    + " size, where predicting no motion gives 1", ratio), remedy());
        }
    }

    /** Undefined where no pixel counted. */
    private void remember(double ratio) {
        if (Double.isNaN(ratio)) {
            return;
        }
        ratios.addLast(ratio);
        if (ratios.size() > STEPS) {
            ratios.removeFirst();
        }
    }

    private void warn(Progress progress, String what, String remedy) {
        boolean atTheEnd = progress.iteration() == progress.total();
        listener.warning((atTheEnd ? "Nothing was learnt in " : "Nothing is learnt so far, after "
                + progress.iteration() + " of ") + Counted.of(progress.total(), "step") + ": "
                + what + ". " + remedy + (atTheEnd ? "." : "; or wait, if few steps were done."));
    }

    private String remedy() {
        return "Let a patch show more that can be told apart: a larger patch ("
                + PatchPlan.write(settings.patch()) + " now) or smaller images"
                + " (resize, " + (settings.resize() == 0 ? "none" : settings.resize()) + "); or try another"
                + own(" motion") + " or learning_rate (" + settings.learningRate() + ")";
    }

    /** The method's own setting that the last word names, with its value; nothing where the method has none. */
    private String own(String words) {
        String value = settings.methodMap().get(words.substring(words.lastIndexOf(' ') + 1));
        return value == null ? "" : words + " (" + value + ")";
    }
}
