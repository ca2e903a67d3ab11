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

    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
        if (interrupted) {
            Thread.interrupted();
        }
    }
}
