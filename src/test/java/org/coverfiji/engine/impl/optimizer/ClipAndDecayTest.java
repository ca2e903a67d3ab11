package org.coverfiji.engine.impl.optimizer;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.layer.ConvolutionBlock;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.After;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

public class ClipAndDecayTest {

    private final ComputationGraph graph = graph();

    /** Five parameters: a weight per input channel, bias, scale and shift. */
    private static ComputationGraph graph() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT)
                .updater(new NoOp()).graphBuilder().addInputs("images")
                .addLayer("block", new ConvolutionBlock(2, 2, 1, 1, 1, 1, 1), "images").setOutputs("block")
                .validateOutputLayerConfig(false).build());
        graph.init();
        graph.initGradientsView();
        graph.setParams(TestArrays.of(DataType.FLOAT, new double[] {10, 20, 30, 40, 50}, 1, 5));
        return graph;
    }

    @After
    public void close() {
        graph.close();
    }

    private double[] after(ClipAndDecay clipAndDecay, double... gradient) {
        INDArray view = graph.getFlattenedGradients();
        view.assign(TestArrays.of(DataType.FLOAT, gradient, view.shape()));
        clipAndDecay.onGradientCalculation(graph);
        return TestArrays.values(view);
    }

    private static void assertGradient(double[] actual, double... expected) {
        assertArrayEquals(expected, actual, 2e-5);
    }

    @Test
    public void longGradientsAreScaledToTheNorm() {
        ClipAndDecay clip = new ClipAndDecay(1, 0);
        assertGradient(after(clip, 3, 0, 0, 0, -4), 0.6, 0, 0, 0, -0.8);
        assertEquals("norm before clipping", 5, clip.lastNorm(), 1e-6);
    }

    @Test
    public void shortGradientsStayAsTheyAre() {
        ClipAndDecay clip = new ClipAndDecay(1, 0);
        assertGradient(after(clip, 0.3, 0, 0, 0, -0.4), 0.3, 0, 0, 0, -0.4);
        assertEquals(0.5, clip.lastNorm(), 1e-6);
    }

    @Test
    public void decayIsAddedAfterClippingToEveryParameter() {
        assertGradient(after(new ClipAndDecay(1, 0.01), 3, 0, 0, 0, -4), 0.7, 0.2, 0.3, 0.4, -0.3);
    }

    @Test
    public void noGradientLeavesDecayAlone() {
        ClipAndDecay clip = new ClipAndDecay(1, 0.1);
        assertGradient(after(clip, 0, 0, 0, 0, 0), 1, 2, 3, 4, 5);
        assertEquals(0, clip.lastNorm(), 0);
    }

    @Test
    public void overflownGradientsLeaveTheStepOut() {
        ClipAndDecay clip = new ClipAndDecay(1, 0.1);
        assertGradient(after(clip, Double.POSITIVE_INFINITY, 1, 2, 3, 4), 0, 0, 0, 0, 0);
        assertGradient(after(clip, Double.NaN, 1, 2, 3, 4), 0, 0, 0, 0, 0);
    }
}
