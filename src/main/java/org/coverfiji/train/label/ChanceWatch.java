package org.coverfiji.train.label;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;

/**
 * Compares the loss of a classification with that of guessing, ln K for K classes, and warns when training diverges
 * and when, after half of its steps, it has learnt nothing; once each.
 */
public final class ChanceWatch implements TrainingListener {

    /** Single batches are too small to tell. */
    private static final int STEPS = 20;
    private static final double DIVERGED = 3;
    private static final double AT_CHANCE = 0.97;

    private final double chance;
    private final TrainingListener listener;
    private final Deque<Double> losses = new ArrayDeque<>();
    private boolean diverged;
    private boolean stayed;

    /**
     * @param classes how many
     * @param listener hears the warnings
     */
    public ChanceWatch(int classes, TrainingListener listener) {
        chance = Math.log(classes);
        this.listener = listener;
    }

    @Override
    public void iterationDone(Progress progress) {
        losses.addLast(progress.losses().get("loss"));
        if (losses.size() < STEPS) {
            return;
        }
        if (losses.size() > STEPS) {
            losses.removeFirst();
        }
        double mean = losses.stream().mapToDouble(Double::doubleValue).average().getAsDouble();
        if (!diverged && mean > DIVERGED * chance) {
            diverged = true;
            listener.warning(String.format(Locale.ROOT, "Training diverges: the loss of the last %d steps is %.2f,"
                    + " where guessing gives %.2f; lower learning_rate (it is %.1e now).", STEPS, mean, chance,
                    progress.learningRate()));
        }
        if (!stayed && !diverged && 2 * progress.iteration() >= progress.total() && mean > AT_CHANCE * chance) {
            stayed = true;
            listener.warning(String.format(Locale.ROOT, "Training is still at chance after %d of %d steps: the loss is"
                    + " %.2f, guessing gives %.2f. Check that the images are in the right classes; try other values of"
                    + " learning_rate and iterations, or a larger patch if what tells the classes apart is small.",
                    progress.iteration(), progress.total(), mean, chance));
        }
    }
}
