package org.coverfiji.train;

import java.util.Locale;

/**
 * Warns, at the end of a run from its start, where the sum of the losses has not fallen: what comes out has learnt
 * nothing; and where it has fallen only from a height to which training itself had thrown it, so that what comes out is
 * worse than what training started from. For runs whose losses are to fall from the first step on.
 */
public final class FallWatch implements TrainingListener {

    /** Steps that are averaged at either end; single batches are too small to tell. */
    private static final int AVERAGED = 20;
    /** Shorter runs tell nothing. */
    private static final int LEAST = 3 * AVERAGED;
    /** Of the first losses, by which they must have fallen. */
    private static final double FALL = 0.02;
    /** Of the first step's loss, beyond which no trained batch's lies by chance. */
    private static final double ABOVE = 0.5;

    private final TrainingListener listener;
    private final double guessing;
    private final double[] last = new double[AVERAGED];
    private boolean resumed;
    private double untrained;
    private double first;
    private double highestRate;
    private int steps;

    /** @param listener hears the warning */
    public FallWatch(TrainingListener listener) {
        this(listener, Double.POSITIVE_INFINITY);
    }

    /**
     * For losses of which it is known what guessing gives.
     *
     * @param listener hears the warning
     * @param guessing the greatest loss of a network that gives every class the same probability
     */
    public FallWatch(TrainingListener listener, double guessing) {
        this.listener = listener;
        this.guessing = guessing;
    }

    @Override
    public void started(Progress progress) {
        resumed = progress.iteration() > 0;
    }

    @Override
    public void iterationDone(Progress progress) {
        double loss = progress.losses().values().stream().mapToDouble(Double::doubleValue).sum();
        highestRate = Math.max(highestRate, progress.learningRate());
        untrained = steps == 0 ? loss : untrained;
        first += steps < AVERAGED ? loss / AVERAGED : 0;
        last[steps++ % AVERAGED] = loss;
    }

    @Override
    public void finished(Progress progress, TrainingOutcome outcome) {
        if (resumed || steps < LEAST || outcome == TrainingOutcome.FAILED) {
            return;
        }
        double end = 0;
        for (double loss : last) {
            end += loss / AVERAGED;
        }
        if (end > first - FALL * Math.abs(first)) {
            listener.warning(String.format(Locale.ROOT, "The loss has not fallen: it was %.4g over the first %d of %d"
                    + " steps and is %.4g over the last %2$d. Nothing was learnt; give another learning_rate, usually a"
                    + " lower one (it was %.2g at its highest), or more iterations.", first, AVERAGED, steps, end,
                    highestRate));
        } else if (end > guessing) {
            tellWorse(end, String.format(Locale.ROOT, "guessing gives at most %.4g", guessing));
        } else if (end > untrained + ABOVE * Math.abs(untrained)) {
            tellWorse(end, String.format(Locale.ROOT, "the first step, before anything was learnt, had %.4g",
                    untrained));
        }
    }

    private void tellWorse(double end, String than) {
        listener.warning(String.format(Locale.ROOT, "The loss is %.4g over the last %d of %d steps, where %s: the steps"
                + " were too large, and what was trained is worse than nothing. Start again with a lower learning_rate"
                + " (it was %.2g at its highest).", end, AVERAGED, steps, than, highestRate));
    }
}
