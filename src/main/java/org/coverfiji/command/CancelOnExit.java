package org.coverfiji.command;

import java.awt.GraphicsEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ij.Executer;

/**
 * Cancels work when the process is asked to end, by Ctrl-C, a batch system's signal or ImageJ's Quit, and holds the
 * process until the work has ended, so that what was trained since the last checkpoint is not lost. Quit asks first,
 * where somebody is there.
 */
final class CancelOnExit implements AutoCloseable {

    /** Batch systems and users lose patience; the checkpoint before stays in any case. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final List<CancelOnExit> RUNNING = new CopyOnWriteArrayList<>();

    private final String name;
    private final Runnable cancel;
    private final Duration longestWait;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "COVER checkpoint at exit");
    private final QuitQuestion question = new QuitQuestion(QuitQuestion::show);

    /** @param name what is being trained */
    CancelOnExit(String name, Runnable cancel) {
        this(name, cancel, LONGEST_WAIT);
    }

    CancelOnExit(String name, Runnable cancel, Duration longestWait) {
        this.name = name;
        this.cancel = cancel;
        this.longestWait = longestWait;
        RUNNING.add(this);
        Runtime.getRuntime().addShutdownHook(hook);
        if (!GraphicsEnvironment.isHeadless()) {
            Executer.addCommandListener(question);
        }
    }

    /** All that is running now. */
    static List<CancelOnExit> running() {
        return RUNNING;
    }

    /** Cancels the work and waits until it has ended, but not for ever. */
    void end() {
        cancel.run();
        try {
            ended.await(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is being trained. */
    String name() {
        return name;
    }

    /** What runs when the process is asked to end. */
    Thread hook() {
        return hook;
    }

    /** The work has ended. */
    @Override
    public void close() {
        RUNNING.remove(this);
        ended.countDown();
        // ImageJ holds its list of listeners while it asks them; a run must not wait for the answer.
        if (!GraphicsEnvironment.isHeadless() && !QuitQuestion.isOpen()) {
            Executer.removeCommandListener(question);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs, and now ends.
            return;
        }
    }
}
