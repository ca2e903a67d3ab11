package org.coverfiji.command;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.coverfiji.BackgroundThreads;

import ij.ImagePlus;

/**
 * Does what clicks ask for, on a thread of its own; of clicks that come faster than answers, the last one counts. What
 * one clicked on may be closed while the answer is computed; then nobody waits for it.
 */
final class LatestWork {

    private final ExecutorService worker;
    private final AtomicReference<Runnable> wanted = new AtomicReference<>();
    private final Consumer<String> log;
    private final List<ImagePlus> images;

    /**
     * @param name of the thread
     * @param log takes a sentence where there is no answer
     * @param images without any of which there is nothing to answer
     */
    LatestWork(String name, Consumer<String> log, ImagePlus... images) {
        this.log = log;
        this.images = List.of(images);
        worker = Executors.newSingleThreadExecutor(new BackgroundThreads(name));
    }

    /** Does this next, in place of what has not begun. */
    void ask(Runnable work) {
        wanted.set(work);
        worker.execute(this::answer);
    }

    private void answer() {
        Runnable work = wanted.getAndSet(null);
        try {
            if (work != null && !isClosed()) {
                work.run();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            // The pixels of a closed image are gone at once, and its listeners hear of that later.
            if (!isClosed()) {
                log.accept(CoverCommand.sentence(e));
            }
        }
    }

    private boolean isClosed() {
        return images.stream().anyMatch(image -> !image.isProcessor());
    }

    /** Whether nobody waits for the work under way: something else was asked for since it began, or all is closed. */
    boolean isOvertaken() {
        return wanted.get() != null || isClosed();
    }

    /** Takes no more, and does this at last. */
    void end(Runnable last) {
        worker.execute(last);
        worker.shutdown();
    }
}
