package org.coverfiji.engine.impl.optimizer;

import java.util.Map;
import java.util.Objects;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Adam with ε outside the bias correction, as PyTorch has it; DL4J's own has it inside. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class PyTorchAdam implements IUpdater {

    private static final long serialVersionUID = 1L;

    private final LearningRate learningRate;
    private final double beta1;
    private final double beta2;
    private final double epsilon;

    public PyTorchAdam(@JsonProperty("learningRate") LearningRate learningRate, @JsonProperty("beta1") double beta1,
            @JsonProperty("beta2") double beta2, @JsonProperty("epsilon") double epsilon) {
        this.learningRate = learningRate;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
    }

    double beta1() {
        return beta1;
    }

    double beta2() {
        return beta2;
    }

    double epsilon() {
        return epsilon;
    }

    @Override
    public long stateSize(long parameters) {
        return 2 * parameters;
    }

    @Override
    public GradientUpdater<PyTorchAdam> instantiate(INDArray view, boolean initialize) {
        PyTorchAdamUpdater updater = new PyTorchAdamUpdater(this);
        updater.setStateViewArray(view, null, 'c', initialize);
        return updater;
    }

    @Override
    public GradientUpdater<PyTorchAdam> instantiate(Map<String, INDArray> state, boolean initialize) {
        PyTorchAdamUpdater updater = new PyTorchAdamUpdater(this);
        updater.setState(state, initialize);
        return updater;
    }

    /**
     * DL4J keeps the state of layers with equal updaters together, so those read from a model file must be equal too.
     */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof PyTorchAdam)) {
            return false;
        }
        PyTorchAdam that = (PyTorchAdam) other;
        return learningRate.equals(that.learningRate) && beta1 == that.beta1 && beta2 == that.beta2
                && epsilon == that.epsilon;
    }

    @Override
    public int hashCode() {
        return Objects.hash(beta1, beta2, epsilon);
    }

    @Override
    public IUpdater clone() {
        return this;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        learningRate.set(rate);
    }
}
