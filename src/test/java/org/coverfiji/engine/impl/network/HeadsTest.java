package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.layer.PortVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Heads against published numbers, and all their gradients, trained by errors from outside, against differences. */
public class HeadsTest {

    private static final String IN = "in";
    private static final String OUT = "out";

    /** The head on an input that has a gradient, too: a layer that is not the graph's first would have one. */
    private static PortGraph graph(HeadConfiguration head, int dimensions, int channels, int views, DataType type) {
        GraphBuilder graph = EmbeddingGraphs.builder(type).addInputs(IN);
        graph.addVertex("features", new PortVertex(), IN);
        String last = new Heads(graph, dimensions, views, new Seeds(3)).add(head, "features", channels);
        ComputationGraphConfiguration configuration = graph.addVertex(OUT, new PortVertex(), last).setOutputs(OUT)
                .build();
        return PortGraph.of(configuration);
    }

    /** Both passes; what comes out, and the gradient at the features. */
    private static INDArray[] passes(PortGraph graph, INDArray input, INDArray error) {
        INDArray[] result = new INDArray[2];
        graph.passesWithErrors(new INDArray[] {input}, outputs -> {
            result[0] = outputs[0].detach();
            return new INDArray[] {error == null ? outputs[0].detach() : error.reshape('c', outputs[0].shape())};
        });
        return result;
    }

    /** The slope of Σ out · w along every parameter, in double precision. */
    private static void gradients(HeadConfiguration head, int views, long... shape) {
        PortGraph graph = graph(head, shape.length - 2, (int) shape[1], views, DataType.DOUBLE);
        graph.params().addi(TestArrays.random(DataType.DOUBLE, 5, 0.3, graph.params().shape()));
        INDArray input = TestArrays.random(DataType.DOUBLE, 1, 1, shape);
        long[] outShape = passes(graph, input, null)[0].shape();
        INDArray weights = TestArrays.random(DataType.DOUBLE, 2, 1, outShape);
        passes(graph, input, weights);
        double[] gradient = TestArrays.values(graph.getFlattenedGradients());
        double largest = Arrays.stream(gradient).map(Math::abs).max().getAsDouble();
        assertTrue("the gradient must not vanish", largest > 0.1);
        INDArray parameters = graph.params();
        for (int i = 0; i < gradient.length; i++) {
            double origin = parameters.getDouble(i);
            double step = 1e-6;
            parameters.putScalar(i, origin + step);
            double above = passes(graph, input, weights)[0].mul(weights).sumNumber().doubleValue();
            parameters.putScalar(i, origin - step);
            double below = passes(graph, input, weights)[0].mul(weights).sumNumber().doubleValue();
            parameters.putScalar(i, origin);
            assertEquals(head.name() + " parameter " + i, (above - below) / (2 * step), gradient[i], 1e-6 * largest);
        }
        graph.close();
    }

    @Test
    public void gradientsAreSlopes() {
        for (Norm norm : Norm.values()) {
            gradients(new HeadConfiguration("head", new int[] {4, 3}, norm, false), 2, 6, 3, 1, 1);
            gradients(new HeadConfiguration("head", new int[] {4, 5, 2}, norm, true), 2, 2, 3, 2, 3);
            gradients(new HeadConfiguration("head", new int[] {3, 2}, norm, true), 1, 1, 2, 2, 3, 2);
        }
    }

    /** What GVSL and GEMINI restore images with. */
    @Test
    public void publishedRestorationHead() {
        GoldenBaseline golden = GoldenBaseline.read("gemini_heads_2d");
        Tensor features = golden.tensor("featA");
        PortGraph graph = graph(HeadConfiguration.restoration("res_conv", 1), 2, features.size(1), 1, DataType.FLOAT);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Parameters.get(graph).keySet().forEach(name -> parameters.put(name, golden.tensor("param/" + name)));
        Parameters.set(graph, parameters);
        INDArray restored = passes(graph, Tensors.array(DataType.FLOAT, features),
                Tensors.array(DataType.FLOAT, golden.tensor("up_restored")))[0];
        golden.assertClose("restored", Tensors.copy(restored).data());
        golden.assertClose("grad/res_conv.1.weight", Parameters.gradients(graph).get("res_conv.1.weight").data());
        graph.close();
    }

    /** Of every kind of layer that a method may ask for. */
    @Test
    public void gradientsOfAllKindsOfLayersAreSlopes() {
        gradients(HeadConfiguration.of("head", LayerConfiguration.convolution(4, 3).group(2).leaky(),
                LayerConfiguration.convolution(3, 3)), 1, 2, 2, 3, 4);
        gradients(HeadConfiguration.of("head", LayerConfiguration.convolution(4, 3).withoutBias().batch().leaky(),
                LayerConfiguration.convolution(2, 3).valid().withoutBias()), 2, 2, 2, 4, 5);
        gradients(HeadConfiguration.of("head", LayerConfiguration.convolution(3, 3).valid().leaky(),
                LayerConfiguration.linear(3).batchAlone().relu(), LayerConfiguration.linear(2).batchAlone()), 1,
                2, 2, 4, 3, 4);
        gradients(HeadConfiguration.of("head", LayerConfiguration.linear(3).batchAlone()), 2, 8, 2, 1, 1);
    }

    @Test
    public void aValidConvolutionIsTheInnerPartOfAPaddedOne() {
        LayerConfiguration layer = LayerConfiguration.convolution(2, 3);
        PortGraph padded = graph(HeadConfiguration.of("head", layer), 2, 3, 1, DataType.FLOAT);
        PortGraph valid = graph(HeadConfiguration.of("head", layer.valid()), 2, 3, 1, DataType.FLOAT);
        INDArray map = TestArrays.random(DataType.FLOAT, 4, 1, 2, 3, 4, 5);
        INDArray whole = passes(padded, map, null)[0];
        INDArray inner = passes(valid, map, null)[0];
        assertArrayEquals(new long[] {2, 2, 2, 3}, inner.shape());
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 3; column++) {
                assertEquals(whole.getFloat(1, 1, row + 1, column + 1), inner.getFloat(1, 1, row, column), 1e-6);
            }
        }
        padded.close();
        valid.close();
    }

    @Test
    public void firstWeightsAreOfTheDeviationAsked() {
        PortGraph graph = graph(HeadConfiguration.of("classifier", LayerConfiguration.linear(100).startingNormal(0.01)),
                2, 50, 1, DataType.FLOAT);
        Map<String, Tensor> parameters = Parameters.get(graph);
        double squares = 0;
        for (float weight : parameters.get("classifier.0.weight").data()) {
            squares += weight * weight;
        }
        assertEquals(0.01, Math.sqrt(squares / 5000), 0.0005);
        assertTrue(parameters.get("classifier.0.bias").isZero());
        graph.close();
    }

    @Test
    public void namesAreThoseOfThePublishedSequences() {
        PortGraph batch = graph(new HeadConfiguration("projector", new int[] {4, 3}, Norm.BATCH, false), 2, 3, 1,
                DataType.FLOAT);
        assertEquals(Arrays.asList("projector.0.weight", "projector.0.bias", "projector.1.weight", "projector.1.bias",
                "projector.3.weight"), Arrays.asList(Parameters.names(batch).keySet().toArray()));
        PortGraph none = graph(new HeadConfiguration("fc", new int[] {4, 3}, Norm.NONE, true), 2, 3, 1, DataType.FLOAT);
        assertEquals(Arrays.asList("fc.0.weight", "fc.0.bias", "fc.2.weight", "fc.2.bias"),
                Arrays.asList(Parameters.names(none).keySet().toArray()));
        batch.close();
        none.close();
    }
}
