package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertValues;
import static org.junit.Assert.assertEquals;

import org.coverfiji.engine.impl.TestArrays;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class MixtureOfVectorsTest extends BothKernels {

    private INDArray vectors(INDArray projections, int heads, int amplitude) {
        long[] shape = projections.shape().clone();
        shape[0] /= 2;
        shape[1] = shape.length - 2;
        INDArray out = untouched(shape);
        kernels.mixtureOfVectors().forward(projections, heads, amplitude, out);
        return out;
    }

    @Test
    public void equalLogitsGiveTheMeanOfTheValidOffsets() {
        INDArray out = vectors(Nd4j.zeros(DataType.FLOAT, 2, 1, 1, 3), 1, 1);
        assertValues("row of three", out, 0, 0, 0, 0.5, 0, -0.5);
        INDArray wide = vectors(Nd4j.zeros(DataType.FLOAT, 2, 1, 2, 4), 1, 2);
        assertValues("two rows, window 5", wide, 0.5, 0.5, 0.5, 0.5, -0.5, -0.5, -0.5, -0.5, 1, 0.5, -0.5, -1, 1, 0.5,
                -0.5, -1);
    }

    @Test
    public void inThreeDimensionsTheMeanHasThreeComponents() {
        INDArray out = vectors(Nd4j.zeros(DataType.FLOAT, 2, 1, 2, 1, 3), 1, 1);
        assertValues("z, y, x", out, 0.5, 0.5, 0.5, -0.5, -0.5, -0.5, 0, 0, 0, 0, 0, 0, 0.5, 0, -0.5, 0.5, 0, -0.5);
    }

    @Test
    public void aDominantKeyGivesItsOffset() {
        for (int target = 0; target < 25; target++) {
            INDArray projections = Nd4j.zeros(DataType.FLOAT, 2, 1, 5, 5);
            projections.putScalar(target, 100);
            projections.putScalar(25 + 12, 1);
            INDArray out = vectors(projections, 1, 2);
            assertEquals("y to pixel " + target, target / 5 - 2, out.getDouble(0, 0, 2, 2), 1e-6);
            assertEquals("x to pixel " + target, target % 5 - 2, out.getDouble(0, 1, 2, 2), 1e-6);
        }
    }

    @Test
    public void aDominantKeyGivesItsOffsetInThreeDimensions() {
        for (int target = 0; target < 27; target++) {
            INDArray projections = Nd4j.zeros(DataType.FLOAT, 2, 1, 3, 3, 3);
            projections.putScalar(target, 100);
            projections.putScalar(27 + 13, 1);
            INDArray out = vectors(projections, 1, 1);
            assertEquals("z", target / 9 - 1, out.getDouble(0, 0, 1, 1, 1), 1e-6);
            assertEquals("y", target / 3 % 3 - 1, out.getDouble(0, 1, 1, 1, 1), 1e-6);
            assertEquals("x", target % 3 - 1, out.getDouble(0, 2, 1, 1, 1), 1e-6);
        }
    }

    /** Channel c belongs to head c mod heads: of four channels and two heads, 0 and 2 to the first. */
    @Test
    public void headsAreInterleavedAndAveraged() {
        INDArray projections = Nd4j.zeros(DataType.FLOAT, 2, 4, 1, 3);
        projections.putScalar(new int[] {0, 0, 0, 2}, 100);
        projections.putScalar(new int[] {1, 2, 0, 1}, 1);
        // The key in channel 0 and the query in channel 2 are features 0 and 1 of one head: no product.
        assertValues("no product", vectors(projections, 2, 1), 0, 0, 0, 0.5, 0, -0.5);
        projections.putScalar(new int[] {1, 0, 0, 1}, 1);
        // The first head points right, the second has equal logits.
        assertValues("one head of two", vectors(projections, 2, 1), 0, 0, 0, 0.5, 0.5, -0.5);
    }

    @Test
    public void logitsAreDividedByTheRootOfTheFeatures() {
        INDArray projections = Nd4j.zeros(DataType.FLOAT, 2, 4, 1, 2);
        for (int channel = 0; channel < 4; channel++) {
            projections.putScalar(new int[] {0, channel, 0, 1}, 1);
            projections.putScalar(new int[] {1, channel, 0, 0}, 0.5);
        }
        double weight = Math.exp(1) / (1 + Math.exp(1));
        assertValues("softmax of 4·0.5/√4", vectors(projections, 1, 1), 0, 0, weight, -0.5);
    }

    @Test
    public void logitsFarBelowZeroStayFinite() {
        INDArray projections = Nd4j.zeros(DataType.FLOAT, 2, 1, 3, 3);
        for (int i = 0; i < 9; i++) {
            projections.putScalar(i, -100);
            projections.putScalar(9 + i, 100);
        }
        INDArray out = vectors(projections, 1, 1);
        assertEquals("all nine logits −10000", 0, out.getDouble(0, 0, 1, 1), 1e-6);
        assertEquals("all nine logits −10000", 0, out.getDouble(0, 1, 1, 1), 1e-6);
    }

    @Test
    public void backwardOverwrites() {
        INDArray projections = TestArrays.random(DataType.FLOAT, 3, 1, 2, 2, 3, 3);
        INDArray result = untouched(2, 2, 3, 3);
        kernels.mixtureOfVectors().backward(projections, 1, 1, Nd4j.zeros(DataType.FLOAT, 1, 2, 3, 3), result);
        assertValues("no gradient", result, new double[36]);
    }

    @Test
    public void nanInProjectionsEndsAndStaysInItsWindow() {
        INDArray projections = Nd4j.zeros(DataType.FLOAT, 2, 1, 1, 4);
        projections.putScalar(new int[] {1, 0, 0, 0}, Double.NaN);
        INDArray out = vectors(projections, 1, 1);
        assertEquals(0, out.getDouble(0, 1, 0, 2), 0);
        assertEquals(Double.NaN, out.getDouble(0, 1, 0, 0), 0);
    }
}
