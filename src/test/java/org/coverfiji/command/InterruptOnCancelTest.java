package org.coverfiji.command;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.coverfiji.CancelledException;
import org.junit.Test;

public class InterruptOnCancelTest {

    private static final long LONG = TimeUnit.SECONDS.toNanos(20);

    private final AtomicBoolean cancelled = new AtomicBoolean();

    private static void work() {
        long end = System.nanoTime() + LONG;
        while (System.nanoTime() < end) {
            CancelledException.ifInterrupted();
        }
    }

    @Test
    public void workThatTellsNoProgressEnds() {
        Thread user = new Thread(() -> cancelled.set(true));
        try (InterruptOnCancel interrupt = new InterruptOnCancel(cancelled::get)) {
            user.start();
            assertThrows(CancelledException.class, InterruptOnCancelTest::work);
            assertTrue("its parts see it, too", Thread.currentThread().isInterrupted());
        }
        assertFalse("what comes next is not cancelled", Thread.currentThread().isInterrupted());
    }

    @Test
    public void whatHasEndedIsNotInterrupted() throws InterruptedException {
        try (InterruptOnCancel interrupt = new InterruptOnCancel(cancelled::get)) {
            assertFalse(cancelled.get());
        }
        cancelled.set(true);
        Thread.sleep(500);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    /** As the wait for the event thread does, which tells others of progress. */
    private static void forgetful() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new AssertionError("it is disturbed", e);
        }
    }

    @Test
    public void whatAnInterruptWouldDisturbIsDoneBefore() {
        try (InterruptOnCancel interrupt = new InterruptOnCancel(cancelled::get)) {
            interrupt.undisturbed(InterruptOnCancelTest::forgetful);
            assertFalse(Thread.currentThread().isInterrupted());
            interrupt.undisturbed(() -> {
                cancelled.set(true);
                forgetful();
            });
            assertTrue("heeded at once", Thread.currentThread().isInterrupted());
            interrupt.undisturbed(InterruptOnCancelTest::forgetful);
            assertTrue("not forgotten", Thread.currentThread().isInterrupted());
        }
        assertFalse(Thread.currentThread().isInterrupted());
    }

    /** An interrupt by somebody else is his. */
    @Test
    public void anothersInterruptStays() {
        try (InterruptOnCancel interrupt = new InterruptOnCancel(cancelled::get)) {
            Thread.currentThread().interrupt();
        }
        assertTrue(Thread.interrupted());
    }
}
