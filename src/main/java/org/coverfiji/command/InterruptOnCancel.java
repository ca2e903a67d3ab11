package org.coverfiji.command;

import java.util.function.BooleanSupplier;

import org.coverfiji.BackgroundThreads;

/**
 * Interrupts the thread that works when the user cancels the work, so that stages end too that tell no progress:
 * whatever reads, computes or writes for long looks for that mark. To be closed by that thread, which then bears the
 * mark no more.
 */
final class InterruptOnCancel implements AutoCloseable {

    private static final long MILLISECONDS = 200;

    private final Thread worker = Thread.currentThread();
    private final BooleanSupplier cancelled;
    private boolean ended;
    private boolean interrupted;

    /** @param cancelled asked by another thread, several times a second */
    InterruptOnCancel(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
        new BackgroundThreads("COVER cancel").newThread(this::watch).start();
    }

    private synchronized void watch() {
        try {
            while (!ended && !cancelled.getAsBoolean()) {
                wait(MILLISECONDS);
            }
        } catch (InterruptedException e) {
            // Nobody does that; then the steps alone are heeded.
            return;
        }
        if (!ended) {
            interrupted = true;
            worker.interrupt();
        }
    }

    /**
     * Does something that an interrupt would disturb, and that would forget it, as what waits for the event thread
     * does: the mark waits until that is done. A wish to cancel that was there before it, or came with it, is heeded
     * then at once. Called by the thread that works.
     */
    synchronized void undisturbed(Runnable work) {
        boolean marked = Thread.interrupted();
        try {
            work.run();
        } finally {
            if (!ended && cancelled.getAsBoolean()) {
                interrupted = true;
                marked = true;
            }
            if (marked) {
                worker.interrupt();
            }
        }
    }

    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
        if (interrupted) {
            Thread.interrupted();
        }
    }
}
