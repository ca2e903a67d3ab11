package org.coverfiji.train;

import java.util.Locale;

/**
 * Warns, at the end of a run from its start, where the sum of the losses has not fallen: what comes out has learnt
 * nothing. For runs whose losses are to fall from the first step on.
 */
public final class FallWatch implements TrainingListener {

    /** Steps that are averaged at either end; single batches are too small to tell. */
    private static final int AVERAGED = 20;
    /** Shorter runs tell nothing. */
    private static final int LEAST = 3 * AVERAGED;
    /** Of the first losses, by which they must have fallen. */
    private static final double FALL = 0.02;

    private final TrainingListener listener;
    private final double[] last = new double[AVERAGED];
    private boolean resumed;
    private double first;
    private double highestRate;
    private int steps;

    /** @param listener hears the warning */
    public FallWatch(TrainingListener listener) {
        this.listener = listener;
    }

    @Override
    public void started(Progress progress) {
        resumed = progress.iteration() > 0;
    }

    @Override
    public void iterationDone(Progress progress) {
        double loss = progress.losses().values().stream().mapToDouble(Double::doubleValue).sum();
        highestRate = Math.max(highestRate, progress.learningRate());
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
        }
    }
}
