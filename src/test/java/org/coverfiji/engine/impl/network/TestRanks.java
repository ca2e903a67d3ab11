package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.Tensor;

/** Ranks in threads of one process, of which one computes at a time: the others wait in the exchange. */
final class TestRanks {

    private final Supplier<PretrainingNetwork> networks;
    private final IntFunction<Batch> batches;
    private final int steps;
    private final double rate;
    private boolean inParts;

    /**
     * @param networks gives equal networks, one for each rank
     * @param batches the whole batch of every step
     */
    TestRanks(Supplier<PretrainingNetwork> networks, IntFunction<Batch> batches, int steps, double rate) {
        this.networks = networks;
        this.batches = batches;
        this.steps = steps;
        this.rate = rate;
    }

    /** What comes to every rank passes it in two parts. */
    TestRanks inParts() {
        inParts = true;
        return this;
    }

    /** What steps leave. */
    static final class Trained {

        final List<StepResult> steps = new ArrayList<>();
        Map<String, Tensor> parameters;
        Map<String, Tensor> state;
    }

    private static final class Exchange implements GradientExchange {

        private final int ranks;
        private float[] sum;
        private float[] result;
        private int arrived;
        private int round;

        Exchange(int ranks) {
            this.ranks = ranks;
        }

        @Override
        public synchronized void sum(float[] values) {
            sum = arrived == 0 ? new float[values.length] : sum;
            assertEquals("ranks are at the same exchange", sum.length, values.length);
            for (int i = 0; i < values.length; i++) {
                sum[i] += values[i];
            }
            int own = round;
            if (++arrived == ranks) {
                arrived = 0;
                result = sum;
                round++;
                notifyAll();
            }
            while (own == round) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            System.arraycopy(result, 0, values, 0, values.length);
        }
    }

    Trained alone() {
        Trained trained = new Trained();
        train(networks.get(), 0, 1, trained, new Object());
        return trained;
    }

    /** Ranks of unequal size, where they do not divide the batch. */
    private static int first(int rank, int ranks, int samples) {
        return rank * samples / ranks;
    }

    private void train(PretrainingNetwork network, int rank, int ranks, Trained trained, Object turn) {
        for (int step = 0; step < steps; step++) {
            Batch whole = batches.apply(step);
            Batch own = whole.part(first(rank, ranks, whole.samples()), first(rank + 1, ranks, whole.samples()));
            synchronized (turn) {
                trained.steps.add(inParts && own.samples() > 1
                        ? network.step(List.of(own.part(0, 1), own.part(1, own.samples())), rate)
                        : network.step(own, rate));
            }
        }
        synchronized (turn) {
            trained.parameters = network.parameters();
            trained.state = network.state();
            network.close();
        }
    }

    List<Trained> together(int ranks) throws InterruptedException {
        Exchange exchange = new Exchange(ranks);
        List<Trained> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        int samples = batches.apply(0).samples();
        for (int rank = 0; rank < ranks; rank++) {
            Trained trained = new Trained();
            all.add(trained);
            PretrainingNetwork own = networks.get();
            own.share(exchange, first(rank, ranks, samples), samples);
            int number = rank;
            Thread thread = new Thread(() -> train(own, number, ranks, trained, exchange));
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((any, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
                threads.forEach(Thread::interrupt);
            });
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(120_000);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.get(0));
        }
        return all;
    }

    Map<String, Tensor> start() {
        try (PretrainingNetwork fresh = networks.get()) {
            return fresh.parameters();
        }
    }
}
