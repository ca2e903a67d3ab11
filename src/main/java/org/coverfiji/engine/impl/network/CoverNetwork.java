package org.coverfiji.engine.impl.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.layer.MaskedLossLayer;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** COVER: a graph with vertices and loss layers of its own, see {@link Graphs#cover}. */
public final class CoverNetwork implements PretrainingNetwork {

    /** The mean of |ψ|₁ where the mask is 1, which ranks share as they do losses. */
    private static final String LENGTH = "length";

    private final CoverConfiguration method;
    private final GraphRunner runner;
    private boolean shared;

    public CoverNetwork(NetworkConfiguration network, CoverConfiguration method, OptimizerConfiguration optimizer,
            long seed) {
        this.method = method;
        runner = new GraphRunner(Graphs.cover(network, method, optimizer, new LearningRate(), seed, DataType.FLOAT),
                Phase.adam(optimizer));
    }

    @Override
    public StepResult step(Batch batch, double rate) {
        INDArray truth = runner.array("flow", batch.get(CoverConfiguration.FLOW));
        INDArray weights = runner.array("mask", batch.get(CoverConfiguration.MASK));
        double counted = sum(batch.get(CoverConfiguration.MASK));
        return told(runner.step(rate, counted, length(List.of(batch), counted), new INDArray[] {views(batch)},
                perOutput(truth), perOutput(weights)), counted);
    }

    @Override
    public boolean takesParts() {
        return true;
    }

    /** Both losses are means over the mask, so that a part counts by its own. */
    @Override
    public StepResult step(List<Batch> parts, double rate) {
        double[] shares = parts.stream().mapToDouble(part -> sum(part.get(CoverConfiguration.MASK))).toArray();
        double all = Arrays.stream(shares).sum();
        // Where nothing counts, losses and gradients are 0.
        Arrays.setAll(shares, i -> all == 0 ? 0 : shares[i] / all);
        return told(runner.step(rate, shares, all, length(parts, all), i -> {
            Batch part = parts.get(i);
            runner.pass(new INDArray[] {views(part)},
                    perOutput(runner.array("flow", part.get(CoverConfiguration.FLOW))),
                    perOutput(runner.array("mask", part.get(CoverConfiguration.MASK))));
        }), all);
    }

    /** @param counted Σ mask of this network's own batch, by which its losses were divided */
    private StepResult told(StepResult result, double counted) {
        Map<String, Double> losses = named(result.losses());
        if (!shared) {
            return new StepResult(losses, result.gradientNorm(), result.skipped() || counted == 0);
        }
        double length = result.measures().get(LENGTH);
        Map<String, Double> measures = method.hasVectors()
                ? Map.of(CoverConfiguration.RATIO, length > 0 ? losses.get(CoverConfiguration.VECTOR_LOSS) / length
                        : Double.NaN)
                : Map.of();
        return new StepResult(losses, measures, result.gradientNorm(), result.skipped());
    }

    private static double sum(Tensor mask) {
        double sum = 0;
        for (float value : mask.data()) {
            sum += value;
        }
        return sum;
    }

    /** What ranks share beside their losses: Σ mask·|ψ|₁ / Σ mask. */
    private Map<String, Double> length(List<Batch> parts, double counted) {
        return shared ? Map.of(LENGTH, parts.stream().mapToDouble(CoverNetwork::length).sum() / counted) : Map.of();
    }

    /** Σ mask·|ψ|₁. */
    private static double length(Batch batch) {
        Tensor flow = batch.get(CoverConfiguration.FLOW);
        float[] weights = batch.get(CoverConfiguration.MASK).data();
        int pixels = weights.length / flow.size(0);
        double sum = 0;
        for (int i = 0; i < flow.data().length; i++) {
            sum += weights[i / (flow.size(1) * pixels) * pixels + i % pixels] * Math.abs(flow.data()[i]);
        }
        return sum;
    }

    @Override
    public void share(GradientExchange exchange, int from, int samples) {
        runner.share(exchange);
        shared = true;
    }

    private INDArray[] perOutput(INDArray array) {
        INDArray[] arrays = new INDArray[method.hasVectors() ? 2 : 1];
        Arrays.fill(arrays, array);
        return arrays;
    }

    /** @param losses by the names of their layers */
    private Map<String, Double> named(Map<String, Double> losses) {
        Map<String, Double> named = new LinkedHashMap<>();
        if (method.hasVectors()) {
            named.put(CoverConfiguration.VECTOR_LOSS, losses.get(Graphs.VECTOR_LOSS));
        }
        named.put(CoverConfiguration.CONSISTENCY_LOSS, losses.get(Graphs.CONSISTENCY_LOSS));
        return named;
    }

    private INDArray views(Batch batch) {
        return runner.array(Graphs.IMAGES, batch.get(CoverConfiguration.MOVING), batch.get(CoverConfiguration.FIXED));
    }

    /** Both losses without changing anything; for tests. */
    StepResult evaluate(Batch batch) {
        // DL4J's own score leaves all maps to the garbage collector.
        INDArray[] outputs = runner.outputs(views(batch));
        INDArray truth = runner.array("flow", batch.get(CoverConfiguration.FLOW));
        INDArray weights = runner.array("mask", batch.get(CoverConfiguration.MASK));
        Map<String, Double> losses = new LinkedHashMap<>();
        List<String> names = graph().getConfiguration().getNetworkOutputs();
        for (int i = 0; i < outputs.length; i++) {
            losses.put(names.get(i), lossLayer(names.get(i)).lossOf(outputs[i], truth, weights));
        }
        return new StepResult(named(losses), Double.NaN, false);
    }

    private MaskedLossLayer<?> lossLayer(String name) {
        return (MaskedLossLayer<?>) graph().getLayer(name);
    }

    @Override
    public Map<String, Tensor> outputs(Batch batch) {
        Map<String, INDArray> activations = graph().feedForward(new INDArray[] {views(batch)}, false);
        // The input is the cache's, not to be closed below.
        activations.remove(Graphs.IMAGES);
        Map<String, Tensor> fields = new LinkedHashMap<>();
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            if (activations.containsKey(Graphs.field(level))) {
                fields.put(String.valueOf(level), Tensors.copy(activations.get(Graphs.field(level))));
            }
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
    public Map<String, Tensor> state() {
        return runner.state();
    }

    @Override
    public void setState(Map<String, Tensor> state) {
        runner.setState(state);
    }

    @Override
    public void trainIn(Precision precision) {
        runner.trainIn(precision);
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
