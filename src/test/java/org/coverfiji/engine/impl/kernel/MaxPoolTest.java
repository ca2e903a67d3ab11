package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertValues;

import org.junit.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

public class MaxPoolTest extends BothKernels {

    @Test
    public void maximumOfEveryCell() {
        INDArray out = untouched(1, 2, 1, 2);
        kernels.maxPool(1).forward(
                array(row(1, 2, 7, 3, 4, 3, 5, 6, -1, -2, -9, -3, -4, -5, -8, -7), 1, 2, 2, 4), out);
        assertValues("2D", out, 4, 7, -1, -3);
        INDArray cube = untouched(1, 1, 1, 1, 1);
        kernels.maxPool(1).forward(array(row(1, 2, 3, 4, 5, 9, 7, 8), 1, 1, 2, 2, 2), cube);
        assertValues("3D", cube, 9);
    }

    @Test
    public void gradientGoesToTheWinner() {
        INDArray result = untouched(1, 1, 2, 4);
        kernels.maxPool(1).backward(array(row(1, 2, 7, 3, 4, 3, 5, 6), 1, 1, 2, 4), array(row(10, 20), 1, 1, 1, 2),
                result);
        assertValues("2D", result, 0, 0, 20, 0, 10, 0, 0, 0);
    }

    @Test
    public void amongEqualsTheFirstInArrayOrderWins() {
        INDArray result = untouched(1, 1, 2, 4);
        kernels.maxPool(1).backward(array(row(0, 5, 0, 0, 5, 5, 0, 0), 1, 1, 2, 4), array(row(1, 2), 1, 1, 1, 2),
                result);
        assertValues("2D", result, 0, 1, 2, 0, 0, 0, 0, 0);
        INDArray cube = untouched(1, 1, 2, 2, 2);
        kernels.maxPool(1).backward(array(row(0, 0, 0, 4, 4, 4, 4, 4), 1, 1, 2, 2, 2), array(row(3), 1, 1, 1, 1, 1),
                cube);
        assertValues("3D", cube, 0, 0, 0, 3, 0, 0, 0, 0);
    }
}
