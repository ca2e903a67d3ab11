package org.coverfiji.engine.impl.network;

import java.util.Map;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingLosses;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.api.ViewBatch;
import org.coverfiji.engine.impl.layer.MaskedLossLayer;
import org.coverfiji.engine.impl.optimizer.ClipAndDecay;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** COVER as a DL4J ComputationGraph, trained by its own {@code fit(MultiDataSet)}. */
public final class NativePretrainingNetwork implements PretrainingNetwork {

    private final ComputationGraph graph;
    private final LearningRate learningRate = new LearningRate();
    private final ClipAndDecay clipAndDecay;
    private final StageClock clock = new StageClock();
    private final ArrayCache views = new ArrayCache();
    private final ArrayCache flow = new ArrayCache();
    private final ArrayCache mask = new ArrayCache();

    public NativePretrainingNetwork(NetworkConfiguration network, OptimizerConfiguration optimizer,
            double consistencyWeight, long seed) {
        graph = new ComputationGraph(
                Graphs.cover(network, optimizer, learningRate, consistencyWeight, seed, DataType.FLOAT));
        graph.init();
        clipAndDecay = new ClipAndDecay(optimizer.clipNorm(), optimizer.weightDecay());
        graph.setListeners(clipAndDecay, clock);
    }

    @Override
    public PretrainingLosses step(ViewBatch batch, double rate) {
        learningRate.set(rate);
        clock.start();
        graph.fit(dataSet(batch));
        clock.stop();
        return new PretrainingLosses(lossLayer(Graphs.VECTOR_LOSS).lastLoss(),
                lossLayer(Graphs.CONSISTENCY_LOSS).lastLoss(), clipAndDecay.lastNorm());
    }

    @Override
    public PretrainingLosses evaluate(ViewBatch batch) {
        // DL4J's own score leaves all maps to the garbage collector; outputs alone can be released at once.
        INDArray[] outputs = graph.output(false, views.of(batch.moving(), batch.fixed()));
        INDArray truth = flow.of(batch.flow());
        INDArray weights = mask.of(batch.mask());
        double vector = lossLayer(Graphs.VECTOR_LOSS).lossOf(outputs[0], truth, weights);
        double consistency = lossLayer(Graphs.CONSISTENCY_LOSS).lossOf(outputs[1], truth, weights);
        for (INDArray output : outputs) {
            output.close();
        }
        return new PretrainingLosses(vector, consistency, Double.NaN);
    }

    private MultiDataSet dataSet(ViewBatch batch) {
        INDArray images = views.of(batch.moving(), batch.fixed());
        INDArray truth = flow.of(batch.flow());
        INDArray weights = mask.of(batch.mask());
        return new MultiDataSet(new INDArray[] {images}, new INDArray[] {truth, truth}, null,
                new INDArray[] {weights, weights});
    }

    private MaskedLossLayer<?> lossLayer(String name) {
        return (MaskedLossLayer<?>) graph.getLayer(name);
    }

    @Override
    public Tensor[] predictFields(Tensor moving, Tensor fixed) {
        Map<String, INDArray> activations = graph.feedForward(new INDArray[] {views.of(moving, fixed)}, false);
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
        return Parameters.get(graph);
    }

    @Override
    public void setParameters(Map<String, Tensor> parameters) {
        Parameters.set(graph, parameters);
    }

    @Override
    public Map<String, Tensor> optimizerState() {
        return OptimizerState.get(graph);
    }

    @Override
    public void setOptimizerState(Map<String, Tensor> state) {
        OptimizerState.set(graph, state);
    }

    @Override
    public StepTimes lastStepTimes() {
        return clock.last();
    }

    /** The DL4J network, for tests. */
    ComputationGraph graph() {
        return graph;
    }

    @Override
    public void close() {
        views.close();
        flow.close();
        mask.close();
        Graphs.close(graph);
    }
}
