package org.coverfiji.engine.impl.network;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.core.CoreInput;
import org.coverfiji.engine.impl.core.CoreResult;
import org.coverfiji.engine.impl.core.LossCore;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * A method whose losses are a core's, over embeddings that a graph gives: the graph in training, perhaps a teacher,
 * perhaps queues of keys. Which views each of them sees is data; so is all else that tells one method from another.
 * All that must survive between steps is listed by {@link #state()}.
 */
public final class EmbeddingNetwork implements AutoCloseable {

    private final GraphRunner online;
    private final int[] onlineViews;
    private final LossCore core;
    private final Phase phase;
    private final Map<String, KeyQueue> queues = new LinkedHashMap<>();
    private Teacher teacher;
    private int[] teacherViews = {};

    /**
     * @param configuration the graph in training, whose input is images and whose outputs are named as the core reads
     *        them
     * @param onlineViews the numbers of the views that it sees, as one batch in this order
     */
    public EmbeddingNetwork(ComputationGraphConfiguration configuration, int[] onlineViews, LossCore core,
            Phase phase) {
        this.online = new GraphRunner(configuration, phase);
        this.onlineViews = onlineViews.clone();
        this.core = core;
        this.phase = phase;
    }

    /** Adds a teacher that starts as a copy. @param views the numbers of those that it sees */
    public EmbeddingNetwork withTeacher(ComputationGraphConfiguration configuration, int[] views,
            TeacherPolicy policy) {
        teacher = new Teacher(configuration, online, policy);
        teacherViews = views.clone();
        return this;
    }

    /** Adds a queue, which the core reads and has filled under its name. */
    public EmbeddingNetwork withQueue(String name, int length, int channels, long seed) {
        queues.put(name, new KeyQueue(name, length, channels, seed));
        return this;
    }

    /**
     * One step: the teacher's embeddings, the network's, losses, backward pass, update; at last what is to be
     * remembered goes into the queues, so that the losses saw the keys of earlier steps only.
     *
     * @param views images [N, C, (D,) H, W] of equal shape, view by view
     * @param extras what else the core reads of the batch
     * @param momentum of the teacher's average; without a teacher of no account
     */
    public StepResult step(Tensor[] views, Map<String, Tensor> extras, double rate, double momentum) {
        Map<String, Tensor> target = Collections.emptyMap();
        if (teacher != null) {
            teacher.follow(TeacherPolicy.BEFORE_STEP, momentum);
            target = teacher.embed(chosen(views, teacherViews));
        }
        Map<String, Tensor> all = new LinkedHashMap<>(extras);
        queues.forEach((name, queue) -> all.put(name, queue.keys()));
        Map<String, Tensor> fixed = target;
        Map<String, Tensor> memories = new LinkedHashMap<>();
        StepResult result = online.step(phase.name(), rate, embeddings -> {
            CoreResult losses = core.evaluate(new CoreInput(embeddings, fixed, all));
            memories.putAll(losses.memories());
            return losses;
        }, online.array(Graphs.IMAGES, chosen(views, onlineViews)));
        if (teacher != null) {
            teacher.follow(TeacherPolicy.AFTER_STEP, momentum);
        }
        memories.forEach((name, keys) -> queues.get(name).write(keys));
        return result;
    }

    private static Tensor[] chosen(Tensor[] views, int[] numbers) {
        return Arrays.stream(numbers).mapToObj(number -> views[number]).toArray(Tensor[]::new);
    }

    /** Copies of the parameters of the network in training. */
    public Map<String, Tensor> parameters() {
        return online.parameters();
    }

    /** Sets those that are named; a teacher keeps its own, which are state. */
    public void setParameters(Map<String, Tensor> parameters) {
        online.setParameters(parameters);
    }

    /** All that training needs to go on, beside the parameters: moments, the teacher's parameters, queues. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>(online.optimizerState());
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
    public void setState(Map<String, Tensor> state) {
        online.setOptimizerState(state);
        if (teacher != null) {
            teacher.setState(state);
        }
        queues.values().forEach(queue -> queue.setState(state));
    }

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
