package org.coverfiji.command;

import java.util.Locale;

import org.coverfiji.app.compare.CompareSettings;
import org.coverfiji.app.compare.Comparison;
import org.coverfiji.app.compare.ComparisonListener;
import org.coverfiji.app.compare.RunRow;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.file.Table;
import org.coverfiji.show.Tables;
import org.coverfiji.train.LogListener;

import ij.IJ;

/** Shows a comparison in the log, the status bar and, where there is a display, a live table; heeds the Esc key. */
final class ComparisonWatch implements ComparisonListener {

    private static final long LEAST_NANOSECONDS = 1_000_000_000;
    private static final int STEPS = 1000;
    private static final String TITLE = "COVER comparison";

    private final WorkProgress work;
    private Comparison comparison;
    private long shown = System.nanoTime() - LEAST_NANOSECONDS;

    ComparisonWatch(WorkProgress work) {
        this.work = work;
    }

    /** The comparison that is watched. */
    Comparison of(Engine engine, CompareSettings settings) {
        comparison = new Comparison(engine, settings, this);
        return comparison;
    }

    @Override
    public void message(String text) {
        IJ.log(text);
        heedCancel();
    }

    /** Before that nothing is lost by an interrupt, after it a training ends between two steps. */
    @Override
    public void planned() {
        heedCancel();
        work.endInterrupting();
    }

    @Override
    public void progress(double share, double remainingSeconds, String what) {
        long now = System.nanoTime();
        // Painting the status takes the processor from training.
        if (now - shown > LEAST_NANOSECONDS) {
            shown = now;
            work.show((int) Math.round(STEPS * share), STEPS, String.format(Locale.ROOT, "%s, %s left", what,
                    LogListener.duration(remainingSeconds)));
        }
        heedCancel();
    }

    private void heedCancel() {
        if (work.isCancelled() && comparison != null) {
            comparison.cancel();
        }
    }

    @Override
    public void made(RunRow row, Table rows) {
        if (CoverCommand.windows()) {
            Tables.show(rows, TITLE);
        }
    }
}
