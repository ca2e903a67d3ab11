package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertValues;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.Arrays;

import org.coverfiji.engine.impl.TestArrays;
import org.junit.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class WarpTest extends BothKernels {

    private static final double[] IMAGE = {1, 2, 3, 4, 5, 6};

    /** One image of 2×3 pixels with one displacement everywhere. */
    private double[] warp(double y, double x) {
        INDArray out = untouched(1, 1, 2, 3);
        kernels.warp().forward(array(IMAGE, 1, 1, 2, 3), field(y, x), out);
        return TestArrays.values(out);
    }

    private static INDArray field(double y, double x) {
        return array(row(y, y, y, y, y, y, x, x, x, x, x, x), 1, 2, 2, 3);
    }

    private void assertWarped(double y, double x, double... expected) {
        assertArrayEquals(y + ", " + x, expected, warp(y, x), 1e-6);
    }

    @Test
    public void zeroFieldIsTheIdentity() {
        assertWarped(0, 0, IMAGE);
    }

    @Test
    public void firstComponentMovesAlongYAndSecondAlongX() {
        assertWarped(1, 0, 4, 5, 6, 0, 0, 0);
        assertWarped(0, 1, 2, 3, 0, 5, 6, 0);
        assertWarped(-1, 0, 0, 0, 0, 1, 2, 3);
        assertWarped(0, -2, 0, 0, 1, 0, 0, 4);
    }

    @Test
    public void halfPixelIsTheMeanOfNeighboursAndZeroOutside() {
        assertWarped(0, 0.5, 1.5, 2.5, 1.5, 4.5, 5.5, 3);
        assertWarped(-0.5, 0, 0.5, 1, 1.5, 2.5, 3.5, 4.5);
        assertWarped(0.5, 0.5, 3, 4, 2.25, 2.25, 2.75, 1.5);
    }

    @Test
    public void farOutsideIsZero() {
        assertWarped(-1, -1, 0, 0, 0, 0, 1, 2);
        assertWarped(7, 0, 0, 0, 0, 0, 0, 0);
        assertWarped(0, -1e9, 0, 0, 0, 0, 0, 0);
        assertWarped(-3e38, 3e38, 0, 0, 0, 0, 0, 0);
    }

    @Test
    public void inThreeDimensionsComponentsAreZThenYThenX() {
        INDArray source = array(row(1, 2, 3, 4, 5, 6, 7, 8), 1, 1, 2, 2, 2);
        double[][] expected = {{5, 6, 7, 8, 0, 0, 0, 0}, {3, 4, 0, 0, 7, 8, 0, 0}, {2, 0, 4, 0, 6, 0, 8, 0}};
        for (int axis = 0; axis < 3; axis++) {
            double[] components = new double[24];
            Arrays.fill(components, 8 * axis, 8 * axis + 8, 1);
            INDArray out = untouched(1, 1, 2, 2, 2);
            kernels.warp().forward(source, array(components, 1, 3, 2, 2, 2), out);
            assertValues("axis " + axis, out, expected[axis]);
        }
    }

    @Test
    public void onlyTheFirstSamplesAreWarped() {
        INDArray source = array(row(1, 2, 3, 4), 2, 1, 1, 2);
        INDArray out = untouched(2, 1, 1, 2);
        kernels.warp().forward(source, array(row(0, 0, 1, 1), 1, 2, 1, 2), out);
        assertEquals(2, out.getDouble(0), 0);
        assertEquals(0, out.getDouble(1), 0);
        assertEquals(1e30f, out.getDouble(2), 0);
    }

    @Test
    public void backwardSendsGradientToTheFourCorners() {
        INDArray sourceGradient = untouched(1, 1, 2, 2);
        INDArray flowGradient = untouched(1, 2, 2, 2);
        INDArray flow = array(row(0.25, 9, 9, 9, 0.5, 9, 9, 9), 1, 2, 2, 2);
        kernels.warp().backward(array(row(1, 2, 4, 8), 1, 1, 2, 2), flow, array(row(8, 8, 8, 8), 1, 1, 2, 2),
                sourceGradient, flowGradient);
        assertValues("source", sourceGradient, 3, 3, 1, 1);
        // d/dy = 8·(mean(4, 8) − mean(1, 2)), d/dx = 8·(0.75·(2 − 1) + 0.25·(8 − 4))
        assertValues("flow", flowGradient, 36, 0, 0, 0, 14, 0, 0, 0);
    }

    @Test
    public void positionsThatMeetAreAddedUp() {
        INDArray sourceGradient = untouched(1, 1, 1, 3);
        INDArray flow = array(row(0, 0, 0, 1, 0, -1), 1, 2, 1, 3);
        kernels.warp().backward(array(row(1, 2, 3), 1, 1, 1, 3), flow, array(row(1, 10, 100), 1, 1, 1, 3),
                sourceGradient, null);
        assertValues("source", sourceGradient, 0, 111, 0);
    }

    @Test
    public void nanInTheFieldTouchesOnlyItsOwnPixel() {
        INDArray source = array(row(1, 2, 3), 1, 1, 1, 3);
        INDArray flow = array(row(0, Double.NaN, 0, 0, 0, 0), 1, 2, 1, 3);
        INDArray out = untouched(1, 1, 1, 3);
        kernels.warp().forward(source, flow, out);
        assertValues("value", out, 1, 0, 3);
        INDArray sourceGradient = untouched(1, 1, 1, 3);
        INDArray flowGradient = untouched(1, 2, 1, 3);
        kernels.warp().backward(source, flow, Nd4j.onesLike(source), sourceGradient, flowGradient);
        assertValues("source", sourceGradient, 1, 0, 1);
        assertEquals(0, flowGradient.getDouble(1), 0);
    }
}
