package org.coverfiji.engine.impl.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.core.CoreInput;
import org.coverfiji.engine.impl.core.CoreResult;
import org.coverfiji.engine.impl.core.LossCore;
import org.coverfiji.engine.impl.layer.WholeBatch;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One way forward and back of a step: a graph, the views that it sees, the core whose losses it follows. */
final class Pass implements AutoCloseable {

    private final GraphRunner runner;
    private final List<String> views;
    private LossCore core;

    Pass(ComputationGraphConfiguration configuration, List<String> views, LossCore core, Phase... phases) {
        runner = new GraphRunner(configuration, phases);
        this.views = List.copyOf(views);
        this.core = core;
    }

    GraphRunner runner() {
        return runner;
    }

    /**
     * One step.
     *
     * @param target the teacher's embeddings
     * @param extras what else the core may read
     * @param arrays names of trained arrays, whose gradients are not the graph's
     * @param slopes receives their gradients
     * @param memories receives what is to be remembered
     */
    StepResult step(Batch batch, double rate, Map<String, Tensor> target, Map<String, Tensor> extras,
            Set<String> arrays, Map<String, Tensor> slopes, Map<String, Tensor> memories) {
        return runner.step(rate, embeddings -> {
            CoreResult result = core.evaluate(new CoreInput(embeddings, target, extras));
            memories.putAll(result.memories());
            CoreResult own = new CoreResult().weight(result.weight());
            result.losses().forEach(own::loss);
            result.measures().forEach(own::measure);
            result.gradients().forEach((name, gradient) -> {
                if (!arrays.contains(name)) {
                    own.gradient(name, gradient);
                } else if (slopes.put(name, gradient) != null) {
                    throw new IllegalArgumentException("two passes give a gradient for \"" + name + "\"");
                }
            });
            return own;
        }, images(batch));
    }

    /** Whether no sample of a batch matters to another's losses. */
    boolean takesParts() {
        return core.addsUp() && !runner.normalisesOverBatch();
    }

    /** One step on the parts of a batch, for a core that reads nothing but them. */
    StepResult step(List<Batch> parts, double rate) {
        return runner.step(rate, i -> embeddings -> core.evaluate(new CoreInput(embeddings, Map.of(),
                parts.get(i).tensors())), parts.size(), i -> new INDArray[] {images(parts.get(i))});
    }

    private INDArray images(Batch batch) {
        return runner.array(Graphs.IMAGES, chosen(batch, views));
    }

    /** A core of which batches' parts make up the whole is each rank's own, unless its embeddings are normalised. */
    void share(GradientExchange exchange, WholeBatch batch) {
        if (runner.normaliseOver(batch) || !core.addsUp()) {
            core = new GatheredCore(core, batch);
        }
        runner.share(exchange);
    }

    boolean sees(Batch batch) {
        return batch.tensors().keySet().containsAll(views);
    }

    List<String> views() {
        return views;
    }

    /** The outputs by name. */
    Map<String, Tensor> outputs(Batch batch) {
        return runner.infer(images(batch));
    }

    static Tensor[] chosen(Batch batch, List<String> names) {
        return names.stream().map(batch::get).toArray(Tensor[]::new);
    }

    /** Of these parameters those that the graph has. */
    Map<String, Tensor> own(Map<String, Tensor> parameters) {
        Map<String, Tensor> own = new LinkedHashMap<>(parameters);
        own.keySet().retainAll(Parameters.names(runner.graph()).keySet());
        return own;
    }

    @Override
    public void close() {
        runner.close();
    }
}
