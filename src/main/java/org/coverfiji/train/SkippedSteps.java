package org.coverfiji.train;

import java.util.Locale;

import org.coverfiji.CoverException;

/**
 * Counts the steps of a run from which nothing was learnt, because their images showed nothing or their gradient was
 * not finite. Many of them deserve a warning; a run of nothing else has no result.
 */
final class SkippedSteps {

    /** So many steps tell whether the rest will be of the same kind. */
    static final long JUDGED = 50;
    /** A greater share of skipped steps is a warning. */
    private static final double MANY = 0.1;

    private static final String WHY = "because nothing is to be seen in their patches or their gradient was not"
            + " finite";
    private static final String REMEDY = "look at the images, and give others, a window of intensities, resize, or"
            + " another patch";

    private long steps;
    private long skipped;
    private boolean warned;

    void count(boolean wasSkipped) {
        steps++;
        skipped += wasSkipped ? 1 : 0;
    }

    /** Of this run. */
    long skipped() {
        return skipped;
    }

    /** @throws CoverException if nothing else was done, and the weights are those of the start */
    void requireSome() {
        if (steps > 0 && skipped == steps) {
            throw new CoverException("Nothing was learnt: " + (steps == 1 ? "the only step was" : "all " + steps
                    + " steps were") + " skipped, " + WHY + "; no model is written; " + REMEDY + ".");
        }
    }

    /** @return whether enough steps were done to expect no better of the rest */
    boolean isHopeless() {
        return steps >= JUDGED && skipped == steps;
    }

    /** A warning, once, when many of at least {@link #JUDGED} steps, or of all at the end, were skipped; else null. */
    String warning(boolean atTheEnd) {
        if (warned || skipped == 0 || !(steps >= JUDGED || atTheEnd) || skipped < MANY * steps) {
            return null;
        }
        warned = true;
        return String.format(Locale.ROOT, "%d of %d steps were skipped, %s; %s.", skipped, steps, WHY, REMEDY);
    }
}
