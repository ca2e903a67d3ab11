package org.coverfiji.engine.impl.optimizer;

import java.util.HashMap;
import java.util.Map;

import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;

/** Turns gradients into Adam's steps: learning rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε). */
final class PyTorchAdamUpdater implements GradientUpdater<PyTorchAdam> {

    private static final String FIRST_MOMENT = "M";
    private static final String SECOND_MOMENT = "V";

    private final PyTorchAdam configuration;
    private INDArray first;
    private INDArray second;

    PyTorchAdamUpdater(PyTorchAdam configuration) {
        this.configuration = configuration;
    }

    @Override
    public PyTorchAdam getConfig() {
        return configuration;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
        first = state.get(FIRST_MOMENT);
        second = state.get(SECOND_MOMENT);
    }

    @Override
    public Map<String, INDArray> getState() {
        Map<String, INDArray> state = new HashMap<>();
        state.put(FIRST_MOMENT, first);
        state.put(SECOND_MOMENT, second);
        return state;
    }

    @Override
    public void setStateViewArray(INDArray view, long[] gradientShape, char gradientOrder, boolean initialize) {
        if (initialize) {
            view.assign(0);
        }
        INDArray flat = view.reshape(view.length());
        first = flat.get(NDArrayIndex.interval(0, view.length() / 2));
        second = flat.get(NDArrayIndex.interval(view.length() / 2, view.length()));
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        double step = iteration + 1;
        double correction1 = 1 - Math.pow(configuration.beta1(), step);
        double correction2 = 1 - Math.pow(configuration.beta2(), step);
        KernelChoice.forType(gradient.dataType()).optimizer().adam(gradient.reshape(gradient.length()), first, second,
                configuration.beta1(), configuration.beta2(),
                configuration.getLearningRate(iteration, epoch) / correction1, Math.sqrt(correction2),
                configuration.epsilon());
    }
}
