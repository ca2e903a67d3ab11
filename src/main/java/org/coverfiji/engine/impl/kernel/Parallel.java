package org.coverfiji.engine.impl.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

import org.coverfiji.BackgroundThreads;

/**
 * Runs numbered tasks on a fixed set of threads, the caller's among them. Which thread runs a task must not matter:
 * each task writes only what is its own, so results do not depend on the number of threads.
 */
public final class Parallel {

    private static volatile int threads = 1;
    private static volatile ExecutorService pool;

    private Parallel() {
    }

    /** How many threads work, the caller included. */
    public static synchronized void setThreads(int count) {
        ExecutorService former = pool;
        pool = Executors.newFixedThreadPool(Math.max(1, count - 1), new BackgroundThreads("cover-kernel"));
        threads = Math.max(1, count);
        if (former != null) {
            former.shutdown();
        }
    }

    public static int threads() {
        return threads;
    }

    /**
     * Runs task(0) … task(count − 1) and returns when no thread works on one any more, however the run ends: what the
     * tasks write to may be released then. An interrupt does not end a run; the caller is marked as interrupted after
     * it.
     *
     * @throws IllegalStateException if a task failed on another thread
     */
    public static void run(int count, IntConsumer task) {
        int helpers = Math.min(threads, count) - 1;
        if (helpers <= 0) {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                task.accept(i);
            }
        };
        List<Future<?>> running = new ArrayList<>();
        Throwable failure = null;
        try {
            for (int i = 0; i < helpers; i++) {
                running.add(pool.submit(worker));
            }
            worker.run();
        } finally {
            // After a failure here the others need not begin another task.
            next.set(count);
            failure = await(running);
        }
        if (failure != null) {
            throw new IllegalStateException("a kernel failed", failure);
        }
    }

    /** Waits for all of them, and gives the first failure or null. */
    private static Throwable await(List<Future<?>> running) {
        Throwable failure = null;
        boolean interrupted = false;
        for (Future<?> future : running) {
            boolean done = false;
            while (!done) {
                try {
                    future.get();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = failure == null ? e.getCause() : failure;
                    done = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }
}
