package org.coverfiji.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

import org.coverfiji.BackgroundThreads;

/**
 * Prepares the next few batches on threads of its own while the network trains, and hands them out in the order of
 * iterations. For one consumer at a time; {@link #close()} may be called by any thread.
 *
 * @param <B> a batch
 */
public final class Prefetcher<B> implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final LongFunction<B> sampler;
    private final ExecutorService executor;

    /** Batches under way or ready; guards itself and the two fields below. */
    private final Deque<Future<B>> ahead = new ArrayDeque<>();
    private long nextIteration;
    private boolean closed;

    private volatile long waitedNanos;

    /**
     * Starts to prepare batches: one more than there are threads is under way or ready at any time, at least 2.
     *
     * @param sampler gives the batch of an iteration; called from several threads
     * @param threads how many batches are worked on at the same time
     * @param firstIteration what {@link #next()} gives first
     */
    public Prefetcher(LongFunction<B> sampler, int threads, long firstIteration) {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads");
        }
        this.sampler = sampler;
        nextIteration = firstIteration;
        executor = Executors.newFixedThreadPool(threads,
                new BackgroundThreads("COVER batches " + NUMBER.incrementAndGet()));
        synchronized (ahead) {
            for (int i = 0; i < threads + 1; i++) {
                submit();
            }
        }
    }

    private void submit() {
        long iteration = nextIteration++;
        ahead.add(executor.submit(() -> sampler.apply(iteration)));
    }

    /**
     * The next iteration's batch; waits for it if need be. What went wrong while it was prepared (an unreadable image,
     * no memory) is thrown here; the call after that gives the iteration after that.
     *
     * @throws CancellationException if the prefetcher is closed, or the thread interrupted, before the batch is there
     */
    public B next() {
        Future<B> head;
        synchronized (ahead) {
            if (closed) {
                throw new CancellationException("The preparation of batches was closed.");
            }
            head = ahead.element();
        }
        long start = System.nanoTime();
        try {
            return head.get();
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The preparation of batches was interrupted.");
        } finally {
            waitedNanos += System.nanoTime() - start;
            replace(head);
        }
    }

    /** Starts another batch in the place of one that is done. */
    private void replace(Future<B> head) {
        synchronized (ahead) {
            if (!closed && head.isDone()) {
                ahead.remove();
                submit();
            }
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error) {
            throw (Error) cause;
        }
        return cause instanceof RuntimeException ? (RuntimeException) cause : new IllegalStateException(cause);
    }

    /** How long {@link #next()} has waited for batches in all: what faster or more threads could save. */
    public double waitedSeconds() {
        return waitedNanos * 1e-9;
    }

    /**
     * Ends the preparation at once, also for a {@link #next()} that waits. A batch that is being worked on is finished
     * by its daemon thread and dropped: an interrupt could leave the image cache with a half-read file.
     */
    @Override
    public void close() {
        synchronized (ahead) {
            closed = true;
            for (Future<B> batch : ahead) {
                batch.cancel(false);
            }
            ahead.clear();
        }
        executor.shutdown();
    }
}
