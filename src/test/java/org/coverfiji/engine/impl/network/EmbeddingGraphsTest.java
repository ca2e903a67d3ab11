package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.impl.TestArrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What ports may read, and that gradients of all of it are slopes. */
public class EmbeddingGraphsTest {

    private static final DataType DOUBLE = DataType.DOUBLE;
    private static final HeadConfiguration PROJECTOR = new HeadConfiguration("projector", new int[] {4, 3}, Norm.BATCH,
            true);
    private static final HeadConfiguration PREDICTOR = HeadConfiguration.of("predictor", LayerConfiguration.linear(2));
    private static final HeadConfiguration FIELD = HeadConfiguration.of("field",
            LayerConfiguration.convolution(2, 3));

    private static EmbeddingConfiguration.Builder method() {
        return EmbeddingConfiguration.core("any").views("first", "second");
    }

    private static ComputationGraphConfiguration graph(EmbeddingConfiguration.Builder method, DataType type) {
        return EmbeddingGraphs.of(TestBatches.narrow(2), method.build().passes().get(0), 3, type);
    }

    /** Σ over all ports of port · weights. */
    private static double value(PortGraph graph, INDArray images) {
        double[] value = new double[1];
        graph.passesWithErrors(new INDArray[] {images}, ports -> {
            INDArray[] weights = new INDArray[ports.length];
            for (int i = 0; i < ports.length; i++) {
                weights[i] = TestArrays.random(DOUBLE, 20 + i, 1, ports[i].shape());
                value[0] += ports[i].mul(weights[i]).sumNumber().doubleValue();
            }
            return weights;
        });
        return value[0];
    }

    private static void check(EmbeddingConfiguration.Builder method) {
        PortGraph graph = PortGraph.of(graph(method, DOUBLE));
        INDArray parameters = graph.params();
        parameters.addi(TestArrays.random(DOUBLE, 5, 0.1, parameters.shape()));
        INDArray images = TestArrays.random(DOUBLE, 1, 1, 4, 1, 16, 16);
        value(graph, images);
        INDArray gradient = graph.getFlattenedGradients().dup();
        double norm = gradient.norm2Number().doubleValue();
        assertTrue("the gradient must not vanish", norm > 0.1);
        for (int seed = 10; seed < 13; seed++) {
            INDArray direction = TestArrays.random(DOUBLE, seed, 1, parameters.shape());
            double step = 1e-7;
            parameters.addi(direction.mul(step));
            double above = value(graph, images);
            parameters.subi(direction.mul(2 * step));
            double below = value(graph, images);
            parameters.addi(direction.mul(step));
            double expected = gradient.mul(direction).sumNumber().doubleValue();
            assertEquals((above - below) / (2 * step), expected, 2e-5 * Math.max(norm, Math.abs(expected)));
        }
        graph.close();
    }

    /** A map as it is, a grid's projection, and a predictor on that. */
    @Test
    public void gradientsOfChainedPortsAreSlopes() {
        check(method().port("z", Feature.grid(3, 3), PROJECTOR).port("p", Feature.of("z"), PREDICTOR)
                .port("map", Feature.grid(3, 3)).port("g", Feature.GLOBAL));
    }

    /** One view's map warped by a field made of the other's. */
    @Test
    public void gradientsOfPartsAndSingleViewsAreSlopes() {
        check(method().port("field", Feature.FINEST.view(1), FIELD)
                .part("warped", GraphParts.WARP, Map.of(), Feature.FINEST.view(0), Feature.of("field"))
                .port("out", Feature.of("warped"), PREDICTOR).port("deep", Feature.level(1).view(1)));
    }

    @Test
    public void theWayUpGoesAsFarAsAFeatureNeedsIt() {
        PortGraph graph = PortGraph.of(graph(method().port("z", Feature.level(2), PREDICTOR), DataType.FLOAT));
        assertTrue(Parameters.names(graph).containsKey("backbone.up2.conv.double_conv.3.weight"));
        assertTrue(Parameters.names(graph).keySet().stream().noneMatch(name -> name.startsWith("backbone.up3")));
        graph.close();
        PortGraph encoder = PortGraph.of(graph(method().port("z", Feature.GLOBAL, PREDICTOR).port("m",
                Feature.level(0)), DataType.FLOAT));
        assertTrue(Parameters.names(encoder).keySet().stream().noneMatch(name -> name.startsWith("backbone.up")));
        encoder.close();
    }

    private static void assertRefused(String part, EmbeddingConfiguration.Builder method) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> graph(method, DataType.FLOAT));
        assertTrue(refused.getMessage(), refused.getMessage().contains(part));
    }

    @Test
    public void whatCannotBeBuiltIsSaid() {
        assertRefused("no port or part \"y\"", method().port("z", Feature.of("y"), PREDICTOR));
        assertRefused("\"z\" reads what is made of it", method().port("z", Feature.of("p")).port("p", Feature.of("z")));
        assertRefused("one name", method().port("z", Feature.GLOBAL).port("z", Feature.GLOBAL));
        assertRefused("of 2 views", method().port("z", Feature.GLOBAL.view(2)));
        CoverException part = assertThrows(CoverException.class, () -> graph(
                method().part("w", "wrap", Map.of(), Feature.GLOBAL).port("z", Feature.of("w")), DataType.FLOAT));
        assertTrue(part.getMessage(), part.getMessage().contains("\"wrap\" of a network; it must be one of warp"));
        assertThrows(CoverException.class, () -> Feature.level(5));
        assertThrows(CoverException.class, () -> LayerConfiguration.convolution(4, 2));
        assertThrows(CoverException.class, () -> LayerConfiguration.linear(6).group(4));
    }
}
