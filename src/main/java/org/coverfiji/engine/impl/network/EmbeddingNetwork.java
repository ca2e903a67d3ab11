package org.coverfiji.engine.impl.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PassConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.TeacherConfiguration;
import org.coverfiji.engine.api.TeacherMomentum;
import org.coverfiji.engine.api.TeacherPolicy;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.core.LossCore;
import org.coverfiji.engine.impl.core.LossCores;
import org.coverfiji.engine.impl.layer.WholeBatch;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A method whose losses are cores', over embeddings that graphs give: one pass or several in a step, perhaps a teacher,
 * queues of keys and trained arrays. Which views each of them sees is data; so is all else that tells one method from
 * another. All that must survive between steps is listed by {@link #state()}.
 */
public final class EmbeddingNetwork implements PretrainingNetwork {

    private final List<Pass> passes = new ArrayList<>();
    /** Per pass, from it to the others. */
    private final List<List<SharedWeights>> shared = new ArrayList<>();
    /** Per pass, its graph from a seed; empty where they were given ready. */
    private final List<LongFunction<ComputationGraphConfiguration>> makers = new ArrayList<>();
    private final Map<String, KeyQueue> queues = new LinkedHashMap<>();
    private final Map<String, TrainedArray> arrays = new LinkedHashMap<>();
    private final Map<String, Tensor> untrained = new LinkedHashMap<>();
    private Teacher teacher;
    private TeacherMomentum momentum;
    private List<String> teacherViews = Collections.emptyList();
    /** Null where the network is alone. */
    private WholeBatch whole;

    private EmbeddingNetwork() {
    }

    /**
     * Of one pass.
     *
     * @param configuration the graph in training, whose input is images and whose outputs are named as the core reads
     *        them
     * @param onlineViews the names of the views that it sees, as one batch in this order
     */
    EmbeddingNetwork(ComputationGraphConfiguration configuration, List<String> onlineViews, LossCore core,
            Phase... phases) {
        passes.add(new Pass(configuration, onlineViews, core, phases));
        shared.add(List.of());
    }

    /** The network of a method. */
    public static EmbeddingNetwork of(NetworkConfiguration network, EmbeddingConfiguration method,
            OptimizerConfiguration optimizer, long seed) {
        return of(network, method, pass -> LossCores.named(pass.core(), pass.constants()), optimizer, seed);
    }

    /** @param cores gives the core of each pass */
    static EmbeddingNetwork of(NetworkConfiguration network, EmbeddingConfiguration method,
            Function<PassConfiguration, LossCore> cores, OptimizerConfiguration optimizer, long seed) {
        EmbeddingNetwork result = new EmbeddingNetwork();
        for (PassConfiguration pass : method.passes()) {
            result.add(network, pass, cores.apply(pass), optimizer, seed);
        }
        result.share();
        TeacherConfiguration teacher = method.teacher();
        if (teacher != null) {
            result.withTeacher(EmbeddingGraphs.of(network, teacher.ports(), teacher.views().size(), seed,
                    DataType.FLOAT), teacher.views(), teacher.policy(), teacher.momentum());
        }
        method.queues().forEach((name, queue) -> result.withQueue(name, queue.length(), queue.channels(), seed));
        method.arrays().forEach((name, array) -> result.arrays.put(name,
                new TrainedArray(name, array, optimizer, seed)));
        if (method.passes().stream().allMatch(pass -> pass.finestLevel() < NetworkConfiguration.LEVELS - 1)) {
            result.withRestOf(network, seed);
        }
        return result;
    }

    private void add(NetworkConfiguration network, PassConfiguration pass, LossCore core,
            OptimizerConfiguration optimizer, long seed) {
        LongFunction<ComputationGraphConfiguration> maker =
                any -> EmbeddingGraphs.of(network, pass, any, DataType.FLOAT);
        makers.add(maker);
        passes.add(new Pass(maker.apply(seed), pass.views(), core,
                pass.phases().stream().map(phase -> Phase.of(phase, optimizer)).toArray(Phase[]::new)));
    }

    private void share() {
        for (Pass from : passes) {
            List<SharedWeights> others = new ArrayList<>();
            for (Pass to : passes) {
                if (to != from) {
                    others.add(new SharedWeights(from.runner().graph(), to.runner().graph()));
                }
            }
            shared.add(others);
        }
    }

    /** Adds a teacher that starts as a copy. @param views the names of those that it sees */
    EmbeddingNetwork withTeacher(ComputationGraphConfiguration configuration, List<String> views,
            TeacherPolicy policy, TeacherMomentum slowness) {
        teacher = new Teacher(configuration, first(), policy);
        teacherViews = new ArrayList<>(views);
        momentum = slowness;
        return this;
    }

    /** Adds a queue, which the core reads and has filled under its name. */
    EmbeddingNetwork withQueue(String name, int length, int channels, long seed) {
        queues.put(name, new KeyQueue(name, length, channels, seed));
        return this;
    }

    /** Adds what of the backbone the graphs lack, with the weights that a whole one of this seed starts with. */
    private void withRestOf(NetworkConfiguration network, long seed) {
        try (GraphRunner whole = new GraphRunner(Graphs.backbone(network, seed, DataType.FLOAT))) {
            untrained.putAll(whole.parameters());
        }
        passes.forEach(pass -> untrained.keySet().removeAll(pass.runner().parameters().keySet()));
    }

    private GraphRunner first() {
        return passes.get(0).runner();
    }

    /**
     * One step: the teacher's embeddings, then pass by pass the network's, losses, backward pass, update; at last what
     * is to be remembered goes into the queues, so that the losses saw the keys of earlier steps only.
     */
    @Override
    public StepResult step(Batch batch, double rate) {
        if (whole == null) {
            return ownStep(batch, rate);
        }
        try (WholeBatch open = whole.open(batch.samples())) {
            return ownStep(batch, rate);
        }
    }

    private StepResult ownStep(Batch batch, double rate) {
        Map<String, Tensor> target = Collections.emptyMap();
        double slowness = teacher == null ? Double.NaN : momentum.at(first().steps());
        if (teacher != null) {
            teacher.follow(TeacherPolicy.BEFORE_STEP, slowness);
            target = teacher.embed(Pass.chosen(batch, teacherViews));
        }
        Map<String, Tensor> extras = new LinkedHashMap<>(batch.tensors());
        queues.forEach((name, queue) -> extras.put(name, queue.keys()));
        arrays.forEach((name, array) -> extras.put(name, array.forStep()));
        Map<String, Tensor> slopes = new LinkedHashMap<>();
        Map<String, Tensor> memories = new LinkedHashMap<>();
        List<StepResult> results = new ArrayList<>();
        for (int i = 0; i < passes.size(); i++) {
            results.add(passes.get(i).step(batch, rate, target, extras, arrays.keySet(), slopes, memories));
            shared.get(i).forEach(SharedWeights::carry);
        }
        boolean finite = true;
        for (Map.Entry<String, TrainedArray> array : arrays.entrySet()) {
            finite &= array.getValue().follow(slopes.get(array.getKey()), rate);
        }
        if (teacher != null) {
            teacher.follow(TeacherPolicy.AFTER_STEP, slowness);
        }
        memories.forEach(this::remember);
        return results.size() == 1 && finite ? results.get(0) : together(results, !finite);
    }

    /** Also what a step on the whole has begun must not be done twice, where memory ends in its midst. */
    @Override
    public boolean takesParts() {
        return passes.size() == 1 && teacher == null && queues.isEmpty() && arrays.isEmpty()
                && passes.get(0).takesParts();
    }

    @Override
    public StepResult step(List<Batch> parts, double rate) {
        if (!takesParts()) {
            throw new UnsupportedOperationException("the method needs the whole batch");
        }
        return passes.get(0).step(parts, rate);
    }

    /** Queues and arrays stay the same in all ranks, as all find the same keys and gradients for them. */
    @Override
    public void share(GradientExchange exchange, int from, int samples) {
        whole = new WholeBatch(exchange, from, samples);
        passes.forEach(pass -> pass.share(exchange, whole));
        if (teacher != null) {
            teacher.share(whole);
        }
    }

    private void remember(String name, Tensor keys) {
        KeyQueue queue = queues.get(name);
        if (queue == null) {
            throw new IllegalArgumentException("no queue \"" + name + "\" among " + queues.keySet());
        }
        queue.write(keys);
    }

    private static StepResult together(List<StepResult> results, boolean skippedBesides) {
        Map<String, Double> losses = new LinkedHashMap<>();
        Map<String, Double> measures = new LinkedHashMap<>();
        double norm = 0;
        boolean skipped = skippedBesides;
        for (StepResult result : results) {
            result.losses().forEach((name, value) -> {
                if (losses.put(name, value) != null) {
                    throw new IllegalArgumentException("two passes have a loss \"" + name + "\"");
                }
            });
            measures.putAll(result.measures());
            norm = Math.hypot(norm, result.gradientNorm());
            skipped |= result.skipped();
        }
        return new StepResult(losses, measures, norm, skipped);
    }

    @Override
    public Map<String, Tensor> outputs(Batch batch) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        passes.stream().filter(pass -> pass.sees(batch)).forEach(pass -> outputs.putAll(pass.outputs(batch)));
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("a batch of " + batch.tensors().keySet()
                    + " for a network that sees " + passes.get(0).views());
        }
        return outputs;
    }

    @Override
    public void renew(String prefix, long seed) {
        int renewed = 0;
        for (int i = 0; i < makers.size(); i++) {
            Map<String, Tensor> fresh;
            try (GraphRunner other = new GraphRunner(makers.get(i).apply(seed))) {
                fresh = other.parameters();
            }
            fresh.keySet().removeIf(name -> !name.startsWith(prefix));
            passes.get(i).runner().renew(fresh);
            renewed += fresh.size();
        }
        if (renewed == 0) {
            throw new IllegalArgumentException("no parameter \"" + prefix + "\" among " + parameters().keySet());
        }
    }

    /** Copies of the parameters of the network in training, of trained arrays, and of the rest of the backbone. */
    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        passes.forEach(pass -> pass.runner().parameters().forEach(parameters::putIfAbsent));
        arrays.forEach((name, array) -> parameters.put(name, array.values()));
        untrained.forEach((name, tensor) -> parameters.put(name, new Tensor(tensor.data().clone(), tensor.shape())));
        return parameters;
    }

    /** Sets those that are named; a teacher keeps its own, which are state. */
    @Override
    public void setParameters(Map<String, Tensor> parameters) {
        Map<String, Tensor> unknown = new LinkedHashMap<>(parameters);
        unknown.keySet().removeAll(untrained.keySet());
        arrays.forEach((name, array) -> {
            if (unknown.remove(name) != null) {
                array.setValues(NamedState.require(parameters, name, array.values().data().length));
            }
        });
        for (Pass pass : passes.subList(1, passes.size())) {
            pass.runner().setParameters(pass.own(unknown));
        }
        Map<String, Tensor> firsts = passes.get(0).own(unknown);
        passes.subList(1, passes.size()).forEach(pass -> unknown.keySet().removeAll(pass.own(unknown).keySet()));
        // What is left is the first's, or nobody's, which it says.
        unknown.putAll(firsts);
        first().setParameters(unknown);
        untrained.forEach((name, own) -> {
            if (parameters.containsKey(name)) {
                float[] values = NamedState.require(parameters, name, own.data().length).data();
                System.arraycopy(values, 0, own.data(), 0, values.length);
            }
        });
    }

    /** All that training needs to go on, beside the parameters: moments, the teacher's parameters, queues, arrays'. */
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        passes.forEach(pass -> state.putAll(pass.runner().state()));
        if (teacher != null) {
            state.putAll(teacher.state());
        }
        queues.values().forEach(queue -> state.putAll(queue.state()));
        arrays.values().forEach(array -> state.putAll(array.state()));
        return state;
    }

    /**
     * Restores what {@link #state()} gave.
     *
     * @throws CoverException if something is missing or does not fit
     */
    @Override
    public void setState(Map<String, Tensor> state) {
        passes.forEach(pass -> pass.runner().setState(state));
        if (teacher != null) {
            teacher.setState(state);
        }
        queues.values().forEach(queue -> queue.setState(state));
        arrays.values().forEach(array -> array.setState(state));
    }

    /** A teacher, which is not trained, stays in float32. */
    @Override
    public void trainIn(Precision precision) {
        passes.forEach(pass -> pass.runner().trainIn(precision));
    }

    @Override
    public StepTimes lastStepTimes() {
        double forward = 0;
        double backward = 0;
        double update = 0;
        for (Pass pass : passes) {
            StepTimes times = pass.runner().lastStepTimes();
            forward += times.forward();
            backward += times.backward();
            update += times.update();
        }
        return new StepTimes(forward, backward, update);
    }

    @Override
    public void close() {
        passes.forEach(Pass::close);
        arrays.values().forEach(TrainedArray::close);
        if (teacher != null) {
            teacher.close();
        }
    }
}
