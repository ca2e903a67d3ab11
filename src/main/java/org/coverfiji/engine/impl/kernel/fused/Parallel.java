package org.coverfiji.engine.impl.kernel.fused;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;

/**
 * Runs numbered tasks on a fixed set of threads, the caller's among them. Which thread runs a task must not matter:
 * each task writes only what is its own, so results do not depend on the number of threads.
 */
public final class Parallel {

    private static volatile int threads = 1;
    private static ExecutorService pool;

    private Parallel() {
    }

    /** How many threads work, the caller included. */
    public static synchronized void setThreads(int count) {
        if (pool != null) {
            pool.shutdown();
            pool = null;
        }
        threads = Math.max(1, count);
        if (threads > 1) {
            pool = Executors.newFixedThreadPool(threads - 1, task -> {
                Thread thread = new Thread(task, "cover-kernel");
                thread.setDaemon(true);
                return thread;
            });
        }
    }

    public static int threads() {
        return threads;
    }

    /** Runs task(0) … task(count − 1) and returns when all are done. */
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
        for (int i = 0; i < helpers; i++) {
            running.add(pool.submit(worker));
        }
        try {
            worker.run();
        } finally {
            for (Future<?> future : running) {
                await(future);
            }
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a kernel ran", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a kernel failed", e.getCause());
        }
    }
}
