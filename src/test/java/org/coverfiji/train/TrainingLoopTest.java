package org.coverfiji.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.engine.api.StepTimes;
import org.junit.Test;

public class TrainingLoopTest {

    private final RecordingListener events = new RecordingListener();
    private final StopSignal stop = new StopSignal();
    private final FakeTask task = new FakeTask();

    @Test
    public void doesEveryIterationOnceAndSavesAtTheEnd() {
        assertEquals(TrainingOutcome.COMPLETED, loop(0, 3, never()).run());
        assertEquals(Arrays.asList(0L, 1L, 2L), task.steps);
        assertEquals(Arrays.asList("started 0", "iteration 1", "iteration 2", "iteration 3", "checkpoint 3 task",
                "finished 3 COMPLETED"), events.events);
    }

    @Test
    public void goesOnWhereAResumedRunStopped() {
        loop(5, 7, never()).run();
        assertEquals(Arrays.asList(5L, 6L), task.steps);
        assertEquals("started 5", events.events.get(0));
    }

    @Test
    public void aFinishedRunHasNothingToDo() {
        assertEquals(TrainingOutcome.COMPLETED, loop(7, 7, never()).run());
        assertEquals(Arrays.asList("started 7", "finished 7 COMPLETED"), events.events);
    }

    @Test
    public void savesEverySoManyIterationsAndNotTwiceAtTheEnd() {
        loop(0, 6, new CheckpointSchedule(2, 0)).run();
        assertEquals(Arrays.asList(2L, 4L, 6L), task.saves);
    }

    @Test
    public void savesWhenTheTimeIsUp() {
        // Two clock readings of 1 s per iteration: iterations end at 1, 2, … s.
        loop(0, 7, new CheckpointSchedule(0, 3)).run();
        assertEquals(Arrays.asList(3L, 6L, 7L), task.saves);
    }

    @Test
    public void cancelEndsBeforeTheNextIterationAndSaves() {
        task.onStep = i -> {
            if (i == 2) {
                stop.cancel();
            }
            return 1.0;
        };
        assertEquals(TrainingOutcome.CANCELLED, loop(0, 100, never()).run());
        assertEquals(3, task.steps.size());
        assertEquals(Collections.singletonList(3L), task.saves);
        assertEquals("finished 3 CANCELLED", events.events.get(events.events.size() - 1));
    }

    @Test
    public void cancelFromAnotherThreadWaitsForTheIterationUnderWayOnly() throws Exception {
        CountDownLatch inStep = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        task.onStep = i -> {
            inStep.countDown();
            await(cancelled);
            return 1.0;
        };
        AtomicReference<TrainingOutcome> outcome = new AtomicReference<>();
        TrainingLoop loop = loop(0, 1000, never());
        Thread trainer = new Thread(() -> outcome.set(loop.run()));
        trainer.start();
        await(inStep);
        stop.cancel();
        cancelled.countDown();
        trainer.join(5000);
        assertEquals(TrainingOutcome.CANCELLED, outcome.get());
        assertEquals(1, task.steps.size());
    }

    @Test
    public void cancelBeforeTheStartDoesNothing() {
        stop.cancel();
        assertEquals(TrainingOutcome.CANCELLED, loop(0, 10, never()).run());
        assertTrue(task.steps.isEmpty());
        assertTrue(task.saves.isEmpty());
    }

    @Test
    public void anInterruptedStepCancelsTheRunAndKeepsWhatWasDone() {
        task.onStep = i -> {
            if (i == 2) {
                throw new CancellationException("interrupted");
            }
            return 1.0;
        };
        assertEquals(TrainingOutcome.CANCELLED, loop(0, 100, never()).run());
        assertEquals(Collections.singletonList(2L), task.saves);
    }

    @Test
    public void anInterruptOfTheThreadIsACancelThatSavesUnmarked() {
        task.onStep = i -> {
            if (i == 2) {
                Thread.currentThread().interrupt();
            }
            return 1.0;
        };
        List<Boolean> marked = new ArrayList<>();
        task.onSave = i -> {
            marked.add(Thread.currentThread().isInterrupted());
            return null;
        };
        assertEquals(TrainingOutcome.CANCELLED, loop(0, 100, never()).run());
        assertTrue("the mark stays for the thread's owner", Thread.interrupted());
        assertEquals(Collections.singletonList(3L), task.saves);
        assertEquals("files can be written", Collections.singletonList(false), marked);
    }

    @Test
    public void aCheckpointThatWasInterruptedIsWrittenAgain() {
        task.onSave = i -> {
            if (task.saves.isEmpty()) {
                Thread.currentThread().interrupt();
            }
            return null;
        };
        assertEquals(TrainingOutcome.CANCELLED, loop(0, 100, new CheckpointSchedule(2, 0)).run());
        assertTrue(Thread.interrupted());
        assertEquals(Arrays.asList(2L, 2L), task.saves);
    }

    @Test
    public void stopAndKeepSavesAsWell() {
        task.onStep = i -> {
            stop.stopAndKeep();
            return 1.0;
        };
        assertEquals(TrainingOutcome.STOPPED, loop(0, 10, never()).run());
        assertEquals(Collections.singletonList(1L), task.saves);
    }

    @Test
    public void cancelPrevailsOverStop() {
        stop.stopAndKeep();
        stop.cancel();
        stop.stopAndKeep();
        assertEquals(TrainingOutcome.CANCELLED, stop.requested());
    }

    @Test
    public void aLossThatIsNotFiniteEndsTrainingAndTheCheckpointStays() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            events.events.clear();
            task.saves.clear();
            task.onStep = i -> i == 4 ? bad : 1.0;
            TrainingLoop loop = loop(0, 10, new CheckpointSchedule(2, 0));
            DivergedException e = assertThrows(DivergedException.class, loop::run);
            assertEquals("Training diverged at iteration 5: the vector loss is no longer a finite number; lower"
                    + " learning_rate (it was 0.00100 in this iteration).", e.getMessage());
            assertEquals(Arrays.asList(2L, 4L), task.saves);
            assertEquals(Arrays.asList("checkpoint 4 task", "message The checkpoint of iteration 4 is kept in task.",
                    "finished 5 FAILED"), events.events.subList(events.events.size() - 3, events.events.size()));
        }
    }

    @Test
    public void weightsThatAreNotFiniteEndTrainingEvenOnTheWay() {
        task.onSave = i -> new DivergedException("inc.weight");
        TrainingLoop loop = loop(0, 10, new CheckpointSchedule(2, 0));
        DivergedException e = assertThrows(DivergedException.class, loop::run);
        assertTrue(e.getMessage(), e.getMessage().startsWith("Training diverged at iteration 2: inc.weight"));
    }

    @Test
    public void aCheckpointThatFailsOnTheWayIsAWarningAndIsTriedAgain() {
        task.onSave = i -> i == 2 ? new CoverException("The disk is full.") : null;
        loop(0, 5, new CheckpointSchedule(2, 0)).run();
        assertEquals(Arrays.asList(4L, 5L), task.saves);
        assertTrue(events.events.contains("warning No checkpoint at iteration 2, training goes on: The disk is full."));
    }

    @Test
    public void aCheckpointThatMemoryDoesNotSufficeForIsTold() {
        task.onSave = i -> {
            throw new OutOfMemoryError("Java heap space");
        };
        CoverException e = assertThrows(CoverException.class, loop(0, 3, new CheckpointSchedule(2, 0))::run);
        String sentence = "There is not enough memory to write the model; lower width, or "
                + MemoryShortage.REMEDY + ".";
        assertEquals(sentence, e.getMessage());
        assertTrue(events.events.contains("warning No checkpoint at iteration 2, training goes on: " + sentence));
    }

    @Test
    public void theLastCheckpointMustSucceed() {
        CoverException full = new CoverException("The disk is full.");
        task.onSave = i -> full;
        TrainingLoop loop = loop(0, 2, never());
        assertSame(full, assertThrows(CoverException.class, loop::run));
        assertEquals("finished 2 FAILED", events.events.get(events.events.size() - 1));
    }

    @Test
    public void theLastCheckpointIsTriedAgainWhileAnotherProgramHoldsTheFile() {
        int[] attempts = {0};
        task.onSave = i -> ++attempts[0] < 3 ? new CoverException("The file is held.") : null;
        assertEquals(TrainingOutcome.COMPLETED, loop(0, 2, never()).run());
        assertEquals(Arrays.asList(2L), task.saves);
        assertTrue(events.events.contains(
                "warning The model could not be written, which is tried again: The file is held."));
    }

    @Test
    public void whatWasTrainedIsKeptUnderAnotherName() {
        task.onSave = i -> new CoverException("The disk is full.");
        task.spare = new File("task.kept.cover");
        CoverException e = assertThrows(CoverException.class, loop(0, 2, never())::run);
        assertEquals("The disk is full. What was trained is in task.kept.cover.", e.getMessage());
        assertEquals("finished 2 FAILED", events.events.get(events.events.size() - 1));
    }

    private static double grown(long iteration) {
        return iteration < LossWatch.FIRST ? 2 : 2.5 * LossWatch.EXPLODED;
    }

    @Test
    public void aLossThatExplodesEndsTrainingAndTheCheckpointStays() {
        task.onStep = TrainingLoopTest::grown;
        CoverException e = assertThrows(DivergedException.class,
                loop(0, 100, new CheckpointSchedule(10, 0))::run);
        assertEquals("Training diverged at iteration 25: the loss is 250, where it was at most 2.00 in the first 20"
                + " steps; lower learning_rate (it was 0.00100 in this iteration).", e.getMessage());
        assertEquals(Arrays.asList(10L, 20L), task.saves);
        assertTrue(events.events.contains("message The checkpoint of iteration 20 is kept in task."));
    }

    /** Four large losses in a row are spikes, and losses that were large from the start are usual. */
    @Test
    public void spikesAndLargeLossesAreNoExplosion() {
        task.onStep = i -> i % 5 == 0 && i > 0 ? -2.0 : i < LossWatch.FIRST ? 2.0 : -300.0;
        assertEquals(TrainingOutcome.COMPLETED, loop(0, 60, never()).run());
        task.onStep = i -> i == 7 ? 4.0 : i < LossWatch.FIRST ? 0.0 : 300.0;
        assertEquals(TrainingOutcome.COMPLETED, loop(0, 60, never()).run());
        task.onStep = i -> i < LossWatch.FIRST ? 0.0 : 300.0;
        assertEquals("nothing to compare with", TrainingOutcome.COMPLETED, loop(0, 60, never()).run());
    }

    /** Which this run has not written. */
    @Test
    public void theCheckpointThatADivergedRunWentOnFromIsTold() {
        task.onStep = i -> Double.NaN;
        assertThrows(DivergedException.class, loop(7, 100, never())::run);
        assertTrue(events.events.contains("message The checkpoint of iteration 7, from which the run went on, is"
                + " kept."));
    }

    private static final CoverException FULL = new CoverException("The disk is full.", new IOException("No space"));

    @Test
    public void whatHasNoPlaceStaysInMemoryUntilThereIsOne() {
        int[] attempts = {0};
        task.onSave = i -> ++attempts[0] < 8 ? FULL : null;
        assertEquals(TrainingOutcome.COMPLETED, waiting(1).run());
        assertEquals(Arrays.asList(2L), task.saves);
        assertEquals(1, events.events.stream().filter(e -> e.startsWith("warning What was trained has no place yet but"
                + " memory: The disk is full. Meanwhile it is tried again every 0 s, for an hour")).count());
    }

    @Test
    public void whoCancelsDoesNotWaitForAPlace() {
        int[] attempts = {0};
        task.onSave = i -> {
            if (++attempts[0] == 5) {
                stop.cancel();
            }
            return FULL;
        };
        assertSame(FULL, assertThrows(CoverException.class, waiting(1)::run));
        assertEquals(5, attempts[0]);
    }

    /** That nobody can mend. */
    @Test
    public void otherFailuresAreNotWaitedFor() {
        int[] attempts = {0};
        task.onSave = i -> {
            attempts[0]++;
            return new CoverException("There is not enough memory to write the model.");
        };
        assertThrows(CoverException.class, waiting(1)::run);
        assertEquals(3, attempts[0]);
    }

    private TrainingLoop waiting(long pause) {
        return new TrainingLoop(task, 0, 2, never(), stop, events, new ProgressMeter(2, System::nanoTime, () -> 0),
                pause);
    }

    @Test
    public void aStepsOwnSentencePassesUnchanged() {
        CoverException unreadable = new CoverException("a.png cannot be read.");
        task.onStep = i -> {
            throw unreadable;
        };
        assertSame(unreadable, assertThrows(CoverException.class, loop(0, 2, never())::run));
    }

    @Test
    public void anUnexpectedErrorBecomesASentenceThatKeepsItsCause() {
        RuntimeException cause = new IllegalStateException("boom");
        task.onStep = i -> {
            if (i == 1) {
                throw cause;
            }
            return 1.0;
        };
        CoverException e = assertThrows(CoverException.class, loop(0, 2, never())::run);
        assertTrue(e.getMessage(), e.getMessage().startsWith("Training stopped at iteration 2 "));
        assertSame(cause, e.getCause());
        assertTrue("no checkpoint after an error", task.saves.isEmpty());
    }

    @Test
    public void outOfMemorySaysWhatToLower() {
        OutOfMemoryError shortage = new OutOfMemoryError("native");
        // Deeplearning4j's graph wraps what its layers throw in their backward pass.
        for (Throwable thrown : new Throwable[] {shortage, new RuntimeException("Error during backpropagation",
                shortage)}) {
            task.onStep = i -> {
                if (thrown instanceof Error) {
                    throw (Error) thrown;
                }
                throw (RuntimeException) thrown;
            };
            CoverException e = assertThrows(CoverException.class, loop(0, 2, never())::run);
            assertEquals("There is not enough memory for iteration 1; lower batch, patch or width, or "
                    + MemoryShortage.REMEDY + ".", e.getMessage());
        }
    }

    @Test
    public void aFailingListenerIsReportedOnceAndTrainingGoesOn() {
        TrainingListeners all = new TrainingListeners();
        all.add(new TrainingListener() {
            @Override
            public void iterationDone(Progress progress) {
                throw new IllegalStateException("no window");
            }
        });
        all.add(events);
        new TrainingLoop(task, 0, 3, never(), stop, all, () -> 0).run();
        assertEquals(3, task.steps.size());
        assertEquals(1, events.events.stream().filter(e -> e.startsWith("warning") && e.contains("no window")).count());
        assertTrue(events.events.contains("iteration 1"));
    }

    @Test
    public void anErrorInAListenerIsFatal() {
        TrainingListeners all = new TrainingListeners();
        all.add(new TrainingListener() {
            @Override
            public void iterationDone(Progress progress) {
                throw new AssertionError("fatal");
            }
        });
        all.add(events);
        TrainingLoop loop = new TrainingLoop(task, 0, 3, never(), stop, all, () -> 0);
        assertThrows(AssertionError.class, loop::run);
        assertEquals("finished 1 FAILED", events.events.get(events.events.size() - 1));
    }

    @Test
    public void tellsSpeedRemainingTimeAndPeakMemory() {
        List<Progress> seen = new ArrayList<>();
        long[] memory = {5, 9, 7, 7, 7};
        int[] reading = {0};
        ProgressMeter meter = new ProgressMeter(10, tenthsOfASecond(), () -> memory[reading[0]++]);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void iterationDone(Progress progress) {
                seen.add(progress);
                if (progress.iteration() == 4) {
                    stop.cancel();
                }
            }
        };
        new TrainingLoop(task, 0, 10, never(), stop, listener, meter).run();
        Progress last = seen.get(3);
        assertEquals(0.4, last.elapsedSeconds(), 1e-9);
        assertEquals(0.6, last.remainingSeconds(), 1e-9);
        assertEquals(40, last.samplesPerSecond(), 1e-9);
        assertEquals(9, last.peakBytes());
        assertEquals(0.5, last.viewsSeconds(), 0);
        assertEquals(2, last.stepTimes().backward(), 0);
    }

    @Test
    public void speedForgetsSlowFirstIterations() {
        long[] now = {0};
        ProgressMeter meter = new ProgressMeter(100, () -> now[0], () -> 0);
        Progress progress = null;
        for (int i = 1; i <= 50; i++) {
            now[0] += i <= 10 ? 1_000_000_000L : 100_000_000L;
            progress = meter.after(i, FakeTask.result(1));
        }
        assertEquals(5, progress.remainingSeconds(), 1e-9);
        assertEquals(40, progress.samplesPerSecond(), 1e-9);
    }

    @Test
    public void aRunOfSkippedStepsFailsAndSavesNothing() {
        task.skipped = i -> true;
        CoverException refused = assertThrows(CoverException.class, () -> loop(0, 3, never()).run());
        assertTrue(refused.getMessage(),
                refused.getMessage().startsWith("Nothing was learnt: all 3 steps were skipped"));
        assertTrue(task.saves.isEmpty());
        assertEquals("finished 3 FAILED", events.events.get(events.events.size() - 1));
    }

    @Test
    public void aLongRunOfSkippedStepsFailsSoon() {
        task.skipped = i -> true;
        assertThrows(CoverException.class, () -> loop(0, 5000, new CheckpointSchedule(10, 0)).run());
        assertEquals(SkippedSteps.JUDGED, task.steps.size());
        assertTrue(task.saves.isEmpty());
    }

    @Test
    public void manySkippedStepsAreWarnedOfOnce() {
        task.skipped = i -> i % 4 == 0;
        TrainingLoop loop = loop(0, 200, never());
        loop.run();
        assertEquals(50, loop.progress().skippedSteps());
        List<String> warnings = new ArrayList<>(events.events);
        warnings.removeIf(event -> !event.startsWith("warning"));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0), warnings.get(0).startsWith("warning 13 of 50 steps were skipped"));
    }

    @Test
    public void fewSkippedStepsAreCountedAlone() {
        task.skipped = i -> i == 7;
        TrainingLoop loop = loop(0, 60, never());
        loop.run();
        assertEquals(1, loop.progress().skippedSteps());
        assertTrue(events.events.stream().noneMatch(event -> event.startsWith("warning")));
    }

    private TrainingLoop loop(long first, long total, CheckpointSchedule checkpoints) {
        long[] seconds = {-1};
        ProgressMeter meter = new ProgressMeter(total, () -> ++seconds[0] * 1_000_000_000L, () -> 0);
        return new TrainingLoop(task, first, total, checkpoints, stop, events, meter);
    }

    private static LongSupplier tenthsOfASecond() {
        long[] readings = {-1};
        return () -> ++readings[0] * 100_000_000L;
    }

    private static CheckpointSchedule never() {
        return new CheckpointSchedule(0, 0);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(5, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Steps that do nothing but what the test says. */
    private static final class FakeTask implements TrainingTask {

        final List<Long> steps = new ArrayList<>();
        final List<Long> saves = new ArrayList<>();
        LongFunction<Double> onStep = i -> 1.0;
        LongFunction<Boolean> skipped = i -> false;
        LongFunction<CoverException> onSave = i -> null;
        File spare;

        @Override
        public StepResult step(long iteration) {
            steps.add(iteration);
            return result(onStep.apply(iteration)).skippedIf(skipped.apply(iteration));
        }

        static StepResult result(double loss) {
            return new StepResult(4, 1e-3, Collections.singletonMap("vector", loss),
                    Collections.singletonMap("ratio", Double.NaN), 0.5, new StepTimes(1, 2, 3));
        }

        @Override
        public File save(long iterationsDone) {
            CoverException failure = onSave.apply(iterationsDone);
            if (failure != null) {
                throw failure;
            }
            saves.add(iterationsDone);
            return new File("task");
        }

        @Override
        public File saveSpare(long iterationsDone) {
            if (spare == null) {
                throw new CoverException("No place is left.");
            }
            return spare;
        }
    }
}
