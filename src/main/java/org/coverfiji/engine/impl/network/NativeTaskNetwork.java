package org.coverfiji.engine.impl.network;

import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.layer.LinearHeadLayer;
import org.coverfiji.engine.impl.layer.MaskedLossLayer;
import org.coverfiji.engine.impl.optimizer.ClipAndDecay;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** A fine-tuned network as one or two DL4J graphs, see {@link TaskGraphs}. */
public final class NativeTaskNetwork implements TaskNetwork {

    private final ComputationGraph frozen;
    private final ComputationGraph trained;
    private final LearningRate learningRate = new LearningRate();
    private final StageClock clock = new StageClock();
    private final ArrayCache images = new ArrayCache();
    private final ArrayCache labels = new ArrayCache();
    private final ArrayCache mask = new ArrayCache();

    public NativeTaskNetwork(NetworkConfiguration network, TaskConfiguration task, OptimizerConfiguration optimizer,
            long seed) {
        TaskGraphs graphs = new TaskGraphs(network, task, seed, DataType.FLOAT);
        ComputationGraphConfiguration fixedPart = graphs.frozen();
        if (fixedPart == null) {
            frozen = null;
        } else {
            frozen = new ComputationGraph(fixedPart);
            frozen.init();
        }
        trained = new ComputationGraph(graphs.trained(optimizer, learningRate));
        trained.init();
        trained.setListeners(new ClipAndDecay(optimizer.clipNorm(), optimizer.weightDecay()), clock);
    }

    @Override
    public double step(LabelBatch batch, double rate) {
        learningRate.set(rate);
        clock.start();
        INDArray[] inputs = inputs(batch.images());
        trained.fit(new MultiDataSet(inputs, new INDArray[] {labels.of(batch.labels())}, null,
                new INDArray[] {mask.of(batch.mask())}));
        release(inputs);
        clock.stop();
        return ((MaskedLossLayer<?>) trained.getLayer(TaskGraphs.LOSS)).lastLoss();
    }

    @Override
    public Tensor predict(Tensor batch) {
        INDArray[] inputs = inputs(batch);
        INDArray probabilities = trained.output(false, inputs)[0];
        release(inputs);
        Tensor result = Tensors.copy(probabilities);
        probabilities.close();
        return result;
    }

    private INDArray[] inputs(Tensor batch) {
        INDArray array = images.of(batch);
        return frozen == null ? new INDArray[] {array} : frozen.output(false, array);
    }

    /** The frozen part's maps are made anew for every batch; the images' array is kept. */
    private void release(INDArray[] inputs) {
        if (frozen != null) {
            for (INDArray input : inputs) {
                input.close();
            }
        }
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        if (frozen != null) {
            parameters.putAll(Parameters.get(frozen));
        }
        parameters.putAll(Parameters.get(trained));
        followingMeans().forEach((name, mean) -> parameters.put(name, Tensors.copy(mean)));
        return parameters;
    }

    @Override
    public void setParameters(Map<String, Tensor> parameters) {
        Map<String, Tensor> rest = new LinkedHashMap<>(parameters);
        followingMeans().forEach((name, mean) -> setMean(name, mean, rest.remove(name)));
        setPart(frozen, rest);
        setPart(trained, rest);
        if (!rest.isEmpty()) {
            throw new CoverException("The weights hold \"" + rest.keySet().iterator().next()
                    + "\", which this network does not have; the model was made for another kind of network.");
        }
    }

    /** By name, such as {@code head.0.mean}: what heads subtract whose means follow the features; not trained. */
    private Map<String, INDArray> followingMeans() {
        Map<String, INDArray> means = new LinkedHashMap<>();
        for (Layer layer : trained.getLayers()) {
            if (layer instanceof LinearHeadLayer && ((LinearHeadLayer) layer).followingMean() != null) {
                means.put(layer.conf().getLayer().getLayerName() + ".mean", ((LinearHeadLayer) layer).followingMean());
            }
        }
        return means;
    }

    /** @param value null where only weights are given: the mean stays */
    private static void setMean(String name, INDArray mean, Tensor value) {
        if (value == null) {
            return;
        }
        if (value.data().length != mean.length()) {
            throw new CoverException("The weights \"" + name + "\" have " + value.data().length
                    + " values where this network needs " + mean.length() + "; the model was made with another width.");
        }
        Tensors.fill(mean, value);
    }

    private static void setPart(ComputationGraph graph, Map<String, Tensor> rest) {
        if (graph != null) {
            Map<String, Tensor> own = new LinkedHashMap<>(rest);
            own.keySet().retainAll(Parameters.names(graph).keySet());
            Parameters.set(graph, own);
            rest.keySet().removeAll(own.keySet());
        }
    }

    @Override
    public Map<String, Tensor> optimizerState() {
        return OptimizerState.get(trained);
    }

    @Override
    public void setOptimizerState(Map<String, Tensor> state) {
        OptimizerState.set(trained, state);
    }

    @Override
    public StepTimes lastStepTimes() {
        return clock.last();
    }

    @Override
    public void close() {
        images.close();
        labels.close();
        mask.close();
        Graphs.close(trained);
        if (frozen != null) {
            Graphs.close(frozen);
        }
    }
}
