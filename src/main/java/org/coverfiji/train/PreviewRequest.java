package org.coverfiji.train;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hands previews of what a network can do from the training thread to whoever shows them. They are made only between
 * two iterations and only while somebody watches: at the start, after every tenth of the run and at its end, and
 * beyond that wherever one was asked for and the previews' {@link Pace} allows it.
 *
 * @param <T> what a preview shows
 */
public final class PreviewRequest<T> {

    private static final int PARTS = 10;

    private final AtomicBoolean requested = new AtomicBoolean();
    private final Pace pace;
    private final Consumer<T> taker;
    private volatile boolean watched;
    /** The part of the run of which there is a preview. */
    private long shownPart = -1;

    /**
     * @param intervalSeconds least time between previews
     * @param share of training time that they may take
     * @param taker gets the previews on the training thread and must return at once
     */
    public PreviewRequest(double intervalSeconds, double share, Consumer<T> taker) {
        pace = new Pace(intervalSeconds, share);
        this.taker = taker;
    }

    /** Asks for one preview, from any thread: somebody watches. */
    public void request() {
        watched = true;
        requested.set(true);
    }

    /** Nobody watches any more, from any thread. */
    public void unwatched() {
        watched = false;
        requested.set(false);
    }

    /**
     * Makes the preview if it is time; for the training thread, between iterations.
     *
     * @param preview gives null where there is nothing to show
     */
    public void answer(Progress progress, Supplier<T> preview) {
        long start = System.nanoTime();
        long part = progress.iteration() * PARTS / progress.total();
        if (watched && part != shownPart || requested.get() && pace.due(start)) {
            requested.set(false);
            shownPart = part;
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
