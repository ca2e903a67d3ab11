package org.coverfiji.math;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Random;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.junit.Test;

public class PrincipalComponentsTest {

    private static FloatImage image(int channels, int height, int width, float... data) {
        return new FloatImage("test", data, channels, new int[] {height, width}, new double[] {1, 1}, "pixel");
    }

    @Test
    public void covarianceOfAHandfulOfVectors() {
        Covariance covariance = new Covariance(2);
        covariance.add(new float[] {1, 2, 3, 6, 5, 4, 99, 99}, 3);
        covariance.add(new float[] {7, 8, 9, 10, 11, 12}, 3);
        assertEquals(6, covariance.count());
        assertArrayEquals(new double[] {6, 7}, covariance.mean(), 1e-12);
        assertArrayEquals(new double[] {70 / 6.0, 66 / 6.0}, covariance.matrix()[0], 1e-12);
        assertArrayEquals(new double[] {66 / 6.0, 70 / 6.0}, covariance.matrix()[1], 1e-12);
    }

    @Test
    public void covarianceKeepsSmallVariationFarFromTheOrigin() {
        Covariance covariance = new Covariance(1);
        covariance.add(new float[] {1e6f, 1e6f + 1, 1e6f, 1e6f + 1}, 4);
        assertEquals(0.25, covariance.matrix()[0][0], 1e-9);
    }

    @Test
    public void findsTheDirectionsOfAKnownEllipse() {
        int n = 10000;
        Random random = new Random(4);
        float[] data = new float[2 * n];
        for (int i = 0; i < n; i++) {
            double along = 3 * random.nextGaussian();
            double across = random.nextGaussian();
            data[i] = (float) (5 + 0.6 * along - 0.8 * across);
            data[n + i] = (float) (-2 + 0.8 * along + 0.6 * across);
        }
        PrincipalComponents components = PrincipalComponents.fit(image(2, 100, 100, data), 1);
        assertArrayEquals(new double[] {0.6, 0.8}, components.direction(0), 0.02);
        assertArrayEquals(new double[] {0.8, -0.6}, components.direction(1), 0.02);
        assertEquals(9, components.variance(0), 0.5);
        assertEquals(1, components.variance(1), 0.05);
    }

    @Test
    public void projectionIsCentredUncorrelatedAndOfTheSameVariance() {
        Random random = new Random(6);
        float[] data = new float[5 * 400];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextFloat() + (i >= 400 ? 0.7f * data[i - 400] : 0);
        }
        FloatImage features = image(5, 20, 20, data);
        PrincipalComponents components = PrincipalComponents.fit(features, 1);
        FloatImage projected = components.project(features, 3);
        assertEquals(3, projected.channels());
        Covariance covariance = new Covariance(3);
        float[] vector = new float[3];
        for (int i = 0; i < 400; i++) {
            for (int k = 0; k < 3; k++) {
                vector[k] = projected.data()[k * 400 + i];
            }
            covariance.add(vector, 1);
        }
        assertArrayEquals(new double[3], covariance.mean(), 1e-5);
        for (int k = 0; k < 3; k++) {
            for (int l = 0; l < 3; l++) {
                assertEquals(k == l ? components.variance(k) : 0, covariance.matrix()[k][l], 1e-5);
            }
        }
    }

    @Test
    public void signIsThatOfTheLargestEntry() {
        float[] data = {0, 1, 2, 3, 0, -2, -4, -6};
        PrincipalComponents components = PrincipalComponents.fit(image(2, 2, 2, data), 1);
        assertArrayEquals(new double[] {-1 / Math.sqrt(5), 2 / Math.sqrt(5)}, components.direction(0), 1e-9);
        assertEquals(0, components.variance(1), 1e-9);
    }

    @Test
    public void aSampleOfManyPixelsIsRepeatableAndGood() {
        int n = 600 * 500;
        Random random = new Random(8);
        float[] data = new float[2 * n];
        for (int i = 0; i < n; i++) {
            data[i] = (float) random.nextGaussian();
            data[n + i] = data[i] + 0.1f * (float) random.nextGaussian();
        }
        FloatImage features = image(2, 600, 500, data);
        PrincipalComponents first = PrincipalComponents.fit(features, 3);
        assertArrayEquals(first.direction(0), PrincipalComponents.fit(features, 3).direction(0), 0);
        assertEquals(Math.sqrt(0.5), first.direction(0)[0], 0.01);
        assertTrue("another seed, another sample",
                first.direction(0)[0] != PrincipalComponents.fit(features, 4).direction(0)[0]);
    }

    @Test
    public void weightsAreAsIfTheFeaturesWereMultipliedBeforehand() {
        Random random = new Random(10);
        float[] data = new float[3 * 100];
        float[] multiplied = new float[3 * 100];
        double[] weights = {0.1, 2, 1};
        for (int i = 0; i < data.length; i++) {
            data[i] = 5 + random.nextFloat();
            multiplied[i] = (float) (weights[i / 100] * data[i]);
        }
        FloatImage features = image(3, 10, 10, data);
        PrincipalComponents weighted = PrincipalComponents.fit(features, weights, 1);
        PrincipalComponents expected = PrincipalComponents.fit(image(3, 10, 10, multiplied), 1);
        for (int k = 0; k < 3; k++) {
            assertArrayEquals(expected.direction(k), weighted.direction(k), 1e-4);
            assertEquals(expected.variance(k), weighted.variance(k), 1e-5);
        }
        assertArrayEquals(expected.project(image(3, 10, 10, multiplied), 3).data(),
                weighted.project(features, 3).data(),
                1e-4f);
        assertThrows(IllegalArgumentException.class, () -> PrincipalComponents.fit(features, new double[2], 1));
    }

    @Test
    public void constantFeaturesHaveNoVariance() {
        PrincipalComponents components = PrincipalComponents.fit(image(2, 1, 2, 3, 3, 4, 4), 1);
        assertEquals(0, components.variance(0), 0);
        assertArrayEquals(new float[4], components.project(image(2, 1, 2, 3, 3, 4, 4), 2).data(), 1e-6f);
    }

    @Test
    public void refusesWhatIsNoNumber() {
        CoverException e = assertThrows(CoverException.class,
                () -> PrincipalComponents.fit(image(2, 1, 2, 1, Float.NaN, 3, 4), 1));
        assertTrue(e.getMessage(), e.getMessage().contains("test"));
    }
}
