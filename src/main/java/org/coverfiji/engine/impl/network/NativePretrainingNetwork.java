package org.coverfiji.engine.impl.network;

import java.util.Map;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingLosses;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.api.ViewBatch;
import org.coverfiji.engine.impl.layer.MaskedLossLayer;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** COVER: a graph with vertices and loss layers of its own, see {@link Graphs#cover}. */
public final class NativePretrainingNetwork implements PretrainingNetwork {

    private final Phase phase;
    private final GraphRunner runner;

    public NativePretrainingNetwork(NetworkConfiguration network, OptimizerConfiguration optimizer,
            double consistencyWeight, long seed) {
        phase = Phase.adam(optimizer);
        runner = new GraphRunner(
                Graphs.cover(network, optimizer, new LearningRate(), consistencyWeight, seed, DataType.FLOAT), phase);
    }

    @Override
    public PretrainingLosses step(ViewBatch batch, double rate) {
        INDArray truth = runner.array("flow", batch.flow());
        INDArray weights = runner.array("mask", batch.mask());
        StepResult result = runner.step(phase.name(), rate, new INDArray[] {views(batch.moving(), batch.fixed())},
                new INDArray[] {truth, truth}, new INDArray[] {weights, weights});
        return new PretrainingLosses(result.losses().get(Graphs.VECTOR_LOSS),
                result.losses().get(Graphs.CONSISTENCY_LOSS), result.gradientNorm());
    }

    private INDArray views(Tensor moving, Tensor fixed) {
        return runner.array(Graphs.IMAGES, moving, fixed);
    }

    @Override
    public PretrainingLosses evaluate(ViewBatch batch) {
        // DL4J's own score leaves all maps to the garbage collector; outputs alone can be released at once.
        INDArray[] outputs = runner.outputs(views(batch.moving(), batch.fixed()));
        INDArray truth = runner.array("flow", batch.flow());
        INDArray weights = runner.array("mask", batch.mask());
        double vector = lossLayer(Graphs.VECTOR_LOSS).lossOf(outputs[0], truth, weights);
        double consistency = lossLayer(Graphs.CONSISTENCY_LOSS).lossOf(outputs[1], truth, weights);
        for (INDArray output : outputs) {
            output.close();
        }
        return new PretrainingLosses(vector, consistency, Double.NaN);
    }

    private MaskedLossLayer<?> lossLayer(String name) {
        return (MaskedLossLayer<?>) graph().getLayer(name);
    }

    @Override
    public Tensor[] predictFields(Tensor moving, Tensor fixed) {
        Map<String, INDArray> activations = graph().feedForward(new INDArray[] {views(moving, fixed)}, false);
        // The input is the cache's, not to be closed below.
        activations.remove(Graphs.IMAGES);
        Tensor[] fields = new Tensor[NetworkConfiguration.LEVELS];
        for (int level = 0; level < fields.length; level++) {
            fields[level] = Tensors.copy(activations.get(Graphs.field(level)));
        }
        activations.values().stream().filter(array -> array.closeable()).forEach(INDArray::close);
        return fields;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return runner.parameters();
    }

    @Override
    public void setParameters(Map<String, Tensor> parameters) {
        runner.setParameters(parameters);
    }

    @Override
    public Map<String, Tensor> optimizerState() {
        return runner.optimizerState();
    }

    @Override
    public void setOptimizerState(Map<String, Tensor> state) {
        runner.setOptimizerState(state);
    }

    @Override
    public StepTimes lastStepTimes() {
        return runner.lastStepTimes();
    }

    /** The DL4J network, for tests. */
    ComputationGraph graph() {
        return runner.graph();
    }

    @Override
    public void close() {
        runner.close();
    }
}
