package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertValues;

import org.junit.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

public class UpsampleTest extends BothKernels {

    private INDArray up(boolean alignCorners, double factor, INDArray in, long... shape) {
        INDArray out = untouched(shape);
        kernels.upsample(1).forward(in, factor, alignCorners, out, 0);
        return out;
    }

    @Test
    public void halfPixelCentresRepeatTheBorder() {
        assertValues("row", up(false, 1, array(row(0, 4, 8), 1, 1, 1, 3), 1, 1, 2, 6),
                0, 1, 3, 5, 7, 8, 0, 1, 3, 5, 7, 8);
        assertValues("column", up(false, 1, array(row(0, 4), 1, 1, 2, 1), 1, 1, 4, 2), 0, 0, 1, 1, 3, 3, 4, 4);
    }

    @Test
    public void alignedCornersStayInPlace() {
        assertValues("two", up(true, 1, array(row(0, 3), 1, 1, 1, 2), 1, 1, 2, 4), 0, 1, 2, 3, 0, 1, 2, 3);
        assertValues("square", up(true, 1, array(row(0, 3, 9, 12), 1, 1, 2, 2), 1, 1, 4, 4),
                0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11, 12);
        assertValues("three", up(true, 5, array(row(0, 1, 2), 1, 1, 1, 3), 1, 1, 2, 6),
                0, 2, 4, 6, 8, 10, 0, 2, 4, 6, 8, 10);
    }

    @Test
    public void onePixelBecomesAConstant() {
        assertValues("aligned", up(true, 2, array(row(3), 1, 1, 1, 1), 1, 1, 2, 2), 6, 6, 6, 6);
        assertValues("centres", up(false, 1, array(row(3), 1, 1, 1, 1, 1), 1, 1, 2, 2, 2), 3, 3, 3, 3, 3, 3, 3, 3);
    }

    @Test
    public void depthIsInterpolatedInThreeDimensions() {
        assertValues("aligned", up(true, 1, array(row(0, 3), 1, 1, 2, 1, 1), 1, 1, 4, 2, 2),
                0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
        assertValues("centres", up(false, 1, array(row(0, 4), 1, 1, 2, 1, 1), 1, 1, 4, 2, 2),
                0, 0, 0, 0, 1, 1, 1, 1, 3, 3, 3, 3, 4, 4, 4, 4);
    }

    @Test
    public void resultGoesBehindTheSkipConnection() {
        INDArray out = untouched(2, 3, 2, 2);
        kernels.upsample(1).copyChannels(array(row(1, 2, 3, 4, 5, 6, 7, 8), 2, 1, 2, 2), out);
        kernels.upsample(1).forward(array(row(10, 20, 30, 40), 2, 2, 1, 1), 1, false, out, 1);
        assertValues("concatenated", out, 1, 2, 3, 4, 10, 10, 10, 10, 20, 20, 20, 20, 5, 6, 7, 8, 30, 30, 30, 30, 40,
                40,
                40, 40);
        INDArray skip = untouched(2, 1, 2, 2);
        kernels.upsample(1).takeChannels(out, skip);
        assertValues("skip", skip, 1, 2, 3, 4, 5, 6, 7, 8);
        INDArray below = untouched(2, 2, 1, 1);
        kernels.upsample(1).backward(out, 1, 1, false, below);
        assertValues("below", below, 40, 80, 120, 160);
    }

    @Test
    public void backwardIsTheTranspose() {
        INDArray aligned = untouched(1, 1, 1, 2);
        kernels.upsample(1).backward(array(row(1, 0, 0, 0, 0, 3, 0, 0), 1, 1, 2, 4), 0, 2, true, aligned);
        // One whole tap at the corner; the second output is 2/3 of the first input and 1/3 of the second.
        assertValues("aligned", aligned, 2 + 4, 2);
        INDArray centres = untouched(1, 1, 1, 2);
        kernels.upsample(1).backward(array(row(0, 4, 0, 0, 0, 0, 0, 1), 1, 1, 2, 4), 0, 1, false, centres);
        assertValues("centres", centres, 3, 2);
    }
}
