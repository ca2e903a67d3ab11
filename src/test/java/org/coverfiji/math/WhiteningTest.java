package org.coverfiji.math;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.SplittableRandom;

import org.coverfiji.CoverException;
import org.junit.Test;

public class WhiteningTest {

    private static final int FEATURES = 3;

    /** The second feature is ten times the first's size, the third hangs on the first. */
    private static float[] features(int vectors) {
        SplittableRandom random = new SplittableRandom(1);
        float[] features = new float[vectors * FEATURES];
        for (int i = 0; i < features.length; i += FEATURES) {
            features[i] = (float) random.nextDouble();
            features[i + 1] = 5 + 10 * (float) random.nextDouble();
            features[i + 2] = 3 * features[i];
        }
        return features;
    }

    @Test
    public void componentsAreAlikeInSizeAndVectorsHaveLengthOne() {
        double[][] whitened = Whitening.of(features(500), FEATURES, 2, "a test");
        double[] squares = new double[2];
        for (double[] vector : whitened) {
            assertEquals(1, Math.hypot(vector[0], vector[1]), 1e-9);
            squares[0] += vector[0] * vector[0];
            squares[1] += vector[1] * vector[1];
        }
        assertEquals(0.5, squares[0] / whitened.length, 0.1);
    }

    /** The third component is nothing but rounding, which scaled to variance 1 would be noise. */
    @Test
    public void aComponentWithoutVarianceStaysZero() {
        for (double[] vector : Whitening.of(features(100), FEATURES, 3, "a test")) {
            assertEquals(0, vector[2], 0);
        }
    }

    @Test
    public void whatIsNotFiniteIsRefused() {
        float[] features = features(4);
        features[1] = Float.NaN;
        assertThrows(CoverException.class, () -> Whitening.of(features, FEATURES, 2, "a test"));
    }
}
