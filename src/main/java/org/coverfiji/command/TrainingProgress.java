package org.coverfiji.command;

import java.util.Locale;

import org.coverfiji.train.LogListener;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;

/** Shows a training run in the status bar, and cancels it when the user asks for that. */
final class TrainingProgress implements TrainingListener {

    private static final long LEAST_NANOSECONDS = 1_000_000_000;

    private final WorkProgress work;
    private final Runnable cancel;
    private final boolean escapeCancels;
    private long shown = System.nanoTime() - LEAST_NANOSECONDS;

    /**
     * @param cancel what ends the run
     * @param escapeCancels whether the Esc key does; false where a window asks the user first
     */
    TrainingProgress(WorkProgress work, Runnable cancel, boolean escapeCancels) {
        this.work = work;
        this.cancel = cancel;
        this.escapeCancels = escapeCancels;
    }

    /** Before that nothing is lost by an interrupt, after it a training ends between two steps. */
    @Override
    public void started(Progress progress) {
        boolean cancelled = work.isCancelled();
        work.endInterrupting();
        if (cancelled) {
            cancel.run();
        }
    }

    @Override
    public void waiting(String reason) {
        work.phase(reason);
        heedCancel();
    }

    private void heedCancel() {
        if (escapeCancels ? work.isCancelled() : work.isStopped()) {
            cancel.run();
        }
    }

    @Override
    public void iterationDone(Progress progress) {
        long now = System.nanoTime();
        // Painting the status takes the processor from training.
        if (now - shown > LEAST_NANOSECONDS || progress.iteration() == progress.total()) {
            shown = now;
            show(progress);
        }
        heedCancel();
    }

    /** Short, because Fiji's search field covers a third of the status; the window and the log have the rest. */
    private void show(Progress progress) {
        StringBuilder message = new StringBuilder(progress.iteration() + "/" + progress.total());
        progress.losses().values().stream().findFirst()
                .ifPresent(loss -> message.append(String.format(Locale.ROOT, ", loss %.3f", loss)));
        message.append(", ").append(LogListener.duration(progress.remainingSeconds())).append(" left");
        work.show((int) progress.iteration(), (int) progress.total(), message.toString());
    }
}
