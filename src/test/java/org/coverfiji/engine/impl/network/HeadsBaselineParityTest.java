package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.coverfiji.engine.impl.layer.PortVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The usual heads on vectors and maps, with either normalisation: outputs and gradients of the published library. */
public class HeadsBaselineParityTest {

    private static final String IN = "in";
    private static final String OUT = "out";

    private static PortGraph graph(HeadConfiguration head, Tensor features) {
        GraphBuilder graph = EmbeddingGraphs.builder(DataType.FLOAT).addInputs(IN);
        graph.addVertex("features", new Tap("features"), IN);
        String last = new Heads(graph, features.rank() - 2, 1, new Seeds(3)).add(head, "features", features.size(1));
        return PortGraph.of(graph.addVertex(OUT, new PortVertex(), last).setOutputs(OUT).build());
    }

    private static Tensor asMap(Tensor features) {
        return features.rank() > 2 ? features : new Tensor(features.data(), features.size(0), features.size(1), 1, 1);
    }

    private static void check(GoldenBaseline golden, String set) {
        Tensor features = asMap(golden.tensor(set + "/x"));
        int hidden = golden.tensor(set + "/param/0.bias").size(0);
        int out = golden.tensor(set + "/param/3.weight").size(0);
        PortGraph graph = graph(new HeadConfiguration("head", new int[] {hidden, out},
                set.endsWith("_bn") ? Norm.BATCH : Norm.GROUP, golden.has(set + "/param/3.bias")), features);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Parameters.get(graph).forEach((name, own) -> parameters.put(name,
                new Tensor(golden.tensor(set + "/param/" + name.substring("head.".length())).data(), own.shape())));
        Parameters.set(graph, parameters);
        graph.passesWithErrors(new INDArray[] {Tensors.array(DataType.FLOAT, features)}, outputs -> {
            golden.assertOutput(set + "/y", Tensors.copy(outputs[0]).data());
            Tensor slopes = asMap(golden.tensor(set + "/w"));
            return new INDArray[] {Tensors.array(DataType.FLOAT, slopes)};
        });
        golden.assertGradient(set + "/grad_x", Tap.gradient("features").data());
        Map<String, Tensor> gradients = Parameters.gradients(graph);
        assertEquals(parameters.keySet(), gradients.keySet());
        // A bias before batch normalisation has the gradient 0 but for rounding.
        gradients.forEach((name, gradient) -> golden.assertGradient(
                set + "/grad/" + name.substring("head.".length()), gradient.data(), 1));
        graph.close();
    }

    @Test
    public void outputsAndGradients() {
        for (GoldenBaseline golden : GoldenBaseline.matching("heads.*")) {
            golden.keys(".*/x").forEach(key -> check(golden, key.substring(0, key.length() - "/x".length())));
        }
    }
}
