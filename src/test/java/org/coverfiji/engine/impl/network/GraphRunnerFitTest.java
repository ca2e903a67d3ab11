package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.Map;

import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.engine.impl.layer.MaskedLossLayer;
import org.coverfiji.engine.impl.optimizer.ClipAndDecay;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The runner's own steps give, to the last bit, what DL4J's {@code fit} gives with its updater and a listener that
 * clips and decays: losses, gradient norms and weights of COVER and of fine-tuning.
 */
public class GraphRunnerFitTest {

    private static final OptimizerConfiguration OPTIMIZER = OptimizerConfiguration.PUBLISHED;
    private static final double RATE = 0.01;
    private static final int STEPS = 4;

    private static INDArray array(Tensor tensor) {
        return Tensors.array(DataType.FLOAT, tensor);
    }

    private static ComputationGraph fitted(ComputationGraphConfiguration configuration, ClipAndDecay listener) {
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        graph.setListeners(listener);
        return graph;
    }

    private static void assertSameWeights(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, tensor) -> assertArrayEquals(name, tensor.data(), actual.get(name).data(), 0));
    }

    private static void cover(int dimensions, int... sides) {
        LearningRate rate = new LearningRate();
        rate.set(RATE);
        ClipAndDecay listener = new ClipAndDecay(OPTIMIZER.clipNorm(), OPTIMIZER.weightDecay());
        ComputationGraph fit = fitted(
                Graphs.cover(TestBatches.narrow(dimensions), TestBatches.cover(0.5), OPTIMIZER, rate, 7,
                        DataType.FLOAT), listener);
        CoverNetwork network = new CoverNetwork(TestBatches.narrow(dimensions), TestBatches.cover(0.5), OPTIMIZER, 7);
        for (int step = 0; step < STEPS; step++) {
            ViewBatch batch = TestBatches.random(10 * step, 2, sides);
            INDArray flow = array(batch.flow());
            INDArray mask = array(batch.mask());
            fit.fit(new MultiDataSet(
                    new INDArray[] {Nd4j.concat(0, array(batch.moving()), array(batch.fixed()))},
                    new INDArray[] {flow, flow}, null, new INDArray[] {mask, mask}));
            StepResult losses = network.step(batch.batch(), RATE);
            assertEquals(lastLoss(fit, Graphs.VECTOR_LOSS), losses.losses().get("vector"), 0);
            assertEquals(lastLoss(fit, Graphs.CONSISTENCY_LOSS), losses.losses().get("consistency"), 0);
            assertEquals(listener.lastNorm(), losses.gradientNorm(), 0);
        }
        assertSameWeights(Parameters.get(fit), network.parameters());
        network.close();
        fit.close();
    }

    private static double lastLoss(ComputationGraph graph, String layer) {
        return ((MaskedLossLayer<?>) graph.getLayer(layer)).lastLoss();
    }

    @Test
    public void coverIn2d() {
        cover(2, 16, 32);
    }

    @Test
    public void coverIn3d() {
        cover(3, 16, 16, 16);
    }

    @Test
    public void fineTuning() {
        TaskConfiguration task = new TaskConfiguration(Task.SEGMENTATION, Protocol.FULL, new float[] {1, 2},
                new int[] {3, 4}, null, null);
        LearningRate rate = new LearningRate();
        rate.set(RATE);
        ComputationGraph fit = fitted(new TaskGraphs(TestBatches.narrow(2), task, 7, DataType.FLOAT).trained(OPTIMIZER,
                rate), new ClipAndDecay(OPTIMIZER.clipNorm(), OPTIMIZER.weightDecay()));
        NativeTaskNetwork network = new NativeTaskNetwork(TestBatches.narrow(2), task, OPTIMIZER, 7);
        for (int step = 0; step < STEPS; step++) {
            ViewBatch views = TestBatches.random(10 * step, 2, 16, 32);
            fit.fit(new MultiDataSet(new INDArray[] {array(views.moving())}, new INDArray[] {array(views.mask())}, null,
                    new INDArray[] {array(views.mask())}));
            double loss = network.step(new LabelBatch(views.moving(), views.mask(), views.mask()), RATE);
            assertEquals(lastLoss(fit, TaskGraphs.LOSS), loss, 0);
        }
        assertSameWeights(Parameters.get(fit), network.parameters());
        network.close();
        fit.close();
    }
}
