package org.coverfiji.engine.impl.network;

import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.layer.LinearHeadLayer;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A fine-tuned network as one or two DL4J graphs, see {@link TaskGraphs}. */
public final class NativeTaskNetwork implements TaskNetwork {

    /** Null where all is trained. */
    private final GraphRunner frozen;
    private final GraphRunner trained;
    private double frozenSeconds;

    public NativeTaskNetwork(NetworkConfiguration network, TaskConfiguration task, OptimizerConfiguration optimizer,
            long seed) {
        TaskGraphs graphs = new TaskGraphs(network, task, seed, DataType.FLOAT);
        ComputationGraphConfiguration fixedPart = graphs.frozen();
        frozen = fixedPart == null ? null : new GraphRunner(fixedPart);
        trained = new GraphRunner(graphs.trained(optimizer, new LearningRate()), Phase.adam(optimizer));
    }

    @Override
    public double step(LabelBatch batch, double rate) {
        long start = System.nanoTime();
        INDArray[] inputs = inputs(batch.images());
        frozenSeconds = 1e-9 * (System.nanoTime() - start);
        StepResult result = trained.step(rate, inputs,
                new INDArray[] {trained.array("labels", batch.labels())},
                new INDArray[] {trained.array("mask", batch.mask())});
        return result.losses().get(TaskGraphs.LOSS);
    }

    @Override
    public Tensor predict(Tensor batch) {
        // Until the next step: whether a network was just trained or read from a file, it predicts the same.
        trained.holdParameters();
        return Tensors.copy(trained.outputs(inputs(batch))[0]);
    }

    private INDArray[] inputs(Tensor batch) {
        INDArray images = trained.array(Graphs.IMAGES, batch);
        return frozen == null ? new INDArray[] {images} : frozen.outputs(images);
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        if (frozen != null) {
            parameters.putAll(frozen.parameters());
        }
        parameters.putAll(trained.parameters());
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
        for (Layer layer : trained.graph().getLayers()) {
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

    private static void setPart(GraphRunner part, Map<String, Tensor> rest) {
        if (part != null) {
            Map<String, Tensor> own = new LinkedHashMap<>(rest);
            own.keySet().retainAll(Parameters.names(part.graph()).keySet());
            part.setParameters(own);
            rest.keySet().removeAll(own.keySet());
        }
    }

    @Override
    public Map<String, Tensor> state() {
        return trained.state();
    }

    @Override
    public void setState(Map<String, Tensor> state) {
        trained.setState(state);
    }

    @Override
    public void trainIn(Precision precision) {
        trained.trainIn(precision);
    }

    @Override
    public StepTimes lastStepTimes() {
        StepTimes times = trained.lastStepTimes();
        return new StepTimes(frozenSeconds + times.forward(), times.backward(), times.update());
    }

    @Override
    public void close() {
        trained.close();
        if (frozen != null) {
            frozen.close();
        }
    }
}
