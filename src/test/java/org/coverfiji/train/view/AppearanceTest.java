package org.coverfiji.train.view;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;

import org.junit.Test;

public class AppearanceTest {

    private static final int SIDE = 64;
    private static final int PIXELS = SIDE * SIDE;

    private static ViewConfiguration.Builder off() {
        return ViewConfiguration.builder(SIDE, SIDE).withoutAppearance();
    }

    private static float[] apply(ViewConfiguration.Builder builder, float[] data, long seed) {
        float[] changed = data.clone();
        new Appearance(builder.build()).apply(changed, 0, data.length / PIXELS, new double[] { 1, 1 },
                ViewRandom.of(seed));
        return changed;
    }

    private static float[] filled(float value) {
        float[] data = new float[PIXELS];
        Arrays.fill(data, value);
        return data;
    }

    /** Left half 0.3, right half 0.7: mean 0.5. */
    private static float[] halves() {
        float[] data = filled(0.3f);
        for (int i = 0; i < PIXELS; i++) {
            if (i % SIDE >= SIDE / 2) {
                data[i] = 0.7f;
            }
        }
        return data;
    }

    private static double deviation(float[] data) {
        double mean = TestImages.sum(data) / data.length;
        double sum = 0;
        for (float value : data) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / data.length);
    }

    @Test
    public void everythingOffChangesNothing() {
        assertArrayEquals(halves(), apply(off(), halves(), 1), 0);
    }

    @Test
    public void noiseStaysInRange() {
        double largest = 0;
        for (long seed = 0; seed < 60; seed++) {
            float[] noisy = apply(off().noise(0.02), filled(0.5f), seed);
            double deviation = deviation(noisy);
            assertTrue("deviation " + deviation, deviation < 0.0205);
            assertEquals(0.5, TestImages.sum(noisy) / PIXELS, 0.0015);
            largest = Math.max(largest, deviation);
        }
        assertTrue("largest deviation " + largest, largest > 0.018);
    }

    @Test
    public void gaussianHasUnitMomentsAndTails() {
        ViewRandom random = ViewRandom.of(3);
        int beyond = 0;
        double sum = 0;
        double squares = 0;
        int count = 200_000;
        for (int i = 0; i < count; i++) {
            float value = random.gaussian();
            sum += value;
            squares += value * value;
            beyond += Math.abs(value) > 2 ? 1 : 0;
        }
        assertEquals(0, sum / count, 0.01);
        assertEquals(1, squares / count, 0.01);
        assertEquals(0.0455, (double) beyond / count, 0.006);
    }

    @Test
    public void contrastChangesTheDistanceFromTheMean() {
        double least = 9;
        double greatest = 0;
        for (long seed = 0; seed < 200; seed++) {
            float[] changed = apply(off().contrast(0.5, 1.5), halves(), seed);
            double factor = (changed[SIDE - 1] - changed[0]) / 0.4;
            assertEquals(0.5, (changed[SIDE - 1] + changed[0]) / 2, 1e-5);
            least = Math.min(least, factor);
            greatest = Math.max(greatest, factor);
        }
        assertTrue(least + " to " + greatest,
                least > 0.4999 && least < 0.53 && greatest < 1.5001 && greatest > 1.47);
    }

    @Test
    public void brightnessIsOneNumberForAll() {
        double sum = 0;
        int count = 400;
        for (long seed = 0; seed < count; seed++) {
            float[] changed = apply(off().brightness(0.1), halves(), seed);
            double added = changed[0] - 0.3;
            if (Math.abs(added) < 0.29) {
                assertEquals(0.7 + added, changed[SIDE - 1], 1e-6);
            }
            sum += added * added;
        }
        assertEquals(0.1, Math.sqrt(sum / count), 0.01);
    }

    @Test
    public void channelsAreDrawnEachOnTheirOwn() {
        float[] two = new float[2 * PIXELS];
        Arrays.fill(two, 0.5f);
        float[] changed = apply(off().brightness(0.1), two, 1);
        assertTrue(Math.abs(changed[0] - changed[PIXELS]) > 1e-4);
        assertEquals(changed[PIXELS], changed[2 * PIXELS - 1], 0);
    }

    @Test
    public void blurKeepsTheMeanAndSmoothsTheEdge() {
        double smoothest = 0.4;
        for (long seed = 0; seed < 40; seed++) {
            float[] changed = apply(off().blur(1), halves(), seed);
            assertEquals(0.5, TestImages.sum(changed) / PIXELS, 1e-5);
            assertEquals(0.3, changed[0], 1e-5);
            smoothest = Math.min(smoothest, changed[SIDE / 2] - changed[SIDE / 2 - 1]);
        }
        // The step of a blurred edge is 0.4 times the kernel's centre weight, 0.4 at deviation 1.
        assertEquals(0.4 * 0.4, smoothest, 0.015);
    }

    @Test
    public void blockPixelsAreUniformNoiseOfTheRightExtent() {
        float marker = 0.5f;
        for (long seed = 0; seed < 50; seed++) {
            float[] changed = apply(off().blocks(1, 1, 0.1, 0.13), filled(marker), seed);
            int top = SIDE;
            int bottom = -1;
            int left = SIDE;
            int right = -1;
            int count = 0;
            double sum = 0;
            for (int i = 0; i < PIXELS; i++) {
                if (changed[i] != marker) {
                    top = Math.min(top, i / SIDE);
                    bottom = Math.max(bottom, i / SIDE);
                    left = Math.min(left, i % SIDE);
                    right = Math.max(right, i % SIDE);
                    sum += changed[i];
                    count++;
                }
            }
            assertTrue(bottom - top + 1 == 6 || bottom - top + 1 == 7 || bottom - top + 1 == 8);
            assertTrue(right - left + 1 == 6 || right - left + 1 == 7 || right - left + 1 == 8);
            assertEquals((bottom - top + 1) * (right - left + 1), count);
            assertEquals(0.5, sum / count, 0.2);
        }
    }

    @Test
    public void blocksHappenWithTheirProbability() {
        int changedPixels = 0;
        int runs = 300;
        for (long seed = 0; seed < runs; seed++) {
            for (float value : apply(off().blocks(1, 0.25, 0.125, 0.125), filled(0.5f), seed)) {
                changedPixels += value != 0.5f ? 1 : 0;
            }
        }
        assertEquals(0.25, changedPixels / (64.0 * runs), 0.08);
    }

    @Test
    public void resultIsClamped() {
        boolean low = false;
        boolean high = false;
        for (long seed = 0; seed < 30; seed++) {
            for (float value : apply(off().brightness(1), halves(), seed)) {
                assertTrue(value >= 0 && value <= 1);
                low |= value == 0;
                high |= value == 1;
            }
        }
        assertTrue(low && high);
    }

    /** An impulse becomes the kernel's product; across thick slices, three times as far apart, hardly any blur. */
    @Test
    public void blurOfAnImpulseIn3d() {
        int[] size = { 9, 10, 11 };
        float[] data = new float[5 + 990];
        int centre = 5 + (4 * 10 + 5) * 11 + 5;
        data[centre] = 1;
        new GaussianBlur(size).apply(new double[] { 0.2, 0.8, 1.1 }, data, 5);
        float[] y = GaussianBlur.kernel(0.8);
        float[] x = GaussianBlur.kernel(1.1);
        assertEquals(y[0] * x[0], data[centre], 1e-6);
        assertEquals(y[2] * x[1], data[centre + 2 * 11 - 1], 1e-6);
        assertEquals(y[1] * x[3], data[centre - 11 + 3], 1e-6);
        assertEquals(0, data[centre + 110], 0);
        assertEquals(1, TestImages.sum(data), 1e-5);
    }

    @Test
    public void blurAtTheBorderRepeatsTheBorder() {
        int[] size = { 4, 3, 2 };
        float[] data = new float[24];
        Arrays.fill(data, 0.25f);
        new GaussianBlur(size).apply(new double[] { 2, 2, 2 }, data, 0);
        for (float value : data) {
            assertEquals(0.25f, value, 1e-6);
        }
        float[] step = { 0, 0, 0, 1 };
        new GaussianBlur(new int[] { 2, 2 }).apply(new double[] { 0.5, 0 }, step, 0);
        float[] kernel = GaussianBlur.kernel(0.5);
        assertArrayEquals(new float[] { 0, kernel[1] + kernel[2], 0, kernel[0] + kernel[1] + kernel[2] }, step, 1e-6f);
    }
}
