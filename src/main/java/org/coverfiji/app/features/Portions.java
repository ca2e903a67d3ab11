package org.coverfiji.app.features;

import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;

/** Work on many small parts of an image, several at once, in buffers that serve one part after the other. */
public final class Portions {

    /** So that none waits long for the others. */
    private static final int PER_PROCESSOR = 4;

    private Portions() {
    }

    /**
     * Does some work on every part.
     *
     * @param count of the parts
     * @param buffers makes what one portion of them works in
     * @param work on a part by its number, from 0
     * @throws CancelledException if this thread was interrupted
     */
    public static <B> void each(int count, Supplier<B> buffers, ObjIntConsumer<B> work) {
        Thread asker = Thread.currentThread();
        int portions = Math.min(count, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
        IntStream.range(0, portions).parallel().forEach(portion -> {
            B own = buffers.get();
            int end = (int) ((portion + 1L) * count / portions);
            for (int number = (int) ((long) portion * count / portions); number < end; number++) {
                CancelledException.ifInterrupted(asker);
                work.accept(own, number);
            }
        });
    }
}
