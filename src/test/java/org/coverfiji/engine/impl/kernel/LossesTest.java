package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertValues;
import static org.junit.Assert.assertEquals;

import org.coverfiji.engine.impl.TestArrays;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class LossesTest extends BothKernels {

    private final INDArray predicted = array(row(1, 2, 3, 4, 5, 6), 1, 2, 1, 3);
    private final INDArray flow = array(row(0, 2, 30, 6, 5, 60), 1, 2, 1, 3);
    private final INDArray mask = array(row(1, 1, 0), 1, 1, 1, 3);

    @Test
    public void vectorLossSumsAxesAndAveragesPixelsThatCount() {
        assertEquals((1 + 0 + 2 + 0) / 2.0, kernels.losses().vector(predicted, flow, mask), 1e-6);
    }

    @Test
    public void vectorLossAveragesOverTheWholeBatch() {
        INDArray two = array(row(1, 0, 2, 0), 2, 2, 1, 1);
        assertEquals((1 + 2) / 2.0, kernels.losses().vector(two, two.mul(0), array(row(1, 1), 2, 1, 1, 1)), 1e-6);
        assertEquals(2, kernels.losses().vector(two, two.mul(0), array(row(0, 1), 2, 1, 1, 1)), 1e-6);
    }

    @Test
    public void vectorGradientIsTheSign() {
        INDArray gradient = untouched(1, 2, 1, 3);
        kernels.losses().vectorGradient(predicted, flow, mask, gradient);
        assertValues("gradient", gradient, 0.5, 0, 0, -0.5, 0, 0);
    }

    /** Two channels, one pair of two pixels; the moving half of the features must not be read. */
    private static INDArray features(double... fixed) {
        INDArray features = untouched(2, 2, 1, 2);
        for (int i = 0; i < 4; i++) {
            features.putScalar(4 + i, fixed[i]);
        }
        return features;
    }

    @Test
    public void consistencyIsOneMinusTheMeanCosine() {
        INDArray warped = array(row(2, 0, 0, 3), 1, 2, 1, 2);
        INDArray both = array(row(1, 1), 1, 1, 1, 2);
        assertEquals("parallel", 0, kernels.losses().consistency(features(5, 0, 0, 1), warped, both), 1e-6);
        assertEquals("opposite", 2, kernels.losses().consistency(features(-5, 0, 0, -1), warped, both), 1e-6);
        assertEquals("orthogonal", 1, kernels.losses().consistency(features(0, 1, 1, 0), warped, both), 1e-6);
        assertEquals("masked", 1 - Math.sqrt(0.5), kernels.losses().consistency(features(1, -3, 1, -7), warped,
                array(row(1, 0), 1, 1, 1, 2)), 1e-6);
    }

    @Test
    public void consistencyGradientIsOrthogonalToTheFeatures() {
        INDArray featuresGradient = untouched(2, 2, 1, 2);
        INDArray warpedGradient = untouched(1, 2, 1, 2);
        kernels.losses().consistencyGradient(features(2, 1, 0, 1), array(row(0, 3, 4, 3), 1, 2, 1, 2),
                array(row(1, 0), 1, 1, 1, 2), 3, featuresGradient, warpedGradient);
        // cos is 0: dcos/dF = M/(|F||M|) = (0, 1)/2, dcos/dM = (1, 0)/4.
        assertValues("features", featuresGradient, 0, 0, 0, 0, 0, 0, -1.5, 0);
        assertValues("warped", warpedGradient, -0.75, 0, 0, 0);
    }

    @Test
    public void emptyMaskGivesZeroLossAndGradients() {
        INDArray empty = Nd4j.zeros(DataType.FLOAT, 1, 1, 1, 3);
        INDArray gradient = untouched(1, 2, 1, 3);
        assertEquals(0, kernels.losses().vector(predicted, flow, empty), 0);
        kernels.losses().vectorGradient(predicted, flow, empty, gradient);
        assertValues("vector", gradient, new double[6]);

        INDArray features = TestArrays.random(DataType.FLOAT, 1, 1, 2, 2, 1, 3);
        INDArray featuresGradient = untouched(2, 2, 1, 3);
        INDArray warpedGradient = untouched(1, 2, 1, 3);
        assertEquals(0, kernels.losses().consistency(features, predicted, empty), 0);
        kernels.losses().consistencyGradient(features, predicted, empty, 1, featuresGradient, warpedGradient);
        assertValues("features", featuresGradient, new double[12]);
        assertValues("warped", warpedGradient, new double[6]);
    }

    /** What lies outside the image is warped to zero vectors; outside the mask they must do no harm. */
    @Test
    public void zeroVectorsOutsideTheMaskDoNoHarm() {
        INDArray warped = array(row(2, 0, 1, 0), 1, 2, 1, 2);
        INDArray one = array(row(1, 0), 1, 1, 1, 2);
        INDArray featuresGradient = untouched(2, 2, 1, 2);
        INDArray warpedGradient = untouched(1, 2, 1, 2);
        assertEquals(0, kernels.losses().consistency(features(2, 0, 1, 0), warped, one), 1e-6);
        kernels.losses().consistencyGradient(features(2, 0, 1, 0), warped, one, 1, featuresGradient, warpedGradient);
        assertValues("features", featuresGradient, new double[8]);
        assertValues("warped", warpedGradient, new double[4]);
    }
}
