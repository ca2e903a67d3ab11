package org.coverfiji.engine.impl.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.coverfiji.engine.impl.core.CoreInput;
import org.coverfiji.engine.impl.core.CoreResult;
import org.coverfiji.engine.impl.core.NegativeCosine;
import org.coverfiji.engine.impl.layer.PortVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** SimSiam's published program from pooled features on: projector, predictor, loss and all gradients. */
public class SimSiamBaselineParityTest {

    private static final String IN = "in";

    private static int width(GoldenBaseline golden, String layer) {
        return golden.tensor("param/" + layer + ".weight").size(0);
    }

    /** Of biases before a normalisation, which takes them away again, the published last one is left out, too. */
    private static PortGraph graph(GoldenBaseline golden) {
        HeadConfiguration projector = HeadConfiguration.of("enc.fc",
                LayerConfiguration.linear(width(golden, "enc.fc.0")).withoutBias().batch().relu(),
                LayerConfiguration.linear(width(golden, "enc.fc.3")).withoutBias().batch().relu(),
                LayerConfiguration.linear(width(golden, "enc.fc.6")).withoutBias().batchAlone());
        HeadConfiguration predictor = HeadConfiguration.of("predictor",
                LayerConfiguration.linear(width(golden, "predictor.0")).withoutBias().batch().relu(),
                LayerConfiguration.linear(width(golden, "predictor.3")));
        GraphBuilder graph = EmbeddingGraphs.builder(DataType.FLOAT).addInputs(IN);
        graph.addVertex("features", new Tap("features"), IN);
        Heads heads = new Heads(graph, 2, 2, new Seeds(1));
        String z = heads.add(projector, "features", golden.tensor("h1").size(1));
        String p = heads.add(predictor, z, projector.outputs());
        graph.addVertex("p", new PortVertex(), p).addVertex("z", new PortVertex(), z).setOutputs("p", "z");
        return PortGraph.of(graph.build());
    }

    @Test
    public void headsLossAndAllGradients() {
        for (GoldenBaseline golden : GoldenBaseline.matching("simsiam.*")) {
            PortGraph graph = graph(golden);
            Map<String, Tensor> parameters = new LinkedHashMap<>();
            Parameters.get(graph).forEach((name, own) -> parameters.put(name,
                    new Tensor(golden.tensor("param/" + name).data(), own.shape())));
            Parameters.set(graph, parameters);
            Tensor features = golden.stacked("h1", "h2");
            Tensor input = new Tensor(features.data(), features.size(0), features.size(1), 1, 1);
            graph.passesWithErrors(new INDArray[] {Tensors.array(DataType.FLOAT, input)}, outputs -> {
                Tensor p = Tensors.copy(outputs[0]);
                Tensor z = Tensors.copy(outputs[1]);
                checkHalves(golden, "p1", "p2", p);
                checkHalves(golden, "z1", "z2", z);
                CoreResult result = new NegativeCosine().evaluate(new CoreInput(
                        Map.of(NegativeCosine.PREDICTION, p, NegativeCosine.PROJECTION, z)));
                golden.assertLoss("loss", result.losses().get(NegativeCosine.LOSS));
                Tensor gradient = result.gradients().get(NegativeCosine.PREDICTION);
                return new INDArray[] {Tensors.array(DataType.FLOAT, gradient),
                        Tensors.array(DataType.FLOAT, Tensor.zeros(z.shape()))};
            });
            golden.assertGradients("grad_h1", "grad_h2", Tap.gradient("features").data());
            Parameters.gradients(graph).forEach(
                    (name, gradient) -> golden.assertGradient("grad/" + name, gradient.data()));
            graph.close();
        }
    }

    private static void checkHalves(GoldenBaseline golden, String first, String second, Tensor both) {
        float[] values = both.data();
        golden.assertOutput(first, Arrays.copyOf(values, values.length / 2));
        golden.assertOutput(second, Arrays.copyOfRange(values, values.length / 2, values.length));
    }
}
