package org.coverfiji.engine.impl.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StagedConfiguration;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.Tensor;

/**
 * A method in stages: one network after the other, each with the weights that the one before has under the same names.
 * Heads that the next stage lacks are thrown away; moments, teacher and queues begin anew.
 */
public final class StagedNetwork implements PretrainingNetwork {

    private static final String STEP = "stage/step";
    private static final String STAGE = "stage/number";

    private final NetworkConfiguration network;
    private final StagedConfiguration method;
    private final OptimizerConfiguration optimizer;
    private final long seed;
    private EmbeddingNetwork current;
    private int stage;
    private long steps;
    /** What makes a stage's network one of several ranks; nothing where there is one alone. */
    private Consumer<PretrainingNetwork> sharing = any -> { };
    private Precision precision = Precision.FLOAT32;

    public StagedNetwork(NetworkConfiguration network, StagedConfiguration method, OptimizerConfiguration optimizer,
            long seed) {
        this.network = network;
        this.method = method;
        this.optimizer = optimizer;
        this.seed = seed;
        stage = method.stage(0);
        current = made();
    }

    private EmbeddingNetwork made() {
        EmbeddingNetwork made = EmbeddingNetwork.of(network, method.stages().get(stage), optimizer, seed);
        sharing.accept(made);
        made.trainIn(precision);
        return made;
    }

    @Override
    public void share(GradientExchange exchange, int from, int samples) {
        sharing = any -> any.share(exchange, from, samples);
        sharing.accept(current);
    }

    /** A stage begins with its first step, so that a checkpoint between two is one of the first. */
    @Override
    public StepResult step(Batch batch, double rate) {
        if (method.stage(steps) != stage) {
            moveOn(method.stage(steps));
        }
        StepResult result = current.step(batch, rate);
        steps++;
        return result;
    }

    private void moveOn(int next) {
        Map<String, Tensor> weights = current.parameters();
        current.close();
        stage = next;
        current = made();
        weights.keySet().retainAll(current.parameters().keySet());
        current.setParameters(weights);
    }

    @Override
    public Map<String, Tensor> outputs(Batch batch) {
        return current.outputs(batch);
    }

    @Override
    public void renew(String prefix, long newSeed) {
        current.renew(prefix, newSeed);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return current.parameters();
    }

    @Override
    public void setParameters(Map<String, Tensor> parameters) {
        current.setParameters(parameters);
    }

    /** That of the stage, {@value #STEP} [1], the steps of all stages, and {@value #STAGE} [1], 0 for the first. */
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put(STEP, new Tensor(new float[] {steps}, 1));
        state.put(STAGE, new Tensor(new float[] {stage}, 1));
        state.putAll(current.state());
        return state;
    }

    /** @throws CoverException also if the last step would have been of another stage in this run */
    @Override
    public void setState(Map<String, Tensor> state) {
        steps = Math.round(NamedState.require(state, STEP, 1).data()[0]);
        // The stage of the last step, as the next begins with its first.
        int saved = method.stage(Math.max(0, steps - 1));
        int own = Math.round(NamedState.require(state, STAGE, 1).data()[0]);
        if (own != saved) {
            throw new CoverException("The checkpoint after " + steps + " steps is of stage " + (own + 1)
                    + " of the method, but in a run with these settings that step is of stage " + (saved + 1)
                    + ": give as many iterations, and as much of them to each stage, as before, or another output.");
        }
        if (saved != stage) {
            current.close();
            stage = saved;
            current = made();
        }
        current.setState(state);
    }

    @Override
    public void trainIn(Precision wanted) {
        current.trainIn(wanted);
        precision = wanted;
    }

    @Override
    public StepTimes lastStepTimes() {
        return current.lastStepTimes();
    }

    @Override
    public void close() {
        current.close();
    }
}
