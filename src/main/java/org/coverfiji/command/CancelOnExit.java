package org.coverfiji.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Cancels work when the process is asked to end, by Ctrl-C, a batch system's signal or ImageJ's Quit, and holds the
 * process until the work has ended, so that what was trained since the last checkpoint is not lost.
 */
final class CancelOnExit implements AutoCloseable {

    /** Batch systems and users lose patience; the checkpoint before stays in any case. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    CancelOnExit(Runnable cancel) {
        this(cancel, LONGEST_WAIT);
    }

    CancelOnExit(Runnable cancel, Duration longestWait) {
        hook = new Thread(() -> {
            cancel.run();
            try {
                ended.await(longestWait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "COVER checkpoint at exit");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What runs when the process is asked to end. */
    Thread hook() {
        return hook;
    }

    /** The work has ended. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs, and now ends.
            return;
        }
    }
}
