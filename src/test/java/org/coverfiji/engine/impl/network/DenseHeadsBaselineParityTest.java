package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PhaseConfiguration;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.TeacherMomentum;
import org.coverfiji.engine.api.TeacherPolicy;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.coverfiji.engine.impl.core.DenseContrast;
import org.coverfiji.engine.impl.core.LossCore;
import org.coverfiji.engine.impl.core.Parity;
import org.coverfiji.engine.impl.core.SetContrast;
import org.coverfiji.engine.impl.layer.GlobalPoolVertex;
import org.coverfiji.engine.impl.layer.PortVertex;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One step of DenseCL's and of SetSim's published program from a feature map on, in the network's own heads: average,
 * keys, losses, gradients of features and heads, queues and their pointers.
 */
public class DenseHeadsBaselineParityTest {

    private static final String QUERY = "query";
    private static final String KEY = "key";

    @Test
    public void denseCl() {
        for (GoldenBaseline golden : GoldenBaseline.matching("densecl_[23]d.*")) {
            double share = golden.constant("lambda_");
            StepResult result = step(golden, new DenseContrast(golden.constant("tau"), share), "mlp", "mlp2",
                    (int) golden.constant("write_column"), Map.of());
            golden.assertLoss("loss_global", (1 - share) * result.losses().get(DenseContrast.GLOBAL_LOSS));
            golden.assertLoss("loss_dense", share * result.losses().get(DenseContrast.DENSE_LOSS));
        }
    }

    @Test
    public void setSim() {
        for (GoldenBaseline golden : GoldenBaseline.matching("setsim_[23]d.*")) {
            SetContrast core = new SetContrast(golden.constant("tau"), golden.constant("p_weight"),
                    golden.constant("attention_threshold"), golden.constant("neg"),
                    golden.constant("geometry_threshold"), false);
            StepResult result = step(golden, core, "0.fc", "1", 0, Map.of(SetContrast.BOX_1, golden.tensor("box_q"),
                    SetContrast.BOX_2, golden.tensor("box_k")));
            golden.assertLoss("loss_global", result.losses().get(DenseContrast.GLOBAL_LOSS));
            golden.assertLoss("loss_dense", result.losses().get(DenseContrast.DENSE_LOSS));
        }
    }

    private static HeadConfiguration head(GoldenBaseline golden, String name) {
        int[] widths = {golden.tensor("param_q/" + name + ".0.bias").size(0),
                golden.tensor("param_q/" + name + ".2.bias").size(0)};
        return new HeadConfiguration(name, widths, Norm.NONE, true);
    }

    /** Both heads on one map, as in the published programs, instead of on two levels of a U-Net. */
    private static ComputationGraphConfiguration graph(GoldenBaseline golden, String global, String dense) {
        Tensor map = golden.tensor("feat_q");
        GraphBuilder graph = EmbeddingGraphs.builder(DataType.FLOAT).addInputs(Graphs.IMAGES);
        graph.addVertex("features", new Tap("features"), Graphs.IMAGES);
        graph.addVertex("pooled", new GlobalPoolVertex(), "features");
        Heads heads = new Heads(graph, map.rank() - 2, 1, new Seeds(3));
        graph.addVertex(DenseContrast.GLOBAL, new PortVertex(),
                heads.add(head(golden, global), "pooled", map.size(1)));
        graph.addVertex(DenseContrast.DENSE, new PortVertex(),
                heads.add(head(golden, dense), "features", map.size(1)));
        graph.addVertex(DenseContrast.MAP, new PortVertex(), "features");
        return graph.setOutputs(DenseContrast.GLOBAL, DenseContrast.DENSE, DenseContrast.MAP).build();
    }

    /** By plain descent with a rate of 1, so that what parameters lose is their gradient. */
    private static StepResult step(GoldenBaseline golden, LossCore core, String global, String dense, int column,
            Map<String, Tensor> boxes) {
        Tensor queue = Parity.transposed(golden.tensor("queue_before"));
        Tensor denseQueue = Parity.transposed(golden.tensor("queue2_before"));
        OptimizerConfiguration optimizer = new OptimizerConfiguration(1, 0, 0.9, 0.999, 1e-8);
        EmbeddingNetwork network = new EmbeddingNetwork(graph(golden, global, dense), List.of(QUERY), core,
                Phase.of(PhaseConfiguration.descent("", 1), optimizer))
                .withTeacher(graph(golden, global, dense), List.of(KEY), TeacherPolicy.BEFORE_STEP,
                        TeacherMomentum.constant(golden.constant("m")))
                .withQueue(DenseContrast.QUEUE, queue.size(0), queue.size(1), 1)
                .withQueue(DenseContrast.DENSE_QUEUE, denseQueue.size(0), denseQueue.size(1), 1);
        try {
            network.setParameters(parameters(golden, "param_q", "", network.parameters()));
            Map<String, Tensor> before = network.parameters();
            Map<String, Tensor> state = network.state();
            state.putAll(parameters(golden, "param_k_before", "teacher/", before));
            state.put("queue/keys", queue);
            state.put("queue/pointer", new Tensor(new float[] {column}, 1));
            state.put("dense_queue/keys", denseQueue);
            state.put("dense_queue/pointer", new Tensor(new float[] {column}, 1));
            network.setState(state);
            Map<String, Tensor> tensors = new LinkedHashMap<>(boxes);
            tensors.put(QUERY, golden.tensor("feat_q"));
            tensors.put(KEY, golden.tensor("feat_k"));
            int images = golden.tensor("feat_q").size(0);

            StepResult result = network.step(new Batch(tensors, new int[images]), 1);

            golden.assertGradient("grad_feat_q", Tap.gradient("features").data());
            Map<String, Tensor> after = network.parameters();
            Map<String, Tensor> stateAfter = network.state();
            before.forEach((name, own) -> {
                golden.assertGradient("grad_q/" + name, difference(own, after.get(name)));
                golden.assertOutput("param_k_after/" + name, stateAfter.get("teacher/" + name).data());
            });
            golden.assertOutput("queue_after", Parity.transposed(stateAfter.get("queue/keys")).data());
            golden.assertOutput("queue2_after", Parity.transposed(stateAfter.get("dense_queue/keys")).data());
            assertEquals((column + images) % queue.size(0), stateAfter.get("queue/pointer").data()[0], 0);
            assertEquals((column + images) % denseQueue.size(0), stateAfter.get("dense_queue/pointer").data()[0], 0);
            return result;
        } finally {
            network.close();
        }
    }

    private static Map<String, Tensor> parameters(GoldenBaseline golden, String set, String prefix,
            Map<String, Tensor> like) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        like.forEach((name, own) -> parameters.put(prefix + name,
                new Tensor(golden.tensor(set + "/" + name).data(), own.shape())));
        return parameters;
    }

    private static float[] difference(Tensor before, Tensor after) {
        float[] difference = Arrays.copyOf(before.data(), before.data().length);
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= after.data()[i];
        }
        return difference;
    }
}
