package org.coverfiji.app.compare;

import org.coverfiji.file.Table;

/** Hears of a comparison: logs, progress bars, live tables. Events come on the comparison's thread. */
public interface ComparisonListener {

    /** Something worth telling the user. */
    default void message(String text) {
    }

    /** All images are read, and the first run begins. */
    default void planned() {
    }

    /**
     * After every training step.
     *
     * @param share of the work that is done, 0 to 1
     * @param remainingSeconds of the whole comparison
     * @param what is being made
     */
    default void progress(double share, double remainingSeconds, String what) {
    }

    /**
     * After every run.
     *
     * @param rows of all runs so far
     */
    default void made(RunRow row, Table rows) {
    }
}
