package org.coverfiji.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class TrainingTurnTest {

    private final StopSignal stop = new StopSignal();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final CountDownLatch waits = new CountDownLatch(1);
    private final TrainingListener listener = new TrainingListener() {
        @Override
        public void waiting(String reason) {
            said.add(reason);
            waits.countDown();
        }

        @Override
        public void waitCancelled() {
            said.add("cancelled");
        }
    };
    private final CountDownLatch release = new CountDownLatch(1);
    private Thread holder;

    @Before
    public void anotherRunTrains() throws Exception {
        CountDownLatch trains = new CountDownLatch(1);
        holder = new Thread(() -> {
            try (TrainingTurn turn =
                    TrainingTurn.await("the training of first.cover", new StopSignal(), new TrainingListener() { })) {
                trains.countDown();
                await(release);
            }
        });
        holder.start();
        await(trains);
    }

    @After
    public void end() throws Exception {
        release.countDown();
        holder.join();
        assertFalse(Thread.interrupted());
        // Whatever happened, the next one finds it free.
        TrainingTurn.await("the training of last.cover", new StopSignal(), new TrainingListener() { }).close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    public void theSecondWaitsAndSaysForWhat() throws Exception {
        Thread second = new Thread(() -> {
            try (TrainingTurn turn = TrainingTurn.await("the training of second.cover", stop, listener)) {
                said.add("trains");
            }
        });
        second.start();
        await(waits);
        assertFalse(said.contains("trains"));
        release.countDown();
        second.join();
        assertEquals("Waiting until the training of first.cover has ended.", said.get(0));
        assertEquals("trains", said.get(said.size() - 1));
    }

    @Test
    public void aWaitThatIsCancelledEndsInASentence() {
        stop.cancel();
        CancelledException e = assertThrows(CancelledException.class,
                () -> TrainingTurn.await("the training of second.cover", stop, listener));
        assertEquals("The training of second.cover was cancelled before it began.", e.getMessage());
        assertEquals("cancelled", said.get(said.size() - 1));
    }

    @Test
    public void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThrows(CancelledException.class,
                () -> TrainingTurn.await("the training of second.cover", stop, listener));
        assertTrue("the mark stays", Thread.interrupted());
        assertEquals(Collections.singletonList("cancelled"), said);
    }

    @Test
    public void whatDoesNotWaitIsRefused() {
        CoverException e = assertThrows(CoverException.class, () -> TrainingTurn.atOnce("the benchmark"));
        assertEquals("The benchmark cannot run beside the training of first.cover; wait until that has ended.",
                e.getMessage());
    }

    @Test
    public void aRunWithinARunDoesNotWaitForItself() {
        release.countDown();
        try (TrainingTurn outer = TrainingTurn.await("the training of outer.cover", stop, listener);
                TrainingTurn inner = TrainingTurn.await("the training of inner.cover", stop, listener)) {
            assertTrue(outer != inner);
        }
    }

    @Test
    public void thoseThatWaitTrainInTheOrderInWhichTheyCame() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> waiting = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            CountDownLatch waits = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                try (TrainingTurn turn = TrainingTurn.await("the training of " + name, new StopSignal(),
                        new TrainingListener() {
                            @Override
                            public void waiting(String reason) {
                                waits.countDown();
                            }
                        })) {
                    order.add(name);
                }
            });
            thread.start();
            await(waits);
            waiting.add(thread);
        }
        release.countDown();
        for (Thread thread : waiting) {
            thread.join();
        }
        assertEquals(List.of("a", "b", "c"), order);
    }
}
