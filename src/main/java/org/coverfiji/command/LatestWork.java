package org.coverfiji.command;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.coverfiji.BackgroundThreads;

import ij.IJ;

/** Does what clicks ask for, on a thread of its own; of clicks that come faster than answers, the last one counts. */
final class LatestWork {

    private final ExecutorService worker;
    private final AtomicReference<Runnable> wanted = new AtomicReference<>();

    /** @param name of the thread */
    LatestWork(String name) {
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
            if (work != null) {
                work.run();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            IJ.log(CoverCommand.sentence(e));
        }
    }

    /** Whether something else was asked for since the work under way began. */
    boolean isOvertaken() {
        return wanted.get() != null;
    }

    /** Takes no more, and does this at last. */
    void end(Runnable last) {
        worker.execute(last);
        worker.shutdown();
    }
}
