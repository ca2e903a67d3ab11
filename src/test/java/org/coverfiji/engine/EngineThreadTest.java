package org.coverfiji.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.Tensor;
import org.junit.After;
import org.junit.Test;

public class EngineThreadTest {

    private static final int CALLS = 20;

    private final EngineThread thread = new EngineThread();
    private final Recorder recorder = new Recorder();
    private final FeatureNetwork network = thread.served(FeatureNetwork.class, recorder);

    @After
    public void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    public void callsOfManyThreadsComeOnOneThreadOneAtATime() throws Exception {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(new Thread(() -> {
                for (int call = 0; call < CALLS; call++) {
                    network.features(null);
                }
            }));
        }
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(4 * CALLS, recorder.calls.get());
        assertFalse("two at a time", recorder.overlapped.get());
        assertEquals(1, recorder.threads.size());
        assertNotSame(Thread.currentThread(), recorder.threads.iterator().next());
    }

    @Test
    public void anInterruptedCallerGetsItsResultAndKeepsItsMark() {
        Thread.currentThread().interrupt();
        assertEquals(1, network.features(null).length);
        assertTrue(Thread.interrupted());
    }

    @Test
    public void whatIsClosedIsNoLongerInUse() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        recorder.whileWorking = () -> {
            working.countDown();
            sleep(100);
        };
        Thread caller = new Thread(() -> network.features(null));
        caller.start();
        working.await();
        caller.interrupt();
        network.close();
        assertFalse("closed while a call works", recorder.closedWhileWorking.get());
        caller.join();
    }

    @Test
    public void errorsComeAsTheyAre() {
        CoverException wrong = new CoverException("wrong weights");
        OutOfMemoryError full = new OutOfMemoryError();
        recorder.whileWorking = () -> {
            throw wrong;
        };
        assertSame(wrong, assertThrows(CoverException.class, () -> network.features(null)));
        recorder.whileWorking = () -> {
            throw full;
        };
        assertSame(full, assertThrows(OutOfMemoryError.class, () -> network.features(null)));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Recorder implements FeatureNetwork {

        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger inside = new AtomicInteger();
        final AtomicBoolean overlapped = new AtomicBoolean();
        final AtomicBoolean closedWhileWorking = new AtomicBoolean();
        final Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
        Runnable whileWorking = Thread::yield;

        @Override
        public Tensor[] features(Tensor images) {
            if (inside.incrementAndGet() > 1) {
                overlapped.set(true);
            }
            calls.incrementAndGet();
            threads.add(Thread.currentThread());
            try {
                whileWorking.run();
            } finally {
                inside.decrementAndGet();
            }
            return new Tensor[1];
        }

        @Override
        public void setParameters(Map<String, Tensor> parameters) {
        }

        @Override
        public void close() {
            closedWhileWorking.set(inside.get() > 0);
        }
    }
}
