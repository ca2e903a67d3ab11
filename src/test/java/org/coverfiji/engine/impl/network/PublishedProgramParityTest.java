package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.TestKernels;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.coverfiji.train.view.ViewBatch;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares the network with the numbers of the published program: the small file of the tests' resources, and every
 * pair of full files in a directory (system property {@code cover.golden}).
 */
@RunWith(Parameterized.class)
public class PublishedProgramParityTest {

    private static final double MAPS = 1e-4;
    private static final double GRADIENTS = 2e-4;
    private static final double TRAINING = 5e-4;

    private final GoldenNumbers golden;
    private final CoverNetwork network;

    public PublishedProgramParityTest(String name, GoldenNumbers golden, String kernels) {
        this.golden = golden;
        network = TestKernels.using(kernels,
                () -> new CoverNetwork(golden.network(), golden.cover(), OptimizerConfiguration.PUBLISHED, 7));
        network.setParameters(golden.parameters());
    }

    @Parameters(name = "{0}")
    public static Collection<Object[]> pairs() throws Exception {
        List<Object[]> pairs = new ArrayList<>();
        for (String directory : new String[] {"src/test/resources/golden",
            System.getProperty("cover.golden", "../shared/golden")}) {
            for (GoldenNumbers golden : GoldenNumbers.readAll(new File(directory))) {
                for (String kernels : new String[] {"fused", "gemm"}) {
                    pairs.add(new Object[] {golden + ", " + kernels, golden, kernels});
                }
            }
        }
        return pairs;
    }

    @After
    public void close() {
        network.close();
    }

    private ViewBatch batch() {
        return new ViewBatch(golden.tensor("in/moving"), golden.tensor("in/fixed"), golden.tensor("in/flow_gt"),
                golden.tensor("in/mask"));
    }

    @Test
    public void mapsProjectionsVectorsAndFieldMatch() {
        INDArray views = Nd4j.concat(0, Tensors.array(DataType.FLOAT, golden.tensor("in/moving")),
                Tensors.array(DataType.FLOAT, golden.tensor("in/fixed")));
        Map<String, INDArray> activations = network.graph().feedForward(new INDArray[] {views}, true);
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            Tensor maps = Tensors.copy(level(activations, level));
            golden.assertClose("feat/moving/level" + level, half(maps, 0), MAPS);
            golden.assertClose("feat/fixed/level" + level, half(maps, 1), MAPS);
            Tensor projections = Tensors.copy(activations.get(Graphs.projection(level)));
            golden.assertClose("mov/level" + level + "/k", half(projections, 0), MAPS);
            golden.assertClose("mov/level" + level + "/q", half(projections, 1), MAPS);
            golden.assertClose("mov/level" + level + "/vectors", Tensors.copy(activations.get(Graphs.vectors(level))),
                    MAPS);
        }
        golden.assertClose("out/flow", Tensors.copy(activations.get(Graphs.field(4))), MAPS);
    }

    private INDArray level(Map<String, INDArray> activations, int level) {
        String name = level == 0 ? "backbone.down4.maxpool_conv.1.double_conv.3"
                : "backbone.up" + level + ".conv.double_conv.3";
        INDArray map = activations.get(name);
        int axes = golden.network().dimensions();
        if (map.rank() == axes + 2) {
            return map;
        }
        int block = (int) map.size(axes + 2);
        INDArray rowMajor = Nd4j.create(DataType.FLOAT, Grid.of(map, block).rowMajorShape());
        KernelChoice.forType(DataType.FLOAT).relayout(block).toRowMajor(map, rowMajor);
        return rowMajor;
    }

    private static Tensor half(Tensor both, int which) {
        int[] shape = both.shape();
        shape[0] /= 2;
        int length = both.data().length / 2;
        return new Tensor(Arrays.copyOfRange(both.data(), which * length, (which + 1) * length), shape);
    }

    @Test
    public void lossesMatch() {
        StepResult losses = network.evaluate(batch().batch());
        assertEquals(golden.scalar("loss/vec"), losses.losses().get("vector"), MAPS * golden.scalar("loss/vec"));
        assertEquals(golden.scalar("loss/con"), losses.losses().get("consistency"), MAPS * golden.scalar("loss/con"));
    }

    @Test
    public void predictedFieldsAreThoseOfTheGraph() {
        golden.assertClose("out/flow", network.outputs(batch().batch()).get("4"), MAPS);
    }

    @Test
    public void gradientsMatch() {
        ComputationGraph graph = network.graph();
        graph.setListeners();
        graph.setInputs(Nd4j.concat(0, Tensors.array(DataType.FLOAT, golden.tensor("in/moving")),
                Tensors.array(DataType.FLOAT, golden.tensor("in/fixed"))));
        INDArray flow = Tensors.array(DataType.FLOAT, golden.tensor("in/flow_gt"));
        INDArray mask = Tensors.array(DataType.FLOAT, golden.tensor("in/mask"));
        graph.setLabels(flow, flow);
        graph.setLayerMaskArrays(null, new INDArray[] {mask, mask});
        graph.computeGradientAndScore();
        Map<String, Tensor> gradients = org.coverfiji.engine.impl.network.Parameters.gradients(graph);
        assertEquals(golden.parameters().keySet(), gradients.keySet());
        gradients.forEach((name, gradient) -> golden.assertClose("grad/" + name, gradient, GRADIENTS));
    }

    @Test
    public void trainingStepsMatch() {
        Tensor expected = golden.tensor("train/losses");
        for (int step = 0; step < expected.size(0); step++) {
            StepResult losses = network.step(batch().batch(), 1e-3);
            double vector = expected.data()[2 * step];
            double consistency = expected.data()[2 * step + 1];
            assertEquals("vector loss of step " + step, vector, losses.losses().get("vector"), TRAINING * vector);
            assertEquals("consistency loss of step " + step, consistency, losses.losses().get("consistency"),
                    TRAINING * consistency);
            if (step == 0) {
                double norm = golden.scalar("grad_norm");
                assertEquals("gradient norm", norm, losses.gradientNorm(), GRADIENTS * norm);
            }
        }
    }
}
