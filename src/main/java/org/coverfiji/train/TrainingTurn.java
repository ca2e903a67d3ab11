package org.coverfiji.train;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;

/**
 * The right to train, which one run of the process has at a time: two at once would each take twice as long, and the
 * memory of both. The others wait in the order in which they came. Inference needs no turn.
 *
 * <pre>{@code
 * try (TrainingTurn turn = TrainingTurn.await("the training of lung.cover", stop, listener)) {
 *     // train
 * }
 * }</pre>
 */
public final class TrainingTurn implements AutoCloseable {

    private static final ReentrantLock TURN = new ReentrantLock();
    /**
     * Those that wait, a ticket each; the lock's own queue loses the place of one that looks up for its stop signal.
     */
    private static final Queue<Object> WAITING = new ConcurrentLinkedQueue<>();
    private static final long POLL_MILLIS = 200;
    /** What the run whose turn it is does; written only by it. */
    private static volatile String current;

    private final String before;

    private TrainingTurn(String work) {
        before = current;
        current = work;
    }

    /**
     * Returns when no other run trains. The thread that has the turn gets it again at once.
     *
     * @param work what the run does, for those that wait for it, such as "the training of lung.cover"
     * @param stop ends the wait as it would end the run
     * @param listener hears again and again what the run waits for
     * @throws CancelledException if the run was stopped, or its thread interrupted, before its turn came
     */
    public static TrainingTurn await(String work, StopSignal stop, TrainingListener listener) {
        if (TURN.isHeldByCurrentThread()) {
            TURN.lock();
            return new TrainingTurn(work);
        }
        Object ticket = new Object();
        WAITING.add(ticket);
        boolean waited = false;
        try {
            while (!isNext(ticket, waited ? POLL_MILLIS : 0)) {
                String reason = " until " + current + " has ended.";
                if (!waited) {
                    listener.message(capital(work) + " waits" + reason);
                    waited = true;
                }
                listener.waiting("Waiting" + reason);
                if (stop.requested() != null) {
                    throw cancelled(work, listener);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(work, listener);
        } finally {
            WAITING.remove(ticket);
        }
        return new TrainingTurn(work);
    }

    /** Takes the turn if it is free and nobody came before, waiting for that a while. */
    private static boolean isNext(Object ticket, long milliseconds) throws InterruptedException {
        if (WAITING.peek() == ticket) {
            return TURN.tryLock(milliseconds, TimeUnit.MILLISECONDS);
        }
        Thread.sleep(milliseconds);
        return false;
    }

    /**
     * The turn of a run that does not wait.
     *
     * @throws CoverException if another run trains
     */
    public static TrainingTurn atOnce(String work) {
        if (!TURN.tryLock()) {
            throw new CoverException(capital(work) + " cannot run beside " + current + "; wait until that has ended.");
        }
        return new TrainingTurn(work);
    }

    private static CancelledException cancelled(String work, TrainingListener listener) {
        listener.waitCancelled();
        return new CancelledException(capital(work) + " was cancelled before it began.");
    }

    private static String capital(String work) {
        return Character.toUpperCase(work.charAt(0)) + work.substring(1);
    }

    @Override
    public void close() {
        current = before;
        TURN.unlock();
    }
}
