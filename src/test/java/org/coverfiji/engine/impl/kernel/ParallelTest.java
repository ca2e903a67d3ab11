package org.coverfiji.engine.impl.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ParallelTest {

    private static final int THREADS = 3;
    private static final int HELD_MILLIS = 150;

    private final Thread caller = Thread.currentThread();
    private final CountDownLatch helperWorks = new CountDownLatch(1);
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private int before;

    @Before
    public void setThreads() {
        before = Parallel.threads();
        Parallel.setThreads(THREADS);
    }

    @After
    public void restoreThreads() {
        Thread.interrupted();
        Parallel.setThreads(before);
    }

    /** A helper is in the middle of its task when the caller has no more to do. */
    private void slowHelper(int task) {
        working.incrementAndGet();
        if (Thread.currentThread() != caller) {
            helperWorks.countDown();
            sleep(HELD_MILLIS);
        } else {
            awaitHelper();
        }
        done.incrementAndGet();
        working.decrementAndGet();
    }

    private void awaitHelper() {
        boolean interrupted = Thread.interrupted();
        try {
            helperWorks.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (interrupted) {
            caller.interrupt();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    public void anInterruptedCallerReturnsWhenAllIsDone() {
        caller.interrupt();
        Parallel.run(THREADS, this::slowHelper);
        assertEquals(0, working.get());
        assertEquals(THREADS, done.get());
        assertTrue("the mark stays for the caller", Thread.interrupted());
    }

    @Test
    public void aFailureOfTheCallerEndsTheRunOnlyWhenNoHelperWorks() {
        IllegalArgumentException failure = new IllegalArgumentException("caller");
        assertSame(failure, assertThrows(IllegalArgumentException.class, () -> Parallel.run(THREADS, task -> {
            if (Thread.currentThread() == caller) {
                awaitHelper();
                throw failure;
            }
            slowHelper(task);
        })));
        assertEquals(0, working.get());
    }

    @Test
    public void aFailureOfAHelperEndsTheRunOnlyWhenNoOtherWorks() {
        AtomicInteger helpers = new AtomicInteger();
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> Parallel.run(THREADS, task -> {
            if (Thread.currentThread() != caller && helpers.incrementAndGet() == 1) {
                helperWorks.countDown();
                throw new IllegalArgumentException("helper");
            }
            working.incrementAndGet();
            sleep(Thread.currentThread() == caller ? HELD_MILLIS : 3 * HELD_MILLIS);
            working.decrementAndGet();
        }));
        assertEquals("helper", e.getCause().getMessage());
        assertEquals(0, working.get());
    }

    @Test
    public void helpersDoNotBelongToTheThreadGroupOfTheCaller() throws Exception {
        ThreadGroup script = new ThreadGroup("script");
        ThreadGroup[] groups = new ThreadGroup[THREADS];
        Thread run = new Thread(script, () -> {
            Parallel.setThreads(THREADS);
            Parallel.run(THREADS, task -> {
                groups[task] = Thread.currentThread().getThreadGroup();
                sleep(HELD_MILLIS);
            });
        });
        run.start();
        run.join();
        int inside = 0;
        for (ThreadGroup group : groups) {
            inside += group == script ? 1 : 0;
        }
        assertEquals("only the caller", 1, inside);
    }
}
