package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertClose;
import static org.coverfiji.engine.impl.TestArrays.assertValues;
import static org.junit.Assert.assertEquals;

import org.junit.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

public class OptimizerTest extends BothKernels {

    @Test
    public void normIsEuclidean() {
        assertEquals(5, kernels.optimizer().norm(array(row(3, 0, -4), 3)), 1e-6);
        assertEquals(0, kernels.optimizer().norm(array(row(0), 1)), 0);
    }

    @Test
    public void gradientIsScaledAndDecayAdded() {
        INDArray gradient = array(row(2, -4), 2);
        kernels.optimizer().scaleAndDecay(gradient, array(row(10, 20), 2), 0.5, 0.1);
        assertValues("gradient", gradient, 2, 0);
    }

    @Test
    public void adamMovesMomentsAndGivesTheStep() {
        INDArray gradient = array(row(2), 1);
        INDArray first = array(row(1), 1);
        INDArray second = array(row(8), 1);
        kernels.optimizer().adam(gradient, first, second, 0.5, 0.75, 10, 2, 0.5);
        assertValues("m", first, 1.5);
        assertValues("v", second, 7);
        assertValues("step", gradient, 10 * 1.5 / (Math.sqrt(7) / 2 + 0.5));
    }

    @Test
    public void epsilonIsOutsideTheBiasCorrection() {
        INDArray gradient = array(row(1e-8), 1);
        kernels.optimizer().adam(gradient, array(row(0), 1), array(row(0), 1), 0.9, 0.999, 1 / 0.1,
                Math.sqrt(0.001), 1e-8);
        // √v / √0.001 is 1e-8, as large as ε: half a step. Inside the correction it would be 0.97 of none.
        assertClose("step", array(row(0.5), 1), gradient, 1e-4);
    }
}
