package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertTrue;

import org.bytedeco.javacpp.Pointer;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.api.ViewBatch;
import org.junit.Test;

/**
 * Training, evaluation, prediction and inference take native memory once, not call by call: neither for good nor until
 * the garbage collector runs, which does not see how large native arrays are.
 */
public class NativeMemoryTest {

    private static final int SETTLED = 5;
    private static final int CALLS = 40;
    private static final int PATIENCE = 40;

    /**
     * @param smallest bytes of the smallest map; a call that lost one for good would exceed the first limit
     * @param largest bytes of a map at full resolution; a call that left one to the garbage collector would exceed the
     *        second
     */
    private static void assertNoGrowth(String what, long smallest, long largest, Runnable call) {
        long settled = 0;
        long grown = 0;
        for (int i = 0; i < CALLS; i++) {
            if (i == SETTLED) {
                settled = collected(0);
            }
            call.run();
        }
        grown = Pointer.totalBytes() - settled;
        int counted = CALLS - SETTLED;
        assertTrue(what + ": " + grown / counted + " bytes of garbage per call", grown < counted * largest);
        long lost = collected(settled + counted * smallest) - settled;
        assertTrue(what + ": " + lost / counted + " bytes lost per call", lost < counted * smallest);
    }

    /** Native memory in use without what is garbage; ends early when it is no more than what is hoped for. */
    private static long collected(long hoped) {
        long bytes = Long.MAX_VALUE;
        for (int i = 0; i < PATIENCE && bytes > hoped; i++) {
            System.gc();
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            long now = Pointer.totalBytes();
            if (hoped == 0 && now == bytes) {
                return now;
            }
            bytes = now;
        }
        return bytes;
    }

    @Test
    public void pretrainingDoesNotGrow() {
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            NativePretrainingNetwork network = new NativePretrainingNetwork(TestBatches.narrow(dimensions),
                    OptimizerConfiguration.PUBLISHED, 1, 5);
            ViewBatch batch = dimensions == 2 ? TestBatches.random(1, 1, 64, 64) : TestBatches.random(1, 1, 16, 16, 16);
            long largest = 2 * 8 * 4096 * 4;
            String d = dimensions + "D ";
            assertNoGrowth(d + "step", 64, largest, () -> network.step(batch, 1e-3));
            assertNoGrowth(d + "evaluation", 64, largest, () -> network.evaluate(batch));
            assertNoGrowth(d + "prediction", 64, largest, () -> network.predictFields(batch.moving(), batch.fixed()));
            assertNoGrowth(d + "copy", 64, largest, network::parameters);
            network.close();
        }
    }

    @Test
    public void inferenceDoesNotGrow() {
        NativeFeatureNetwork network = NativeFeatureNetwork.backbone(TestBatches.narrow(2), 5);
        Tensor images = TestBatches.random(1, 2, 64, 64).moving();
        assertNoGrowth("inference", 64, 2 * 8 * 4096 * 4, () -> network.features(images));
        network.close();
    }

    @Test
    public void closedNetworksGiveTheirMemoryBack() {
        ViewBatch batch = TestBatches.random(1, 1, 16, 16);
        assertNoGrowth("network", 4096, 1 << 20, () -> {
            NativePretrainingNetwork network = new NativePretrainingNetwork(TestBatches.narrow(2),
                    OptimizerConfiguration.PUBLISHED, 1, 5);
            network.step(batch, 1e-3);
            network.close();
        });
    }
}
