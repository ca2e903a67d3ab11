package org.coverfiji.train;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.coverfiji.CancelledException;

/**
 * The right to train, which one run of the process has at a time: two at once would each take twice as long, and the
 * memory of both. The others wait in the order in which they came. Inference needs no turn.
 *
 * <pre>{@code
 * try (TrainingTurn turn = TrainingTurn.await("lung.cover", stop, listener)) {
 *     // train
 * }
 * }</pre>
 */
public final class TrainingTurn implements AutoCloseable {

    private static final ReentrantLock TURN = new ReentrantLock(true);
    private static final long POLL_MILLIS = 200;
    /** What the run whose turn it is trains; guarded by the lock for writing. */
    private static volatile String training;

    private final String before;

    private TrainingTurn(String name) {
        before = training;
        training = name;
    }

    /**
     * Returns when no other run trains. The thread that has the turn gets it again at once.
     *
     * @param name what the run trains, for those that wait for it
     * @param stop ends the wait as it would end the run
     * @param listener hears again and again what the run waits for
     * @throws CancelledException if the run was stopped, or its thread interrupted, before its turn came
     */
    public static TrainingTurn await(String name, StopSignal stop, TrainingListener listener) {
        boolean waited = false;
        try {
            // Without a time it would overtake those that wait.
            while (!TURN.tryLock(waited ? POLL_MILLIS : 0, TimeUnit.MILLISECONDS)) {
                String reason = "waits until the training of " + training + " has ended";
                if (!waited) {
                    listener.message("The training of " + name + " " + reason + ".");
                    waited = true;
                }
                listener.waiting("Training " + reason + ".");
                if (stop.requested() != null) {
                    throw cancelled(name, listener);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(name, listener);
        }
        return new TrainingTurn(name);
    }

    private static CancelledException cancelled(String name, TrainingListener listener) {
        listener.waitCancelled();
        return new CancelledException("The training of " + name + " was cancelled before it began.");
    }

    @Override
    public void close() {
        training = before;
        TURN.unlock();
    }
}
