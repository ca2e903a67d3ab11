package org.coverfiji.engine.impl.layer;

import static org.coverfiji.engine.impl.TestArrays.mask;
import static org.coverfiji.engine.impl.TestArrays.random;
import static org.junit.Assert.assertTrue;

import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/** DL4J's own gradient check, in double precision, of small networks of the suite's layers, for every parameter. */
public class LayerGradientTest {

    private static final DataType DOUBLE = DataType.DOUBLE;
    private static final String IMAGES = "images";
    private static final String LOSS = "loss";

    private DataType before;

    @Before
    public void doublePrecision() {
        before = DataTypeUtil.getDtypeFromContext();
        DataTypeUtil.setDTypeForContext(DOUBLE);
    }

    @After
    public void restorePrecision() {
        DataTypeUtil.setDTypeForContext(before);
    }

    private static GraphBuilder graph() {
        return new NeuralNetConfiguration.Builder().dataType(DOUBLE).miniBatch(false).updater(new NoOp()).graphBuilder()
                .addInputs(IMAGES).setOutputs(LOSS).validateOutputLayerConfig(false);
    }

    private static void check(GraphBuilder graph, INDArray images, INDArray labels, INDArray mask) {
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        // The normalisation's scales and shifts away from 1 and 0.
        network.params().addi(random(DOUBLE, 5, 0.3, network.params().shape()));
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig().net(network)
                .inputs(new INDArray[] {images}).labels(new INDArray[] {labels}).labelMask(new INDArray[] {mask})
                .epsilon(1e-6).maxRelError(1e-4).minAbsoluteError(1e-7)));
        network.close();
    }

    /** The second block passes its gradient on to the first, through the activation. */
    private static GraphBuilder blocks(int dimensions, int inputs, int outputs) {
        return graph().addLayer("three", new ConvolutionBlock(dimensions, inputs, 4, 3, 2, 0.2, 1), IMAGES)
                .addLayer("one", new ConvolutionBlock(dimensions, 4, outputs, 1, 1, 1, 2), "three");
    }

    @Test
    public void convolutionBlocksAndVectorLossIn2d() {
        check(blocks(2, 2, 2).addLayer(LOSS, new VectorLoss(), "one"), random(DOUBLE, 1, 1, 2, 2, 4, 5),
                random(DOUBLE, 2, 3, 2, 2, 4, 5), mask(DOUBLE, 3, 2, 1, 4, 5));
    }

    @Test
    public void convolutionBlocksAndVectorLossIn3d() {
        check(blocks(3, 1, 3).addLayer(LOSS, new VectorLoss(), "one"), random(DOUBLE, 1, 1, 1, 1, 3, 4, 3),
                random(DOUBLE, 2, 3, 1, 3, 3, 4, 3), mask(DOUBLE, 3, 1, 1, 3, 4, 3));
    }

    @Test
    public void consistencyLossIn2d() {
        check(blocks(2, 1, 3).addLayer(LOSS, new ConsistencyLoss(0.7), "one"), random(DOUBLE, 1, 1, 4, 1, 4, 5),
                random(DOUBLE, 2, 1.5, 2, 2, 4, 5), mask(DOUBLE, 3, 2, 1, 4, 5));
    }

    @Test
    public void consistencyLossIn3d() {
        check(blocks(3, 1, 2).addLayer(LOSS, new ConsistencyLoss(1), "one"), random(DOUBLE, 1, 1, 2, 1, 3, 4, 3),
                random(DOUBLE, 2, 1.5, 1, 3, 3, 4, 3), mask(DOUBLE, 3, 1, 1, 3, 4, 3));
    }

    @Test
    public void linearHeadAndLabelLoss() {
        float[] weights = {1, 2, 0.5f};
        float[] means = {0.1f, -0.2f, 0.3f, 0};
        float[] deviations = {0.5f, 2, 1, 0.7f};
        check(blocks(2, 1, 4).addLayer("head", new LinearHead(2, 4, 3, means, deviations, 7), "one")
                .addLayer(LOSS, new LabelLoss(weights, 0.8), "head"), random(DOUBLE, 1, 1, 2, 1, 4, 4),
                mask(DOUBLE, 2, 2, 1, 4, 4).addi(mask(DOUBLE, 4, 2, 1, 4, 4)), mask(DOUBLE, 3, 2, 1, 4, 4));
        check(blocks(3, 1, 4).addLayer("head", new LinearHead(3, 4, 3, null, null, 7), "one")
                .addLayer(LOSS, new LabelLoss(weights, 0), "head"), random(DOUBLE, 1, 1, 1, 1, 2, 3, 4),
                mask(DOUBLE, 2, 1, 1, 2, 3, 4).addi(mask(DOUBLE, 4, 1, 1, 2, 3, 4)), mask(DOUBLE, 3, 1, 1, 2, 3, 4));
    }
}
