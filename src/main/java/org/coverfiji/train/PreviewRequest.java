package org.coverfiji.train;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hands previews of what a network can do from the training thread to whoever shows them. One is made only between two
 * iterations, only if it was asked for, and only if the previews' {@link Pace} allows it.
 *
 * @param <T> what a preview shows
 */
public final class PreviewRequest<T> {

    private final AtomicBoolean requested = new AtomicBoolean();
    private final Pace pace;
    private final Consumer<T> taker;

    /**
     * @param intervalSeconds least time between previews
     * @param share of training time that they may take
     * @param taker gets the previews on the training thread and must return at once
     */
    public PreviewRequest(double intervalSeconds, double share, Consumer<T> taker) {
        pace = new Pace(intervalSeconds, share);
        this.taker = taker;
    }

    /** Asks for one preview, from any thread. */
    public void request() {
        requested.set(true);
    }

    /**
     * Makes the preview if one was asked for and is not too early; for the training thread, between iterations.
     *
     * @param preview gives null where there is nothing to show
     */
    public void answer(Supplier<T> preview) {
        long start = System.nanoTime();
        if (requested.get() && pace.due(start)) {
            requested.set(false);
            try {
                T made = preview.get();
                if (made != null) {
                    taker.accept(made);
                }
            } finally {
                long end = System.nanoTime();
                pace.ran(end, end - start);
            }
        }
    }

    /** What all previews took, seconds. */
    public double seconds() {
        return pace.seconds();
    }
}
