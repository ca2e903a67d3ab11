package org.coverfiji.engine.impl.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.TeacherConfiguration;
import org.coverfiji.engine.api.TeacherMomentum;
import org.coverfiji.engine.api.TeacherPolicy;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.core.CoreInput;
import org.coverfiji.engine.impl.core.CoreResult;
import org.coverfiji.engine.impl.core.LossCore;
import org.coverfiji.engine.impl.core.LossCores;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A method whose losses are a core's, over embeddings that a graph gives: the graph in training, perhaps a teacher,
 * perhaps queues of keys. Which views each of them sees is data; so is all else that tells one method from another.
 * All that must survive between steps is listed by {@link #state()}.
 */
public final class EmbeddingNetwork implements PretrainingNetwork {

    private final GraphRunner online;
    private final List<String> onlineViews;
    private final LossCore core;
    private final Phase phase;
    private final Map<String, KeyQueue> queues = new LinkedHashMap<>();
    private final Map<String, Tensor> untrained = new LinkedHashMap<>();
    private Teacher teacher;
    private TeacherMomentum momentum;
    private List<String> teacherViews = Collections.emptyList();

    /**
     * @param configuration the graph in training, whose input is images and whose outputs are named as the core reads
     *        them
     * @param onlineViews the names of the views that it sees, as one batch in this order
     */
    EmbeddingNetwork(ComputationGraphConfiguration configuration, List<String> onlineViews, LossCore core,
            Phase phase) {
        this.online = new GraphRunner(configuration, phase);
        this.onlineViews = new ArrayList<>(onlineViews);
        this.core = core;
        this.phase = phase;
    }

    /** The network of a method, all of whose parameters are trained by Adam. */
    public static EmbeddingNetwork of(NetworkConfiguration network, EmbeddingConfiguration method,
            OptimizerConfiguration optimizer, long seed) {
        LossCore core = LossCores.named(method.core(), method.constants());
        EmbeddingNetwork result = new EmbeddingNetwork(
                EmbeddingGraphs.of(network, method.ports(), method.views().size(), seed, DataType.FLOAT),
                method.views(), core, Phase.adam(optimizer));
        TeacherConfiguration teacher = method.teacher();
        if (teacher != null) {
            result.withTeacher(EmbeddingGraphs.of(network, teacher.ports(), teacher.views().size(), seed,
                    DataType.FLOAT), teacher.views(), teacher.policy(), teacher.momentum());
        }
        method.queues().forEach((name, queue) -> result.withQueue(name, queue.length(), queue.channels(), seed));
        if (!method.trainsDecoder()) {
            result.withRestOf(network, seed);
        }
        return result;
    }

    /** Adds a teacher that starts as a copy. @param views the names of those that it sees */
    EmbeddingNetwork withTeacher(ComputationGraphConfiguration configuration, List<String> views,
            TeacherPolicy policy, TeacherMomentum slowness) {
        teacher = new Teacher(configuration, online, policy);
        teacherViews = new ArrayList<>(views);
        momentum = slowness;
        return this;
    }

    /** Adds a queue, which the core reads and has filled under its name. */
    EmbeddingNetwork withQueue(String name, int length, int channels, long seed) {
        queues.put(name, new KeyQueue(name, length, channels, seed));
        return this;
    }

    /** Adds what of the backbone the graph lacks, with the weights that a whole one of this seed starts with. */
    private void withRestOf(NetworkConfiguration network, long seed) {
        try (GraphRunner whole = new GraphRunner(Graphs.backbone(network, seed, DataType.FLOAT))) {
            untrained.putAll(whole.parameters());
        }
        untrained.keySet().removeAll(online.parameters().keySet());
    }

    /**
     * One step: the teacher's embeddings, the network's, losses, backward pass, update; at last what is to be
     * remembered goes into the queues, so that the losses saw the keys of earlier steps only.
     */
    @Override
    public StepResult step(Batch batch, double rate) {
        Map<String, Tensor> target = Collections.emptyMap();
        double slowness = teacher == null ? Double.NaN : momentum.at(online.steps(phase.name()));
        if (teacher != null) {
            teacher.follow(TeacherPolicy.BEFORE_STEP, slowness);
            target = teacher.embed(chosen(batch, teacherViews));
        }
        Map<String, Tensor> all = new LinkedHashMap<>(batch.tensors());
        queues.forEach((name, queue) -> all.put(name, queue.keys()));
        Map<String, Tensor> fixed = target;
        Map<String, Tensor> memories = new LinkedHashMap<>();
        StepResult result = online.step(phase.name(), rate, embeddings -> {
            CoreResult losses = core.evaluate(new CoreInput(embeddings, fixed, all));
            memories.putAll(losses.memories());
            return losses;
        }, online.array(Graphs.IMAGES, chosen(batch, onlineViews)));
        if (teacher != null) {
            teacher.follow(TeacherPolicy.AFTER_STEP, slowness);
        }
        memories.forEach((name, keys) -> queues.get(name).write(keys));
        return result;
    }

    @Override
    public Map<String, Tensor> outputs(Batch batch) {
        return online.infer(online.array(Graphs.IMAGES, chosen(batch, onlineViews)));
    }

    private static Tensor[] chosen(Batch batch, List<String> names) {
        return names.stream().map(batch::get).toArray(Tensor[]::new);
    }

    /** Copies of the parameters of the network in training, and of what of the backbone is not trained. */
    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> parameters = new LinkedHashMap<>(online.parameters());
        untrained.forEach((name, tensor) -> parameters.put(name, new Tensor(tensor.data().clone(), tensor.shape())));
        return parameters;
    }

    /** Sets those that are named; a teacher keeps its own, which are state. */
    @Override
    public void setParameters(Map<String, Tensor> parameters) {
        Map<String, Tensor> trained = new LinkedHashMap<>(parameters);
        trained.keySet().removeAll(untrained.keySet());
        online.setParameters(trained);
        untrained.forEach((name, own) -> {
            if (parameters.containsKey(name)) {
                float[] values = NamedState.require(parameters, name, own.data().length).data();
                System.arraycopy(values, 0, own.data(), 0, values.length);
            }
        });
    }

    /** All that training needs to go on, beside the parameters: moments, the teacher's parameters, queues. */
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>(online.state());
        if (teacher != null) {
            state.putAll(teacher.state());
        }
        queues.values().forEach(queue -> state.putAll(queue.state()));
        return state;
    }

    /**
     * Restores what {@link #state()} gave.
     *
     * @throws org.coverfiji.CoverException if something is missing or does not fit
     */
    @Override
    public void setState(Map<String, Tensor> state) {
        online.setState(state);
        if (teacher != null) {
            teacher.setState(state);
        }
        queues.values().forEach(queue -> queue.setState(state));
    }

    @Override
    public StepTimes lastStepTimes() {
        return online.lastStepTimes();
    }

    @Override
    public void close() {
        online.close();
        if (teacher != null) {
            teacher.close();
        }
    }
}
