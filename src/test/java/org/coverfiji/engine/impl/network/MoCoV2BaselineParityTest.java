package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.TeacherMomentum;
import org.coverfiji.engine.api.TeacherPolicy;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.coverfiji.engine.impl.core.CoreInput;
import org.coverfiji.engine.impl.core.InfoNce;
import org.coverfiji.engine.impl.core.Parity;
import org.coverfiji.engine.impl.layer.PortVertex;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One step of MoCo v2's published program from pooled features on: average, keys, loss, gradients, queue. */
public class MoCoV2BaselineParityTest {

    private static final String QUEUE_KEYS = "queue/keys";
    private static final String QUEUE_POINTER = "queue/pointer";

    private GoldenBaseline golden;

    private ComputationGraphConfiguration head(String port) {
        HeadConfiguration head = new HeadConfiguration("fc", new int[] {golden.tensor("param_q/fc.0.bias").size(0),
                golden.tensor("param_q/fc.2.bias").size(0)}, Norm.NONE, true);
        GraphBuilder graph = EmbeddingGraphs.builder(DataType.FLOAT).addInputs(Graphs.IMAGES);
        graph.addVertex("features", new Tap("features"), Graphs.IMAGES);
        String last = new Heads(graph, 2, 1, new Seeds(3)).add(head, "features", golden.tensor("h_q").size(1));
        return graph.addVertex(port, new PortVertex(), last).setOutputs(port).build();
    }

    private Map<String, Tensor> parameters(String set, String prefix, Map<String, Tensor> like) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        like.forEach((name, own) -> parameters.put(prefix + name,
                new Tensor(golden.tensor(set + "/" + name).data(), own.shape())));
        return parameters;
    }

    private Tensor features(String key) {
        Tensor features = golden.tensor(key);
        return new Tensor(features.data(), features.size(0), features.size(1), 1, 1);
    }

    @Test
    public void oneStep() {
        for (GoldenBaseline file : GoldenBaseline.matching("moco_v2.*")) {
            golden = file;
            checkOneStep();
        }
    }

    private void checkOneStep() {
        Tensor queue = Parity.transposed(golden.tensor("queue_before"));
        EmbeddingNetwork network = new EmbeddingNetwork(head(InfoNce.QUERY), List.of("query"),
                new InfoNce(golden.constant("tau")), Phase.adam(new OptimizerConfiguration(1e9, 0, 0.9, 0.999, 1e-8)))
                .withTeacher(head(InfoNce.KEY), List.of("key"), TeacherPolicy.BEFORE_STEP,
                        TeacherMomentum.constant(golden.constant("m")))
                .withQueue(InfoNce.QUEUE, (int) golden.constant("K"), queue.size(1), 1);
        network.setParameters(parameters("param_q", "", network.parameters()));
        Map<String, Tensor> state = network.state();
        state.putAll(parameters("param_k_before", "teacher/", network.parameters()));
        state.put(QUEUE_KEYS, queue);
        state.put(QUEUE_POINTER, golden.tensor("ptr_before"));
        network.setState(state);

        StepResult result = network.step(new Batch(Map.of("query", features("h_q"), "key", features("h_k")),
                new int[features("h_q").size(0)]), 0);

        golden.assertLoss("loss", result.losses().get(InfoNce.LOSS));
        golden.assertGradient("grad_h_q", Tap.gradient("features").data());
        Map<String, Tensor> after = network.state();
        network.parameters().keySet().forEach(
                name -> golden.assertOutput("param_k_after/" + name, after.get("teacher/" + name).data()));
        golden.assertOutput("queue_after", Parity.transposed(after.get(QUEUE_KEYS)).data());
        golden.assertExact("ptr_after", after.get(QUEUE_POINTER).data());
        network.close();
    }

    @Test
    public void gradientsOfTheQueryHead() {
        for (GoldenBaseline file : GoldenBaseline.matching("moco_v2.*")) {
            golden = file;
            checkGradientsOfTheQueryHead();
        }
    }

    private void checkGradientsOfTheQueryHead() {
        PortGraph graph = PortGraph.of(head(InfoNce.QUERY));
        Map<String, Tensor> parameters = parameters("param_q", "", Parameters.get(graph));
        Parameters.set(graph, parameters);
        InfoNce core = new InfoNce(golden.constant("tau"));
        INDArray[] inputs = {Tensors.array(DataType.FLOAT, features("h_q"))};
        graph.passesWithErrors(inputs, outputs -> {
            CoreInput input = new CoreInput(Collections.singletonMap(InfoNce.QUERY, Tensors.copy(outputs[0])),
                    Collections.singletonMap(InfoNce.KEY, golden.tensor("k")),
                    Collections.singletonMap(InfoNce.QUEUE, Parity.transposed(golden.tensor("queue_before"))));
            return new INDArray[] {
                    Tensors.array(DataType.FLOAT, core.evaluate(input).gradients().get(InfoNce.QUERY))};
        });
        Map<String, Tensor> gradients = Parameters.gradients(graph);
        assertEquals(parameters.keySet(), gradients.keySet());
        gradients.forEach((name, gradient) -> golden.assertGradient("grad_q/" + name, gradient.data()));
        graph.close();
    }
}
