package org.coverfiji.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;

import org.scijava.thread.ThreadService;

/**
 * The threads that wait for a command's: a script's, and those that wait for the script. Killing a script interrupts
 * the outermost of them only; that it waits no longer is all that the command can see of it.
 */
final class WaitingThreads {

    /** Who waits with a time limit, again and again, does not wait in between. */
    private static final long GRACE_NANOSECONDS = 1_000_000_000;

    private final List<Thread> threads = new ArrayList<>();
    private final Set<Thread> seen = new HashSet<>();
    private final Map<Thread, Long> missedSince = new HashMap<>();

    /** @param nearest the thread that waits for the current one */
    WaitingThreads(ThreadService service, Thread nearest) {
        for (Thread thread = nearest; thread != null && !threads.contains(thread); thread = service.getParent(thread)) {
            if (thread != Thread.currentThread()) {
                threads.add(thread);
            }
        }
    }

    /** Whether one that was seen waiting has stopped; asked now and then while the work goes on. */
    synchronized boolean haveStopped() {
        long now = System.nanoTime();
        for (Thread thread : threads) {
            if (isWaiting(thread)) {
                seen.add(thread);
                missedSince.remove(thread);
            } else if (seen.contains(thread)
                    && now - missedSince.computeIfAbsent(thread, t -> now) > GRACE_NANOSECONDS) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWaiting(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(call -> call.getMethodName().equals("get")
                && call.getClassName().equals(FutureTask.class.getName()));
    }
}
