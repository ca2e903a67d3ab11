package org.coverfiji.command;

import org.coverfiji.CancelledException;
import org.scijava.app.StatusService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

import ij.IJ;

/**
 * Shows how far long work is, in the status bar and in Fiji's list of tasks, and hears of the two ways in which a user
 * cancels it: that list's stop button and the Esc key, which ImageJ knows apart.
 */
final class WorkProgress implements AutoCloseable {

    private final StatusService status;
    private final Task task;
    private int maximum = 1;

    WorkProgress(StatusService status, TaskService tasks, String name) {
        this.status = status;
        task = tasks.createTask(name);
        task.start();
        IJ.resetEscape();
    }

    void show(int value, int newMaximum, String message) {
        maximum = newMaximum;
        task.setProgressMaximum(maximum);
        task.setProgressValue(value);
        task.setStatusMessage(message);
        status.showStatus(value, maximum, message);
    }

    /**
     * Shows a step and heeds the user.
     *
     * @throws CancelledException with the sentence, if the user has cancelled the work
     */
    void step(int value, int newMaximum, String message, String whenCancelled) {
        show(value, newMaximum, message);
        if (isCancelled()) {
            throw new CancelledException(whenCancelled);
        }
    }

    /** Says what is being done before there are steps to count. */
    void phase(String message) {
        task.setStatusMessage(message);
        status.showStatus(message);
    }

    boolean isCancelled() {
        return task.isCanceled() || IJ.escapePressed();
    }

    /** Cancelled by the stop button alone. */
    boolean isStopped() {
        return task.isCanceled();
    }

    /** Clears the progress bar, which stays for ever below its maximum. */
    @Override
    public void close() {
        task.finish();
        status.showStatus(maximum, maximum, "");
    }
}
