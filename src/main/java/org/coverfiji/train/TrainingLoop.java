package org.coverfiji.train;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;

/**
 * Repeats a {@link TrainingTask}'s step until the last iteration, a {@link StopSignal} or an error, writes checkpoints
 * on the way and at the end, and tells one {@link TrainingListener} (many through {@link TrainingListeners}) of it.
 *
 * <p>However the run ends, the last good checkpoint stays: a task replaces its file only by a complete one, and after
 * an error none is written, because the weights may be half updated.
 *
 * <p>An interrupt of the training thread cancels the run. The thread counts as interrupted again only after the run:
 * what writes the checkpoint could fail under that mark.
 */
public final class TrainingLoop {

    /** Milliseconds between attempts to write the last checkpoint. */
    private static final long[] PAUSES = {200, 1000};
    private static final long LONG_PAUSE = 10_000;
    /** Of them, an hour together, where what was trained has no other place than memory. */
    private static final int MOST_PAUSES = 360;

    private final TrainingTask task;
    private final long first;
    private final long total;
    private final CheckpointSchedule checkpoints;
    private final StopSignal stop;
    private final TrainingListener listener;
    private final ProgressMeter meter;
    private final long longPause;
    private final LossWatch watch = new LossWatch();

    private Progress progress;
    private long saved;
    private double savedSeconds;
    private File checkpoint;
    private boolean interrupted;

    /**
     * @param first index of the first iteration to do: 0, or the iterations done before a resume
     * @param total iterations of the whole run
     * @param memory bytes in use now, for the peak that {@link Progress} tells
     */
    public TrainingLoop(TrainingTask task, long first, long total, CheckpointSchedule checkpoints, StopSignal stop,
            TrainingListener listener, LongSupplier memory) {
        this(task, first, total, checkpoints, stop, listener, new ProgressMeter(total, System::nanoTime, memory));
    }

    TrainingLoop(TrainingTask task, long first, long total, CheckpointSchedule checkpoints, StopSignal stop,
            TrainingListener listener, ProgressMeter meter) {
        this(task, first, total, checkpoints, stop, listener, meter, LONG_PAUSE);
    }

    /** @param longPause milliseconds between attempts to write what has no other place than memory */
    TrainingLoop(TrainingTask task, long first, long total, CheckpointSchedule checkpoints, StopSignal stop,
            TrainingListener listener, ProgressMeter meter, long longPause) {
        this.longPause = longPause;
        this.task = task;
        this.first = first;
        this.total = total;
        this.checkpoints = checkpoints;
        this.stop = stop;
        this.listener = listener;
        this.meter = meter;
    }

    /**
     * Trains; call once.
     *
     * @return COMPLETED, STOPPED or CANCELLED; in each case the checkpoint holds the weights of the last iteration
     * @throws CoverException if a step or the last checkpoint fails, a loss is not finite, or every step was skipped
     */
    public TrainingOutcome run() {
        progress = meter.before(first);
        saved = first;
        TrainingOutcome outcome = TrainingOutcome.FAILED;
        try {
            listener.started(progress);
            outcome = iterate();
        } finally {
            if (outcome == TrainingOutcome.FAILED && checkpoint != null) {
                listener.message("The checkpoint of iteration " + saved + " is kept in " + checkpoint + ".");
            } else if (outcome == TrainingOutcome.FAILED && first > 0) {
                listener.message("The checkpoint of iteration " + first + ", from which the run went on, is kept.");
            }
            listener.finished(progress, outcome);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return outcome;
    }

    /** Where the run stands. */
    public Progress progress() {
        return progress;
    }

    private TrainingOutcome iterate() {
        for (long iteration = first; iteration < total; iteration++) {
            heedInterrupt();
            if (stop.requested() != null || !step(iteration)) {
                saveAtLast();
                return stop.requested();
            }
            if (iteration + 1 < total && checkpoints.due(iteration + 1, progress.elapsedSeconds() - savedSeconds)) {
                saveOnTheWay();
            }
        }
        saveAtLast();
        return TrainingOutcome.COMPLETED;
    }

    private void heedInterrupt() {
        if (Thread.interrupted()) {
            interrupted = true;
            stop.cancel();
        }
    }

    /** @return false if the thread was interrupted before the step was done */
    private boolean step(long iteration) {
        try {
            StepResult result = task.step(iteration);
            progress = meter.after(iteration + 1, result);
            watch.after(iteration + 1, result);
        } catch (CancellationException | CancelledException e) {
            stop.cancel();
            return false;
        } catch (CoverException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            if (MemoryShortage.isIn(e)) {
                throw new CoverException("There is not enough memory for iteration " + (iteration + 1)
                        + "; lower batch, patch or width, or " + MemoryShortage.REMEDY + ".", e);
            }
            throw new CoverException("Training stopped at iteration " + (iteration + 1)
                    + " because of an unexpected error" + (e.getMessage() == null ? "." : ": " + e.getMessage()), e);
        }
        listener.iterationDone(progress);
        heedSkipped(iteration + 1 == total);
        return true;
    }

    private void heedSkipped(boolean atTheEnd) {
        if (meter.skipped().isHopeless()) {
            meter.skipped().requireSome();
        }
        String warning = meter.skipped().warning(atTheEnd);
        if (warning != null) {
            listener.warning(warning);
        }
    }

    /** A checkpoint that fails on the way, say on a full disk, costs nothing yet: the next one may succeed. */
    private void saveOnTheWay() {
        CoverException failure = attempt();
        if (failure != null) {
            savedSeconds = progress.elapsedSeconds();
            listener.warning("No checkpoint at iteration " + progress.iteration() + ", training goes on: "
                    + failure.getMessage());
        }
    }

    /** What was trained must not be lost to a full disk or to a program that holds the file. */
    private void saveAtLast() {
        for (long pause : PAUSES) {
            CoverException failure = attempt();
            if (failure == null) {
                return;
            }
            listener.warning("The model could not be written, which is tried again: " + failure.getMessage());
            pause(pause);
        }
        CoverException failure = attempt();
        for (int i = 0; failure != null; i++) {
            File spare = spare();
            if (spare != null) {
                throw new CoverException(failure.getMessage() + " What was trained is in " + spare + ".", failure);
            }
            if (i == MOST_PAUSES || !mayPass(failure)) {
                throw failure;
            }
            if (i == 0) {
                listener.warning("What was trained has no place yet but memory: " + failure.getMessage() + " Meanwhile"
                        + " it is tried again every " + longPause / 1000 + " s, for an hour; to cancel gives it up.");
            }
            pause(longPause);
            failure = attempt();
        }
    }

    /** Somebody may free space, or mount a disk again; who has cancelled does not wait for that. */
    private boolean mayPass(CoverException failure) {
        return failure.getCause() instanceof IOException && stop.requested() != TrainingOutcome.CANCELLED
                && !interrupted;
    }

    /** @return why nothing was written; null if it was */
    private CoverException attempt() {
        try {
            save();
            return null;
        } catch (DivergedException e) {
            throw e;
        } catch (CoverException e) {
            return e;
        }
    }

    /** @return null if there is no place for one either */
    private File spare() {
        try {
            return task.saveSpare(progress.iteration());
        } catch (CoverException | OutOfMemoryError e) {
            return null;
        }
    }

    private void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }

    private void save() {
        long done = progress.iteration();
        if (done == saved) {
            return;
        }
        meter.skipped().requireSome();
        try {
            do {
                heedInterrupt();
                checkpoint = task.save(done);
                // What an interrupt in the meantime may have cost the file, it gets now.
            } while (Thread.currentThread().isInterrupted());
        } catch (DivergedException e) {
            throw DivergedException.notFinite(e.quantity(), done, progress.learningRate());
        } catch (OutOfMemoryError e) {
            throw new CoverException("There is not enough memory to write the model; lower width, or "
                    + MemoryShortage.REMEDY + ".", e);
        }
        saved = done;
        savedSeconds = progress.elapsedSeconds();
        listener.checkpointSaved(progress, checkpoint);
    }
}
