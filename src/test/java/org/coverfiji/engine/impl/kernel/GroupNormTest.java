package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertValues;
import static org.junit.Assert.assertEquals;

import org.coverfiji.engine.impl.TestArrays;
import org.junit.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

public class GroupNormTest extends BothKernels {

    /** 1/√(variance + ε) of two values ±1 about their mean. */
    private static final double UNIT = 1 / Math.sqrt(1 + GroupNorm.EPSILON);

    @Test
    public void everyGroupOfEverySampleIsNormalisedOnItsOwn() {
        INDArray z = array(row(4, 6, -1, 1, 10, 12, 8, 10), 2, 2, 1, 2);
        INDArray out = untouched(2, 2, 1, 2);
        double[] statistics = new double[8];
        kernels.groupNorm(1).forward(z, array(row(1, 2), 2), array(row(0, 5), 2), 2, 1, statistics, out);
        assertValues("y", out, -UNIT, UNIT, 5 - 2 * UNIT, 5 + 2 * UNIT, -UNIT, UNIT, 5 - 2 * UNIT, 5 + 2 * UNIT);
        assertEquals("mean", 11, statistics[2], 1e-5);
        assertEquals("inverse deviation", UNIT, statistics[6], 1e-6);
    }

    @Test
    public void channelsOfAGroupShareStatistics() {
        INDArray out = untouched(1, 2, 1, 1);
        kernels.groupNorm(1).forward(array(row(2, 4), 1, 2, 1, 1), array(row(1, 1), 2), array(row(0, 0), 2), 1, 1,
                new double[2], out);
        assertValues("y", out, -UNIT, UNIT);
    }

    @Test
    public void slopeAppliesBelowZeroOnly() {
        INDArray z = array(row(-1, 1), 1, 1, 1, 2);
        kernels.groupNorm(1).forward(z, array(row(10), 1), array(row(0), 1), 1, 0.2, new double[2], z);
        assertValues("in place", z, -2 * UNIT, 10 * UNIT);
    }

    @Test
    public void aConstantMapGivesTheShift() {
        INDArray out = untouched(1, 1, 2, 2);
        kernels.groupNorm(1).forward(array(row(7, 7, 7, 7), 1, 1, 2, 2), array(row(3), 1), array(row(-1), 1), 1, 0.5,
                new double[2], out);
        assertValues("y", out, -0.5, -0.5, -0.5, -0.5);
    }

    @Test
    public void aLargeMeanCostsNoPrecision() {
        double[] values = new double[3 * 64 * 64];
        double[] shifted = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 17 - 8;
            shifted[i] = values[i] + 64;
        }
        INDArray expected = untouched(1, 3, 64, 64);
        INDArray actual = untouched(1, 3, 64, 64);
        INDArray scale = array(row(1, 1, 1), 3);
        INDArray shift = array(row(0, 0, 0), 3);
        kernels.groupNorm(1).forward(array(values, 1, 3, 64, 64), scale, shift, 1, 1, new double[2], expected);
        kernels.groupNorm(1).forward(array(shifted, 1, 3, 64, 64), scale, shift, 1, 1, new double[2], actual);
        TestArrays.assertClose("y", expected, actual, 1e-4);
    }

    @Test
    public void gradientsOfTwoValuesByHand() {
        INDArray z = array(row(4, 6), 1, 1, 1, 2);
        INDArray scale = array(row(2), 1);
        INDArray shift = array(row(0), 1);
        double[] statistics = new double[2];
        kernels.groupNorm(1).forward(z, scale, shift, 1, 0.5, statistics, untouched(1, 1, 1, 2));
        INDArray[] gradients = {untouched(1), untouched(1), untouched(1)};
        kernels.groupNorm(1).backward(z, scale, shift, 1, 0.5, statistics, array(row(4, 3), 1, 1, 1, 2), gradients[0],
                gradients[1], gradients[2]);
        // Before the activation: 4·0.5 below zero and 3 above.
        assertValues("scale", gradients[0], -2 * UNIT + 3 * UNIT);
        assertValues("shift", gradients[1], 5);
        assertValues("bias", gradients[2], 0);
        // Two values leave normalisation no freedom but ε: 2·unit·(g − mean − n·mean(g·n)).
        double scaleGradient = 0.5 * UNIT;
        double first = 2 * UNIT * (2 - 2.5 + UNIT * scaleGradient);
        assertValues("z", z, first, -first);
    }
}
