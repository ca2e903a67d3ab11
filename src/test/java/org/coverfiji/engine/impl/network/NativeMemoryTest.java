package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertTrue;

import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.engine.impl.NativeMemory;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.junit.Test;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training, evaluation, prediction and inference take native memory once, not call by call; nor do they leave it to the
 * garbage collector, which does not see how large native arrays are.
 */
public class NativeMemoryTest {

    private static final int SETTLED = 5;
    private static final int MANY = 40;
    private static final int FEW = 15;
    private static final int LONG_RUN = 250;
    /** Per call: less than the smallest map of the networks below. */
    private static final long NEGLIGIBLE = 64;
    /** Per network: less than the parameters of its smallest layer. */
    private static final long FEW_NUMBERS = 512;

    /** Arrays alone: DL4J's workspaces learn their sizes during the first 30 or so calls. */
    private static void assertNoGrowth(String what, int calls, long negligible, Runnable call) {
        long settled = 0;
        for (int i = 0; i < calls; i++) {
            call.run();
            if (i == SETTLED) {
                settled = arrays();
            }
        }
        long perCall = (arrays() - settled) / (calls - SETTLED);
        assertTrue(what + " leaves " + perCall + " bytes per call", perCall < negligible);
    }

    private static long arrays() {
        return Nd4j.getEnvironment().getDeviceCouner(0);
    }

    private static CoverNetwork pretraining(int dimensions) {
        return new CoverNetwork(TestBatches.narrow(dimensions), TestBatches.cover(1),
                OptimizerConfiguration.PUBLISHED, 5);
    }

    @Test
    public void pretrainingDoesNotGrow() {
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            CoverNetwork network = pretraining(dimensions);
            ViewBatch batch = dimensions == 2 ? TestBatches.random(1, 1, 16, 32) : TestBatches.random(1, 1, 16, 16, 16);
            String d = dimensions + "D ";
            int calls = dimensions == 2 ? MANY : FEW;
            assertNoGrowth(d + "step", calls, NEGLIGIBLE, () -> network.step(batch.batch(), 1e-3));
            assertNoGrowth(d + "evaluation", FEW, NEGLIGIBLE, () -> network.evaluate(batch.batch()));
            assertNoGrowth(d + "prediction", FEW, NEGLIGIBLE, 
                    () -> network.outputs(batch.batch()));
            assertNoGrowth(d + "copy", FEW, NEGLIGIBLE, network::parameters);
            network.close();
        }
    }

    @Test
    public void manyStepsTakeTheMemoryOfForty() {
        CoverNetwork network = pretraining(2);
        ViewBatch batch = TestBatches.random(1, 1, 16, 16);
        long settled = 0;
        for (int i = 0; i < LONG_RUN; i++) {
            network.step(batch.batch(), 1e-3);
            if (i == MANY) {
                settled = NativeMemory.bytes();
            }
        }
        // Less is possible: what earlier tests left to the garbage collector.
        assertTrue(settled + " bytes, then " + NativeMemory.bytes(),
                NativeMemory.bytes() <= settled + MANY * NEGLIGIBLE);
        assertTrue("the convolutions' working memory counts", OneDnn.workingBytes() > 0 == OneDnn.available());
        network.close();
    }

    @Test
    public void batchesOfChangingShapeDoNotGrow() {
        CoverNetwork network = pretraining(2);
        ViewBatch[] batches = {TestBatches.random(1, 1, 16, 32), TestBatches.random(1, 2, 32, 16)};
        assertNoGrowth("pair of steps", FEW, NEGLIGIBLE, () -> {
            network.step(batches[0].batch(), 1e-3);
            network.step(batches[1].batch(), 1e-3);
        });
        network.close();
    }

    @Test
    public void inferenceDoesNotGrow() {
        FeatureNetwork network = NativeFeatureNetwork.backbone(TestBatches.narrow(2), 5);
        Tensor images = TestBatches.random(1, 2, 16, 32).moving();
        assertNoGrowth("inference", FEW, NEGLIGIBLE, () -> network.features(images));
        network.close();
    }

    @Test
    public void fineTuningDoesNotGrow() {
        ViewBatch views = TestBatches.random(1, 2, 16, 32);
        LabelBatch batch = new LabelBatch(views.moving(), views.mask(), views.mask());
        for (Protocol protocol : Protocol.values()) {
            NativeTaskNetwork network = new NativeTaskNetwork(TestBatches.narrow(2), new TaskConfiguration(
                    Task.SEGMENTATION, protocol, new float[] {1, 1}, new int[] {3, 4}, null, null),
                    OptimizerConfiguration.PUBLISHED, 5);
            assertNoGrowth(protocol + " step", FEW, NEGLIGIBLE, () -> network.step(batch, 1e-3));
            assertNoGrowth(protocol + " prediction", FEW, NEGLIGIBLE, () -> network.predict(batch.images()));
            network.close();
        }
    }

    @Test
    public void closedNetworksGiveTheirMemoryBack() {
        ViewBatch batch = TestBatches.random(1, 1, 16, 16);
        assertNoGrowth("network", FEW, FEW_NUMBERS, () -> {
            CoverNetwork network = pretraining(2);
            network.step(batch.batch(), 1e-3);
            network.close();
        });
    }
}
