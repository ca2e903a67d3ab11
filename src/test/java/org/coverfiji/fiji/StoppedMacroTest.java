package org.coverfiji.fiji;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.coverfiji.command.Caller;
import org.coverfiji.command.CoverCommand;
import org.junit.After;
import org.junit.Test;

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

    @Test
    public void workKnowsThatTheLineThatAskedForItNoLongerWaits() throws InterruptedException {
        fiji.setWork(module -> {
            caller.set(((CoverCommand) module.getDelegateObject()).caller());
            began.countDown();
            waitFor(() -> caller.get().hasLeft());
            ended.countDown();
        });
        Thread macro = new Thread(() -> Fiji.macro("run('COVER Benchmark...', 'batch=1');"), "Run$_macro");
        // Stopping it ends the stand-in of the menu by an error, too.
        macro.setUncaughtExceptionHandler((thread, error) -> { });
        macro.start();
        assertTrue(began.await(PATIENCE, TimeUnit.MILLISECONDS));
        assertFalse("it waits", caller.get().hasLeft());
        macro.interrupt();
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
