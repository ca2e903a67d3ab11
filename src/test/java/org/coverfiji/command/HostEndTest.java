package org.coverfiji.command;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.coverfiji.model.ModelFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;

/** Who quits Fiji disposes its context first, on a thread of his own, while commands work. */
public class HostEndTest {

    private static final int SIDE = 64;
    private static final int STEPS = 1000;
    private static final long PATIENCE_SECONDS = 300;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Context context = new Context();

    @Test
    public void theEndWaitsForWorkThatHeedsIt() throws InterruptedException {
        Thread quitting = new Thread(context::dispose);
        try (WorkProgress work = new WorkProgress(context.service(StatusService.class),
                context.service(TaskService.class), "work", () -> false)) {
            assertFalse(work.isCancelled());
            quitting.start();
            while (!work.isCancelled()) {
                Thread.sleep(10);
            }
            quitting.join(100);
            assertTrue("waits", quitting.isAlive());
        }
        quitting.join(10_000);
        assertFalse(quitting.isAlive());
    }

    /** Listeners of tasks are told on the event thread, which the end of the host has taken. */
    @Test
    public void workWhoseStepsAreWatchedEndsAtOnce() throws InterruptedException {
        TaskWatch watch = new TaskWatch();
        context.service(EventService.class).subscribe(watch);
        Thread quitting = new Thread(context::dispose);
        long began;
        try (WorkProgress work = new WorkProgress(context.service(StatusService.class),
                context.service(TaskService.class), "work", () -> false)) {
            quitting.start();
            while (!work.isCancelled()) {
                Thread.sleep(10);
            }
            Thread.sleep(100);
            began = System.nanoTime();
            work.show(1, 2, "the last step");
        }
        quitting.join(10_000);
        assertFalse(quitting.isAlive());
        assertTrue(watch.told);
        assertTrue("waited", System.nanoTime() - began < 10_000_000_000L);
    }

    private static final class TaskWatch {

        private volatile boolean told;

        @EventHandler
        void onEvent(TaskEvent event) {
            told = true;
        }
    }

    @Test
    public void endedWorkIsNotWaitedFor() throws InterruptedException {
        new WorkProgress(context.service(StatusService.class), context.service(TaskService.class), "work",
                () -> false).close();
        Thread quitting = new Thread(context::dispose);
        quitting.start();
        quitting.join(10_000);
        assertFalse(quitting.isAlive());
    }

    @Test
    public void aTrainingLeavesItsCheckpointAndGoesOn() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        ByteProcessor pixels = new ByteProcessor(SIDE, SIDE);
        for (int i = 0; i < SIDE * SIDE; i++) {
            pixels.set(i, random.nextInt(60) + (i / SIDE < SIDE / 2 ? 100 : 0));
        }
        new FileSaver(new ImagePlus("image", pixels)).saveAsPng(new File(folder.getRoot(), "image.png").getPath());
        boolean batch = Interpreter.batchMode;
        // The training window is not what ends here.
        Interpreter.batchMode = true;
        try {
            FutureTask<Void> quit = new FutureTask<>(context::dispose, null);
            StatusHook.in(context).act(message -> message.startsWith("1/"), () -> new Thread(quit, "Quit").start());
            assertNull(pretrain(context, STEPS, false));
            quit.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            long done = ModelFile.readDescription(model()).iterationsDone();
            assertTrue("after " + done, done > 0 && done < STEPS);
            // With as many steps as were planned, but no time to do them all.
            Context next = new Context();
            FutureTask<Void> again = new FutureTask<>(next::dispose, null);
            StatusHook.in(next).act(message -> message.startsWith(done + 1 + "/"),
                    () -> new Thread(again, "Quit").start());
            assertNull(pretrain(next, STEPS, true));
            again.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertTrue(ModelFile.readDescription(model()).iterationsDone() > done);
        } finally {
            Interpreter.batchMode = batch;
        }
    }

    private File model() {
        return new File(folder.getRoot(), "model.cover");
    }

    /** @return what it failed by; null for nothing */
    private Throwable pretrain(Context host, int steps, boolean resume) throws InterruptedException {
        Map<String, String> values = new HashMap<>(Map.of("input", folder.getRoot().getPath(), "name_filter", "png",
                "output", model().getPath(), "width", "8", "patch", "32", "batch", "2", "resize", "0"));
        values.put("iterations", String.valueOf(steps));
        values.put("resume", String.valueOf(resume));
        CommandRunner runner = new CommandRunner(host);
        FutureTask<Void> run = new FutureTask<>(() -> runner.run(runner.find("PretrainCommand"), values), null);
        Thread thread = new Thread(run, "command");
        thread.start();
        try {
            run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            thread.join();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            return e;
        }
    }
}
