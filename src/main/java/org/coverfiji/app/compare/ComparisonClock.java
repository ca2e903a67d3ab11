package org.coverfiji.app.compare;

import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;

/** Which share of a comparison is done, and how long the rest takes, judged by what was done so far. */
final class ComparisonClock {

    /** What was expected of so little says nothing. */
    private static final double LEAST_SECONDS = 2;

    private final ComparisonListener listener;
    private final double total;
    private final long start = System.nanoTime();
    private double done;

    /** @param total expected seconds of all that is left */
    ComparisonClock(double total, ComparisonListener listener) {
        this.total = total;
        this.listener = listener;
    }

    /** Something that was expected to take so long is done, or will not be. */
    void add(double expected) {
        done += expected;
    }

    /** Tells how far a training is that was expected to take so long. */
    TrainingListener watch(double expected, String what) {
        return new TrainingListener() {
            @Override
            public void iterationDone(Progress progress) {
                double now = done + expected * progress.iteration() / progress.total();
                listener.progress(Math.min(1, now / total), remaining(now), what);
            }
        };
    }

    private double remaining(double now) {
        double elapsed = (System.nanoTime() - start) / 1e9;
        double pace = elapsed < LEAST_SECONDS || now <= 0 ? 1 : elapsed / now;
        return Math.max(0, total - now) * pace;
    }
}
