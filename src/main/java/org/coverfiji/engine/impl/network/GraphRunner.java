package org.coverfiji.engine.impl.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.core.CoreResult;
import org.coverfiji.engine.impl.layer.BatchWide;
import org.coverfiji.engine.impl.layer.Convolving;
import org.coverfiji.engine.impl.layer.MaskedLossLayer;
import org.coverfiji.engine.impl.layer.WholeBatch;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.coverfiji.engine.impl.optimizer.PhaseUpdate;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph in training or inference: what all networks have in common. It runs forward, takes losses and their
 * gradients at the graph's outputs from a function outside (or from the graph's own loss layers), runs backward,
 * clips, decays and updates the parameters of its phases; it keeps the arrays of a batch, takes the time, and lists its
 * state by name. Everything in native memory is released by {@link #close()}.
 */
public final class GraphRunner implements AutoCloseable {

    private static final String STEP = "step";

    private final PortGraph graph;
    private final ForwardPass inference;
    private final Map<String, PhaseUpdate> updates = new LinkedHashMap<>();
    private final Map<String, ArrayCache> caches = new LinkedHashMap<>();
    private final StageClock clock = new StageClock();
    /** Null where the network is alone. */
    private SharedGradient shared;
    /** Of the gradients of a batch's parts; null until a batch passes in parts. */
    private INDArray sum;

    /** @param phases in which it is trained; none for inference alone */
    public GraphRunner(ComputationGraphConfiguration configuration, Phase... phases) {
        graph = PortGraph.of(configuration);
        inference = new ForwardPass(graph);
        if (phases.length > 0) {
            graph.requireTrainable();
        }
        Map<String, Long> lengths = new LinkedHashMap<>();
        Parameters.names(graph).forEach((name, own) -> lengths.put(name, graph.getParam(own).length()));
        for (Phase phase : phases) {
            if (updates.put(phase.name(), new PhaseUpdate(phase, lengths, graph.params(),
                    graph::gradients)) != null) {
                throw new IllegalArgumentException("two phases are called \"" + phase.name() + "\"");
            }
        }
    }

    /** Makes the network one of several ranks: see {@link org.coverfiji.engine.api.PretrainingNetwork#share}. */
    void share(GradientExchange exchange) {
        shared = new SharedGradient(exchange, graph.gradients());
    }

    /** Whether a layer takes means over a whole batch. */
    boolean normalisesOverBatch() {
        return Arrays.stream(graph.getLayers()).anyMatch(BatchWide.class::isInstance);
    }

    /**
     * Has layers that take means over a batch take them over that of all ranks.
     *
     * @return whether there are any
     */
    boolean normaliseOver(WholeBatch batch) {
        boolean any = false;
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof BatchWide) {
                ((BatchWide) layer).share(batch);
                any = true;
            }
        }
        return any;
    }

    /** As {@link org.coverfiji.engine.api.TrainableNetwork#trainIn} says. */
    void trainIn(Precision precision) {
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof Convolving) {
                ((Convolving) layer).trainIn(precision);
            }
        }
    }

    /**
     * An array of the runner's own that holds the parts, one after the other along the first axis, until it is asked
     * for under the same name again. It takes native memory only when its shape changes.
     */
    public INDArray array(String name, Tensor... parts) {
        return caches.computeIfAbsent(name, key -> new ArrayCache()).of(parts);
    }

    /**
     * Promises that parameters are changed by nothing but {@link #setParameters} and its like, until that is done or a
     * step is taken: inference keeps what it makes of them, which takes memory but saves time.
     */
    void holdParameters() {
        inference.holdParameters();
    }

    /** The outputs as native arrays of the runner's own, valid until the next call of any method. */
    INDArray[] outputs(INDArray... inputs) {
        return inference.run(inputs);
    }

    /** The outputs by name, copied. */
    public Map<String, Tensor> infer(INDArray... inputs) {
        Map<String, Tensor> result = new LinkedHashMap<>();
        INDArray[] outputs = outputs(inputs);
        for (int i = 0; i < outputs.length; i++) {
            result.put(graph.ports().get(i), Tensors.copy(outputs[i]));
        }
        return result;
    }

    /**
     * One training step of all phases with losses from outside.
     *
     * @param losses from the outputs by name to named losses and the gradients at the outputs; where one is missing it
     *        is 0
     */
    public StepResult step(double rate, Function<Map<String, Tensor>, CoreResult> losses, INDArray... inputs) {
        begin();
        CoreResult result = pass(losses, inputs);
        return update(rate, result.weight(), new LinkedHashMap<>(result.losses()),
                new LinkedHashMap<>(result.measures()));
    }

    /**
     * The same on several batches, as if they were one: their gradients, losses and measures are averaged by their
     * weights.
     *
     * @param losses as above, which tell what each batch weighs
     * @param count of batches
     * @param inputs of each
     */
    StepResult step(double rate, IntFunction<Function<Map<String, Tensor>, CoreResult>> losses, int count,
            IntFunction<INDArray[]> inputs) {
        begin();
        INDArray gradients = beginSum();
        Map<String, Double> named = new LinkedHashMap<>();
        Map<String, Double> measures = new LinkedHashMap<>();
        double all = 0;
        for (int i = 0; i < count; i++) {
            CoreResult result = pass(losses.apply(i), inputs.apply(i));
            double weight = result.weight();
            all += weight;
            result.losses().forEach((name, value) -> named.merge(name, weighted(value, weight), Double::sum));
            result.measures().forEach((name, value) -> measures.merge(name, weighted(value, weight), Double::sum));
            if (weight > 0) {
                sum.addi(gradients.muli(weight));
            }
        }
        double total = all;
        if (total > 0) {
            named.replaceAll((name, value) -> value / total);
            measures.replaceAll((name, value) -> value / total);
            sum.divi(total);
        }
        gradients.assign(sum);
        return update(rate, total, named, measures);
    }

    /** Not 0 · NaN, where nothing counts. */
    private static double weighted(double value, double weight) {
        return weight == 0 ? 0 : value * weight;
    }

    /** Both passes with losses from outside; the gradient is left in the graph. */
    private CoreResult pass(Function<Map<String, Tensor>, CoreResult> losses, INDArray... inputs) {
        CoreResult[] found = new CoreResult[1];
        graph.passesWithErrors(inputs, outputs -> {
            Map<String, Tensor> ports = new LinkedHashMap<>();
            for (int i = 0; i < outputs.length; i++) {
                ports.put(graph.ports().get(i), Tensors.copy(outputs[i]));
            }
            clock.forwardDone();
            found[0] = losses.apply(ports);
            return errors(ports, found[0].gradients());
        });
        return found[0];
    }

    /** Makes room for the sum of several batches' gradients. @return where each batch's own will be */
    private INDArray beginSum() {
        INDArray gradients = graph.gradients();
        if (sum == null) {
            sum = Nd4j.createUninitialized(gradients.dataType(), gradients.shape(), 'c');
        }
        sum.assign(0);
        return gradients;
    }

    /** Before a step, which changes parameters and needs the memory that inference keeps. */
    private void begin() {
        clock.start();
        inference.close();
        updates.values().forEach(PhaseUpdate::prepare);
    }

    private INDArray[] errors(Map<String, Tensor> ports, Map<String, Tensor> gradients) {
        if (!ports.keySet().containsAll(gradients.keySet())) {
            throw new IllegalArgumentException(
                    "there are gradients at " + gradients.keySet() + ", but the outputs are " + ports.keySet());
        }
        List<INDArray> errors = new ArrayList<>();
        ports.forEach((name, value) -> {
            Tensor gradient = gradients.get(name);
            errors.add(array("gradient/" + name, gradient == null ? Tensor.zeros(value.shape()) : gradient));
        });
        return errors.toArray(new INDArray[0]);
    }

    /**
     * One training step of all phases with the graph's own loss layers.
     *
     * @param labels per output, likewise the masks
     * @return the losses by the names of their layers
     */
    public StepResult step(double rate, INDArray[] inputs, INDArray[] labels, INDArray[] masks) {
        return step(rate, Double.NaN, Collections.emptyMap(), inputs, labels, masks);
    }

    /**
     * The same for a network that may be one of several ranks.
     *
     * @param weight of this rank's losses: what they are divided by
     * @param measures figures beside the losses, of this rank's batch
     * @return with the measures of the whole batch
     */
    StepResult step(double rate, double weight, Map<String, Double> measures, INDArray[] inputs, INDArray[] labels,
            INDArray[] masks) {
        begin();
        graph.passesWithLabels(inputs, labels, masks, clock::forwardDone);
        Map<String, Double> losses = new LinkedHashMap<>();
        for (String output : graph.ports()) {
            losses.put(output, lastLoss(output));
        }
        return update(rate, weight, losses, new LinkedHashMap<>(measures));
    }

    /**
     * One training step of all phases on several batches, as if they were one: their gradients are added.
     *
     * @param shares what the loss of each counts for, together 1
     * @param weight of this rank's losses, where the network is one of several
     * @param measures figures beside the losses, of this rank's batches
     * @param passes the forward and backward pass of each, see {@link #pass}
     */
    StepResult step(double rate, double[] shares, double weight, Map<String, Double> measures, IntConsumer passes) {
        begin();
        Map<String, Double> losses = new LinkedHashMap<>();
        INDArray gradients = beginSum();
        for (int i = 0; i < shares.length; i++) {
            passes.accept(i);
            sum.addi(gradients.muli(shares[i]));
            for (String output : graph.ports()) {
                losses.merge(output, shares[i] * lastLoss(output), Double::sum);
            }
        }
        gradients.assign(sum);
        return update(rate, weight, losses, new LinkedHashMap<>(measures));
    }

    /** Both passes, with the graph's own loss layers; what they find is for {@link #step} to gather. */
    void pass(INDArray[] inputs, INDArray[] labels, INDArray[] masks) {
        graph.passesWithLabels(inputs, labels, masks, clock::forwardDone);
    }

    private double lastLoss(String output) {
        return ((MaskedLossLayer<?>) graph.getLayer(output)).lastLoss();
    }

    /** The gradient's norm is that over all phases; what is not finite in one skips the step there. */
    private StepResult update(double rate, double weight, Map<String, Double> losses, Map<String, Double> measures) {
        clock.backwardDone();
        boolean finite = shared == null || share(weight, losses, measures) > 0;
        double norm = 0;
        for (PhaseUpdate update : updates.values()) {
            finite &= stepped(() -> update.step(rate));
            norm = updates.size() == 1 ? update.lastNorm() : Math.hypot(norm, update.lastNorm());
        }
        clock.stop();
        return new StepResult(losses, measures, norm, !finite);
    }

    /** @return the weight of all ranks */
    private double share(double weight, Map<String, Double> losses, Map<String, Double> measures) {
        Map<String, Double> figures = new LinkedHashMap<>(losses);
        figures.putAll(measures);
        try {
            double total = shared.average(weight, figures);
            losses.replaceAll((name, value) -> figures.get(name));
            measures.replaceAll((name, value) -> figures.get(name));
            return total;
        } catch (OutOfMemoryError e) {
            // Nor may it be tried again once the other ranks have had what this one found.
            throw new CoverException("There is not enough memory to share the gradient with the other ranks; lower"
                    + " width, or " + MemoryShortage.REMEDY + ".");
        }
    }

    /** A step must not be tried again once it has begun to change the weights. */
    static boolean stepped(BooleanSupplier step) {
        try {
            return step.getAsBoolean();
        } catch (RuntimeException | OutOfMemoryError e) {
            // Kernels wrap what fails on another thread.
            if (!MemoryShortage.isIn(e)) {
                throw e;
            }
            throw new CoverException("There is not enough memory to update the weights, which are half changed; lower"
                    + " width, or " + MemoryShortage.REMEDY + ".", e);
        }
    }

    /** Steps taken so far, those before a resume included. */
    public long steps() {
        return updates.values().iterator().next().steps();
    }

    /**
     * Sets parameters as if they had just been made: their moments are 0.
     *
     * @throws CoverException on an unknown name or another shape
     */
    public void renew(Map<String, Tensor> parameters) {
        setParameters(parameters);
        parameters.keySet().forEach(name -> updates.values().forEach(update -> update.forget(name)));
    }

    /** Copies of all parameters by name. */
    public Map<String, Tensor> parameters() {
        return Parameters.get(graph);
    }

    /** Sets those that are named. @throws CoverException on an unknown name or another shape */
    public void setParameters(Map<String, Tensor> parameters) {
        inference.close();
        Parameters.set(graph, parameters);
    }

    /** Sets all, ignoring names that the graph does not have. @throws CoverException if one is missing */
    public void setAllParameters(Map<String, Tensor> parameters) {
        inference.close();
        Parameters.setAll(graph, parameters);
    }

    /**
     * What training needs to go on, beside the parameters: per phase, after its name and a slash unless that is empty,
     * {@code step} [1] and the moments, {@code moment/parameter}.
     */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        updates.forEach((phase, update) -> {
            state.put(prefix(phase) + STEP, new Tensor(new float[] {update.steps()}, 1));
            update.moments().forEach((name, view) -> state.put(prefix(phase) + name, Tensors.copy(view)));
        });
        return state;
    }

    private static String prefix(String phase) {
        return phase.isEmpty() ? "" : phase + "/";
    }

    /**
     * Restores what {@link #state()} gave, so that training goes on as if it had not stopped; other names are
     * ignored.
     *
     * @throws CoverException if something is missing or of another length; then nothing was changed
     */
    public void setState(Map<String, Tensor> state) {
        updates.forEach((phase, update) -> {
            NamedState.require(state, prefix(phase) + STEP, 1);
            update.moments().forEach((name, view) -> NamedState.require(state, prefix(phase) + name, view.length()));
        });
        updates.forEach((phase, update) -> {
            update.setSteps(Math.round(state.get(prefix(phase) + STEP).data()[0]));
            update.moments().forEach((name, view) -> Tensors.fill(view, state.get(prefix(phase) + name)));
        });
    }

    /** Seconds that the last step spent in each stage; losses from outside count as backward. */
    public StepTimes lastStepTimes() {
        return clock.last();
    }

    /** The DL4J network, for this package's other users of it and for tests. */
    ComputationGraph graph() {
        return graph;
    }

    @Override
    public void close() {
        inference.close();
        caches.values().forEach(ArrayCache::close);
        updates.values().forEach(PhaseUpdate::close);
        if (sum != null) {
            sum.close();
        }
        graph.close();
    }
}
