package org.coverfiji.command;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.Test;

public class CancelOnExitTest {

    private final CountDownLatch cancelled = new CountDownLatch(1);

    @Test
    public void exitCancelsAndWaitsForTheEndOfTheWork() throws Exception {
        CancelOnExit exit = new CancelOnExit("a.cover", cancelled::countDown, Duration.ofSeconds(20));
        // Taken from the process, to be started by hand.
        assertTrue(Runtime.getRuntime().removeShutdownHook(exit.hook()));
        exit.hook().start();
        assertTrue(cancelled.await(10, TimeUnit.SECONDS));
        exit.hook().join(100);
        assertTrue("waits", exit.hook().isAlive());
        exit.close();
        exit.hook().join(10_000);
        assertFalse(exit.hook().isAlive());
    }

    @Test
    public void exitDoesNotWaitForEver() throws Exception {
        CancelOnExit exit = new CancelOnExit("a.cover", cancelled::countDown, Duration.ofMillis(50));
        assertTrue(Runtime.getRuntime().removeShutdownHook(exit.hook()));
        exit.hook().start();
        exit.hook().join(10_000);
        assertFalse(exit.hook().isAlive());
    }

    @Test
    public void endedWorkLeavesNoHook() {
        CancelOnExit exit = new CancelOnExit("a.cover", cancelled::countDown, Duration.ofSeconds(20));
        exit.close();
        assertFalse(Runtime.getRuntime().removeShutdownHook(exit.hook()));
    }
}
