package org.coverfiji.engine.impl.optimizer;

import static org.junit.Assert.assertEquals;

import org.coverfiji.engine.impl.TestArrays;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

public class PyTorchAdamTest {

    private static GradientUpdater<PyTorchAdam> updater(PyTorchAdam adam, DataType type, int parameters) {
        return adam.instantiate(Nd4j.create(type, 2 * parameters), true);
    }

    private static LearningRate rate(double value) {
        LearningRate rate = new LearningRate();
        rate.set(value);
        return rate;
    }

    /** torch.optim.Adam, lr 0.1, β 0.9/0.999, ε 1e-8: two steps with gradients 2 and −1, by hand. */
    @Test
    public void twoStepsByHand() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            GradientUpdater<PyTorchAdam> updater = updater(new PyTorchAdam(rate(0.1), 0.9, 0.999, 1e-8), type, 1);
            INDArray gradient = TestArrays.of(type, new double[] {2}, 1);
            updater.applyUpdater(gradient, 0, 0);
            assertEquals(0.1, gradient.getDouble(0), 1e-7);
            gradient.assign(-1);
            updater.applyUpdater(gradient, 1, 0);
            double m = 0.9 * 0.2 + 0.1 * -1;
            double v = 0.999 * 0.004 + 0.001;
            double step = 0.1 * (m / (1 - 0.81)) / (Math.sqrt(v / (1 - 0.999 * 0.999)) + 1e-8);
            assertEquals(step, gradient.getDouble(0), 1e-7);
        }
    }

    /**
     * Where the gradient is as small as ε, its place shows: PyTorch halves the step, DL4J's Adam would make it 1/32.
     */
    @Test
    public void epsilonIsAddedAfterTheBiasCorrection() {
        GradientUpdater<PyTorchAdam> updater = updater(new PyTorchAdam(rate(1), 0.9, 0.999, 1e-8), DataType.FLOAT, 1);
        INDArray gradient = TestArrays.of(DataType.FLOAT, new double[] {1e-8}, 1);
        updater.applyUpdater(gradient, 0, 0);
        assertEquals(0.5, gradient.getDouble(0), 1e-4);
    }

    @Test
    public void momentsStartAtZeroAndEveryParameterHasItsOwn() {
        GradientUpdater<PyTorchAdam> updater = updater(new PyTorchAdam(rate(1), 0.5, 0.75, 0), DataType.FLOAT, 3);
        updater.applyUpdater(TestArrays.of(DataType.FLOAT, new double[] {1, -2, 4}, 3), 0, 0);
        TestArrays.assertValues("m", updater.getState().get("M"), 0.5, -1, 2);
        TestArrays.assertValues("v", updater.getState().get("V"), 0.25, 1, 4);
    }

    @Test
    public void theRateIsTheOneSetLast() {
        LearningRate rate = rate(1);
        PyTorchAdam adam = new PyTorchAdam(rate, 0.9, 0.999, 1e-8);
        GradientUpdater<PyTorchAdam> updater = updater((PyTorchAdam) adam.clone(), DataType.FLOAT, 1);
        rate.set(0.25);
        INDArray gradient = TestArrays.of(DataType.FLOAT, new double[] {-3}, 1);
        updater.applyUpdater(gradient, 0, 0);
        assertEquals(-0.25, gradient.getDouble(0), 1e-6);
        assertEquals(0.25, adam.getLearningRate(7, 0), 0);
    }
}
