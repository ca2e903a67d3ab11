package org.coverfiji.command;

import java.awt.EventQueue;
import java.awt.SecondaryLoop;
import java.awt.Toolkit;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.coverfiji.BackgroundThreads;
import org.scijava.Context;
import org.scijava.event.ContextDisposingEvent;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;

/**
 * Hears that Fiji, or a program that uses its parts, is ending while work goes on, and holds the end until the work has
 * seen that and stopped: its services would be gone before it, and a program that then stays would train for nobody.
 */
final class HostEnd implements AutoCloseable {

    /** Whoever quits loses patience; a training's checkpoint before stays in any case. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean begun;

    /** To be made by the thread that works. */
    HostEnd(Context context) {
        // Held weakly there, so that nothing is to be taken back.
        context.service(EventService.class).subscribe(this);
    }

    boolean hasBegun() {
        return begun;
    }

    @EventHandler
    void onEvent(ContextDisposingEvent event) throws InterruptedException {
        begun = true;
        if (event.getCallingThread() == worker) {
            return;
        }
        if (EventQueue.isDispatchThread()) {
            awaitBesideEvents();
        } else {
            awaitEnd();
        }
    }

    /** The work may show its last steps on the event thread before it ends. */
    private void awaitBesideEvents() {
        SecondaryLoop loop = Toolkit.getDefaultToolkit().getSystemEventQueue().createSecondaryLoop();
        new BackgroundThreads("COVER end").newThread(() -> {
            try {
                awaitEnd();
                // Not before the loop has been entered.
                while (!loop.exit()) {
                    Thread.sleep(1);
                }
            } catch (InterruptedException e) {
                loop.exit();
            }
        }).start();
        loop.enter();
    }

    private void awaitEnd() throws InterruptedException {
        ended.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The work has ended. */
    @Override
    public void close() {
        ended.countDown();
    }
}
