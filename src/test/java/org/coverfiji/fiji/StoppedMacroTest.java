package org.coverfiji.fiji;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.coverfiji.command.Caller;
import org.coverfiji.command.CoverCommand;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.scijava.thread.ThreadService;

/** The work goes on in a thread of SciJava's pool, which hears nothing when the macro's own thread is stopped. */
public class StoppedMacroTest {

    private static final long PATIENCE = 20_000;

    private final Fiji fiji = new Fiji(true);
    private final AtomicReference<Caller> caller = new AtomicReference<>();
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @After
    public void close() {
        fiji.close();
    }

    @Before
    public void workUntilTheAskerHasLeft() {
        AtomicInteger asked = new AtomicInteger();
        fiji.setWork(module -> {
            caller.set(((CoverCommand) module.getDelegateObject()).caller());
            waitFor(() -> {
                if (asked.incrementAndGet() == 5) {
                    began.countDown();
                }
                return caller.get().hasLeft();
            });
            ended.countDown();
        });
    }

    @Test
    public void workKnowsThatTheLineThatAskedForItNoLongerWaits() throws InterruptedException {
        requireEnd(() -> Fiji.macro("run('COVER Benchmark...', 'batch=1');"));
    }

    /** The script's own thread is one of the pool too, and goes on waiting when the one that waits for it is killed. */
    @Test
    public void workKnowsThatTheScriptThatAskedForItWasKilled() throws InterruptedException {
        ThreadService threads = fiji.context().service(ThreadService.class);
        requireEnd(() -> {
            try {
                threads.run(() -> Fiji.macro("run('COVER Benchmark...', 'batch=1');")).get();
            } catch (InterruptedException | ExecutionException e) {
                // Killed.
            }
        });
    }

    private void requireEnd(Runnable macro) throws InterruptedException {
        Thread thread = new Thread(macro, "Run$_macro");
        // Stopping it ends the stand-in of the menu by an error, too.
        thread.setUncaughtExceptionHandler((stopped, error) -> { });
        thread.start();
        assertTrue(began.await(PATIENCE, TimeUnit.MILLISECONDS));
        assertFalse("it waits", caller.get().hasLeft());
        thread.interrupt();
        assertTrue("the work was cancelled", ended.await(PATIENCE, TimeUnit.MILLISECONDS));
        assertTrue(caller.get().hasLeft());
    }

    private static void waitFor(BooleanSupplier condition) {
        long end = System.currentTimeMillis() + 2 * PATIENCE;
        while (!condition.getAsBoolean() && System.currentTimeMillis() < end) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
