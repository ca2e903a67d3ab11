package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.Before;
import org.junit.Test;

public class QuitQuestionTest {

    private final List<String> asked = new ArrayList<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private boolean quit;

    private final QuitQuestion question = new QuitQuestion(text -> {
        asked.add(text);
        return quit;
    });

    private CancelOnExit training(String name) {
        return new CancelOnExit(name, cancelled::countDown, Duration.ofMillis(50));
    }

    /** A macro that was aborted on this thread before leaves its name for threads of macros there. */
    @Before
    public void beAPerson() {
        Thread.currentThread().setName("person");
    }

    @Test
    public void otherCommandsAndAnIdleSuitePass() {
        assertEquals("Quit", question.commandExecuting("Quit"));
        try (CancelOnExit training = training("a.cover")) {
            assertEquals("Open...", question.commandExecuting("Open..."));
        }
        assertEquals("Quit", question.commandExecuting("Quit"));
        assertTrue(asked.isEmpty());
        assertEquals(1, cancelled.getCount());
    }

    @Test
    public void whoGoesOnDoesNotQuit() {
        try (CancelOnExit training = training("a.cover")) {
            assertNull(question.commandExecuting("Quit"));
        }
        assertEquals(List.of("The training of a.cover has not ended.\nIf ImageJ quits now, a checkpoint is left from"
                + " which resume goes on."), asked);
        assertEquals(1, cancelled.getCount());
    }

    @Test
    public void whoQuitsCancelsAndWaitsForTheCheckpoint() throws Exception {
        quit = true;
        CountDownLatch ended = new CountDownLatch(1);
        CancelOnExit training = new CancelOnExit("a.cover", cancelled::countDown, Duration.ofSeconds(20));
        Thread quitting = new Thread(() -> {
            assertEquals("Quit", question.commandExecuting("Quit"));
            ended.countDown();
        }, "Quit");
        quitting.start();
        assertTrue(cancelled.await(10, TimeUnit.SECONDS));
        assertFalse("waits", ended.await(100, TimeUnit.MILLISECONDS));
        training.close();
        assertTrue(ended.await(10, TimeUnit.SECONDS));
    }

    @Test
    public void oneQuestionIsForAllTrainings() {
        try (CancelOnExit first = training("a.cover"); CancelOnExit second = training("b.cover")) {
            assertNull(question.commandExecuting("Quit"));
        }
        assertEquals(1, asked.size());
        assertTrue(asked.get(0), asked.get(0).startsWith("The trainings of a.cover and b.cover have not ended."));
    }

    @Test
    public void aMacroIsNotAsked() throws Exception {
        try (CancelOnExit training = training("a.cover")) {
            Thread macro = new Thread(() -> assertEquals("Quit", question.commandExecuting("Quit")), "Macro$");
            macro.start();
            macro.join();
        }
        assertTrue(asked.isEmpty());
        assertEquals("its training is cancelled", 0, cancelled.getCount());
    }
}
