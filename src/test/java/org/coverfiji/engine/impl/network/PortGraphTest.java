package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;

import org.coverfiji.CoverException;
import java.util.List;

import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.PortConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.layer.PortVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class PortGraphTest {

    private static final DataType DOUBLE = DataType.DOUBLE;
    private static final HeadConfiguration HEAD = new HeadConfiguration("projector", new int[] {4, 3}, Norm.BATCH,
            true);

    /** Σ port · weights, whose gradient at the port is the weights. */
    private static double value(PortGraph graph, INDArray images, INDArray weights) {
        double[] value = new double[1];
        graph.passesWithErrors(new INDArray[] {images}, ports -> {
            value[0] = ports[0].mul(weights).sumNumber().doubleValue();
            return new INDArray[] {weights};
        });
        return value[0];
    }

    /** The slope along random directions of all parameters, in double precision, against central differences. */
    private static void check(ComputationGraphConfiguration configuration, long[] shape, long[] port) {
        PortGraph graph = PortGraph.of(configuration);
        INDArray parameters = graph.params();
        parameters.addi(TestArrays.random(DOUBLE, 5, 0.1, parameters.shape()));
        INDArray images = TestArrays.random(DOUBLE, 1, 1, shape);
        INDArray weights = TestArrays.random(DOUBLE, 2, 1, port);
        value(graph, images, weights);
        INDArray gradient = graph.getFlattenedGradients().dup();
        double norm = gradient.norm2Number().doubleValue();
        assertTrue("the gradient must not vanish", norm > 0.1);
        for (int seed = 10; seed < 13; seed++) {
            INDArray direction = TestArrays.random(DOUBLE, seed, 1, parameters.shape());
            double step = 1e-7;
            parameters.addi(direction.mul(step));
            double above = value(graph, images, weights);
            parameters.subi(direction.mul(2 * step));
            double below = value(graph, images, weights);
            parameters.addi(direction.mul(step));
            double expected = gradient.mul(direction).sumNumber().doubleValue();
            assertEquals((above - below) / (2 * step), expected, 2e-5 * Math.max(norm, Math.abs(expected)));
        }
        graph.close();
    }

    private static ComputationGraphConfiguration graph(int dimensions, Feature feature, int views) {
        return EmbeddingGraphs.of(TestBatches.narrow(dimensions),
                List.of(new PortConfiguration("z", feature, HEAD)), views, 3, DOUBLE);
    }

    @Test
    public void gradientsOfTheEncoderAreSlopes() {
        check(graph(2, Feature.GLOBAL, 2), new long[] {4, 1, 16, 32},
                new long[] {4, 3, 1, 1});
        check(graph(3, Feature.GLOBAL, 1), new long[] {2, 1, 16, 16, 16},
                new long[] {2, 3, 1, 1, 1});
    }

    @Test
    public void gradientsOfTheWholeNetworkAreSlopes() {
        check(graph(2, Feature.FINEST, 2), new long[] {2, 1, 16, 16},
                new long[] {2, 3, 16, 16});
        check(graph(3, Feature.FINEST, 1), new long[] {1, 1, 16, 16, 16},
                new long[] {1, 3, 16, 16, 16});
    }

    private static GraphBuilder chain() {
        GraphBuilder graph = EmbeddingGraphs.builder(DataType.FLOAT).addInputs("in");
        Heads heads = new Heads(graph, 2, 1, new Seeds(1));
        String first = heads.add(new HeadConfiguration("a", new int[] {3}, Norm.NONE, true), "in", 2);
        heads.add(new HeadConfiguration("b", new int[] {3}, Norm.NONE, true), first, 3);
        return graph;
    }

    /** DL4J would let the errors at such an output replace the gradient that comes from further on. */
    @Test
    public void outputsThatFeedOthersAreRefused() {
        PortGraph graph = PortGraph.of(chain().setOutputs("a.0", "b.0").build());
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, graph::requireTrainable);
        assertTrue(refused.getMessage(), refused.getMessage().contains("a.0"));
        graph.close();
    }

    /** Errors at a port in the middle add to those that come from the end. */
    @Test
    public void errorsAtSeveralPortsAdd() {
        PortGraph graph = PortGraph.of(chain().addVertex("middle", new PortVertex(), "a.0")
                .setOutputs("middle", "b.0").build());
        INDArray in = TestArrays.random(DataType.FLOAT, 1, 1, 2, 2, 1, 1);
        INDArray error = TestArrays.random(DataType.FLOAT, 2, 1, 2, 3, 1, 1);
        INDArray none = Nd4j.zeros(DataType.FLOAT, 2, 3, 1, 1);
        float[] middle = gradient(graph, in, error, none);
        float[] end = gradient(graph, in, none, error);
        float[] both = gradient(graph, in, error, error);
        for (int i = 0; i < both.length; i++) {
            assertEquals(middle[i] + end[i], both[i], 1e-5);
        }
        graph.close();
    }

    private static float[] gradient(PortGraph graph, INDArray in, INDArray... errors) {
        graph.passesWithErrors(new INDArray[] {in}, ports -> errors);
        return Parameters.gradients(graph).get("a.0.weight").data();
    }

    /** What fails between the passes leaves no workspace open and nothing of the batch behind. */
    @Test
    public void aFailureBetweenThePassesLeavesTheGraphUsable() {
        PortGraph graph = PortGraph.of(chain().setOutputs("b.0").build());
        INDArray in = TestArrays.random(DataType.FLOAT, 1, 1, 2, 2, 1, 1);
        INDArray error = TestArrays.random(DataType.FLOAT, 2, 1, 2, 3, 1, 1);
        float[] before = gradient(graph, in, error);
        assertThrows(CoverException.class, () -> graph.passesWithErrors(new INDArray[] {in}, ports -> {
            throw new CoverException("No.");
        }));
        assertEquals(null, Nd4j.getMemoryManager().getCurrentWorkspace());
        assertTrue(Arrays.equals(before, gradient(graph, in, error)));
        graph.close();
    }
}
