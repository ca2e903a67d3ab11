package org.coverfiji.train.view;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.Prefetcher;
import org.junit.Test;

public class PrefetcherTest {

    private static final FloatImage IMAGE = TestImages.noise(1, 1, new double[] { 1, 1 }, 24, 24);

    private static ViewSampler sampler(int images, IntFunction<FloatImage> get) {
        ImageSource source = new ImageSource() {
            @Override
            public int size() {
                return images;
            }

            @Override
            public FloatImage get(int index) {
                return get.apply(index);
            }
        };
        return new ViewSampler(source, ViewConfiguration.builder(16, 16).build(), 1, 5);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Even if some batches take long, every number of threads gives the sampler's batches in order. */
    @Test
    public void batchesComeInOrderWhateverTheThreads() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ViewSampler sampler = sampler(6, index -> {
            if (calls.incrementAndGet() % 3 == 0) {
                sleep(10);
            }
            return IMAGE;
        });
        for (int threads : new int[] { 1, 2, 4 }) {
            try (Prefetcher<ViewBatch> prefetcher = new Prefetcher<>(sampler::batch, threads, 7)) {
                for (int iteration = 7; iteration < 27; iteration++) {
                    assertEquals(TestImages.digest(sampler.batch(iteration)), TestImages.digest(prefetcher.next()));
                }
            }
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void preparesNoMoreThanItsBound() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        try (Prefetcher<ViewBatch> prefetcher = new Prefetcher<>(sampler(1, index -> {
            calls.incrementAndGet();
            three.countDown();
            return IMAGE;
        })::batch, 2, 0)) {
            await(three);
            sleep(50);
            assertEquals(3, calls.get());
            prefetcher.next();
        }
    }

    @Test
    public void failureSurfacesAtItsIteration() {
        CoverException failure = new CoverException("The file a.png cannot be read: replace it.");
        AtomicInteger calls = new AtomicInteger();
        try (Prefetcher<ViewBatch> prefetcher = new Prefetcher<>(sampler(1, index -> {
            if (calls.incrementAndGet() == 3) {
                throw failure;
            }
            return IMAGE;
        })::batch, 1, 0)) {
            prefetcher.next();
            prefetcher.next();
            assertSame(failure, assertThrows(CoverException.class, prefetcher::next));
            prefetcher.next();
        }
    }

    @Test
    public void errorsSurfaceToo() {
        try (Prefetcher<ViewBatch> prefetcher = new Prefetcher<>(sampler(1, index -> {
            throw new OutOfMemoryError("a double");
        })::batch, 1, 0)) {
            assertThrows(OutOfMemoryError.class, prefetcher::next);
        }
    }

    @Test
    public void closeFreesAWaitingConsumer() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        Prefetcher<ViewBatch> prefetcher = new Prefetcher<>(sampler(1, index -> {
            started.countDown();
            await(never);
            return IMAGE;
        })::batch, 1, 0);
        CountDownLatch freed = new CountDownLatch(1);
        Thread consumer = new Thread(() -> {
            assertThrows(CancellationException.class, prefetcher::next);
            freed.countDown();
        });
        consumer.start();
        await(started);
        prefetcher.close();
        assertTrue("next() still waits", freed.await(5, TimeUnit.SECONDS));
        assertThrows(CancellationException.class, prefetcher::next);
        prefetcher.close();
        never.countDown();
    }

    @Test
    public void workersAreDaemonsAndEnd() throws Exception {
        Thread[] worker = new Thread[1];
        CountDownLatch started = new CountDownLatch(1);
        Prefetcher<ViewBatch> prefetcher = new Prefetcher<>(sampler(1, index -> {
            worker[0] = Thread.currentThread();
            started.countDown();
            return IMAGE;
        })::batch, 1, 0);
        await(started);
        assertTrue(worker[0].isDaemon());
        prefetcher.close();
        worker[0].join(5000);
        assertFalse(worker[0].isAlive());
    }

    @Test
    public void waitingTimeIsMeasured() {
        try (Prefetcher<ViewBatch> prefetcher = new Prefetcher<>(sampler(1, index -> {
            sleep(100);
            return IMAGE;
        })::batch, 1, 0)) {
            assertEquals(0, prefetcher.waitedSeconds(), 0);
            prefetcher.next();
            double waited = prefetcher.waitedSeconds();
            assertTrue("waited " + waited, waited > 0.05 && waited < 5);
        }
    }

    @Test
    public void interruptedConsumerCanGoOn() {
        CountDownLatch ready = new CountDownLatch(1);
        ViewSampler sampler = sampler(1, index -> {
            await(ready);
            return IMAGE;
        });
        try (Prefetcher<ViewBatch> prefetcher = new Prefetcher<>(sampler::batch, 1, 0)) {
            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, prefetcher::next);
            assertTrue(Thread.interrupted());
            ready.countDown();
            assertEquals(TestImages.digest(sampler.batch(0)), TestImages.digest(prefetcher.next()));
        }
    }
}
