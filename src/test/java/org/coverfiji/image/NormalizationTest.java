package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.Test;

import com.google.gson.Gson;

public class NormalizationTest {

    private static FloatImage image(int channels, float... values) {
        return new FloatImage("i", values, channels, new int[] {1, values.length / channels}, new double[] {1, 1},
                "pixel");
    }

    @Test
    public void percentilesInterpolateAndClamp() {
        // Ranks 0 to 4; 12.5 % is rank 0.5 → 5, 75 % is rank 3 → 30.
        FloatImage out = Normalization.percentile(12.5, 75).apply(image(1, 40, 0, 30, 10, 20));
        assertArrayEquals(new float[] {1, 0, 1, 0.2f, 0.6f}, out.data(), 1e-6f);
    }

    @Test
    public void everyChannelOnItsOwn() {
        FloatImage out = Normalization.percentile(0, 100).apply(image(2, 0, 10, 5, -100, 0, 100));
        assertArrayEquals(new float[] {0, 1, 0.5f, 0, 0.5f, 1}, out.data(), 1e-6f);
    }

    @Test
    public void windowIsTheSameForAllChannels() {
        FloatImage out = Normalization.window(-100, 300).apply(image(2, -200, -100, 0, 100, 300, 900));
        assertArrayEquals(new float[] {0, 0, 0.25f, 0.5f, 1, 1}, out.data(), 1e-6f);
    }

    @Test
    public void whatIsNotFiniteDoesNotCountAndBecomesTheLowEnd() {
        FloatImage out = Normalization.percentile(0, 100).apply(image(1, Float.NaN, 2, Float.POSITIVE_INFINITY, 4,
                Float.NEGATIVE_INFINITY, 3));
        assertArrayEquals(new float[] {0, 0, 0, 1, 0, 0.5f}, out.data(), 0);
        assertArrayEquals(new float[] {0, 0.5f}, Normalization.window(0, 4)
                .apply(image(1, Float.POSITIVE_INFINITY, 2)).data(), 0);
    }

    @Test
    public void aFewBrightSpotsAreNotConstant() {
        float[] values = new float[1000];
        values[500] = 8;
        values[501] = 4;
        FloatImage sparse = image(1, values);
        assertFalse(Normalization.DEFAULT.isConstant(sparse));
        assertEquals(0.5f, Normalization.DEFAULT.apply(sparse).data()[501], 0);
    }

    @Test
    public void constantImages() {
        assertTrue(Normalization.DEFAULT.isConstant(image(1, 7, 7, 7)));
        assertTrue(Normalization.DEFAULT.isConstant(image(1, Float.NaN, Float.NaN)));
        assertTrue(Normalization.DEFAULT.isConstant(image(2, 7, 7, 1, 1)));
        assertFalse("one channel suffices", Normalization.DEFAULT.isConstant(image(2, 7, 7, 1, 2)));
        assertTrue("all air", Normalization.window(0, 100).isConstant(image(1, -1000, -990)));
        assertArrayEquals(new float[] {0, 0, 0}, Normalization.DEFAULT.apply(image(1, 7, 7, 7)).data(), 0);
    }

    @Test
    public void orderStatisticsAreExact() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-20, 20)));
        }
        Arrays.fill(values, 100, 200, -0f);
        OrderStatistics statistics = new OrderStatistics(values, 0, values.length);
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int rank = 0; rank < sorted.length; rank += 7) {
            assertEquals(sorted[rank] + 0f, statistics.rank(rank), 0);
        }
        assertEquals(sorted[4999], statistics.percentile(100), 0);
    }

    @Test
    public void gsonKeepsIt() {
        Gson gson = new Gson();
        for (Normalization normalization : new Normalization[] {Normalization.DEFAULT, Normalization.window(-1, 2.5)}) {
            Normalization back = gson.fromJson(gson.toJson(normalization), Normalization.class);
            assertEquals(normalization, back);
            assertEquals(normalization.toString(), back.toString());
        }
        assertNotEquals(Normalization.window(0.5, 99.5), Normalization.DEFAULT);
    }

    @Test
    public void senselessBoundsAreTold() {
        Expect.failure(() -> Normalization.percentile(-1, 50), "-1.0", "0 and 100");
        Expect.failure(() -> Normalization.percentile(50, 101), "101.0");
        Expect.failure(() -> Normalization.percentile(50, 50), "below");
        Expect.failure(() -> Normalization.window(3, 2), "below");
        Expect.failure(() -> Normalization.window(3, Double.NaN), "finite");
    }
}
