package org.coverfiji.command;

import java.util.function.BooleanSupplier;

import org.coverfiji.CancelledException;
import org.scijava.app.StatusService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

import ij.IJ;

/**
 * Shows how far long work is, in the status bar and in Fiji's list of tasks, and hears of the ways in which a user
 * cancels it: that list's stop button, the Esc key, which ImageJ knows apart, stopping the macro that asked for it, and
 * ending Fiji, whose services are gone then.
 */
final class WorkProgress implements AutoCloseable {

    private final StatusService status;
    private final Task task;
    private final BooleanSupplier askerHasLeft;
    private final HostEnd hostEnd;
    private InterruptOnCancel interrupt;
    private int maximum = 1;

    WorkProgress(StatusService status, TaskService tasks, String name, BooleanSupplier askerHasLeft) {
        this.askerHasLeft = askerHasLeft;
        this.status = status;
        hostEnd = new HostEnd(tasks.context());
        task = tasks.createTask(name);
        task.start();
        IJ.resetEscape();
    }

    /** Ends also what the calling thread does between two steps; for work that nothing is lost by. */
    WorkProgress interrupting() {
        interrupt = interrupt == null ? new InterruptOnCancel(this::isCancelled) : interrupt;
        return this;
    }

    /** From now on the steps alone are heeded. */
    void endInterrupting() {
        if (interrupt != null) {
            interrupt.close();
            interrupt = null;
        }
    }

    void show(int value, int newMaximum, String message) {
        maximum = newMaximum;
        tell(() -> {
            task.setProgressMaximum(maximum);
            task.setProgressValue(value);
            task.setStatusMessage(message);
            status.showStatus(value, maximum, message);
        });
    }

    /** Others are told by the event thread, and a wait for it that is interrupted forgets why. */
    private void tell(Runnable telling) {
        if (interrupt == null) {
            telling.run();
        } else {
            interrupt.undisturbed(telling);
        }
    }

    /**
     * Shows a step and heeds the user.
     *
     * @throws CancelledException with the sentence, if the user has cancelled the work
     */
    void step(int value, int newMaximum, String message, String whenCancelled) {
        // What tells others of progress may itself be disturbed by an interrupt.
        heed(whenCancelled);
        show(value, newMaximum, message);
        heed(whenCancelled);
    }

    private void heed(String whenCancelled) {
        if (isCancelled()) {
            throw new CancelledException(whenCancelled);
        }
    }

    /** Says what is being done before there are steps to count. */
    void phase(String message) {
        tell(() -> {
            task.setStatusMessage(message);
            status.showStatus(message);
        });
    }

    boolean isCancelled() {
        return isStopped() || IJ.escapePressed();
    }

    /** Cancelled otherwise than by the Esc key. */
    boolean isStopped() {
        return task.isCanceled() || askerHasLeft.getAsBoolean() || hostEnd.hasBegun();
    }

    /** Clears the progress bar, which stays for ever below its maximum. */
    @Override
    public void close() {
        try {
            endInterrupting();
            task.finish();
            status.showStatus(maximum, maximum, "");
        } finally {
            hostEnd.close();
        }
    }
}
