package org.coverfiji.engine.impl.kernel.fused;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class FastExpTest {

    @Test
    public void relativeErrorIsThatOfFloat() {
        double largest = 0;
        for (float x = -86.9f; x <= 0; x += 1e-4f) {
            double exact = Math.exp(x);
            largest = Math.max(largest, Math.abs(FastExp.of(x) - exact) / exact);
        }
        // Rounding x·log₂e costs up to 87·2⁻²⁴ relative at the far end.
        assertTrue("relative error " + largest, largest < 6e-6);
    }

    @Test
    public void nearZeroItIsExactToTwoUnits() {
        double largest = 0;
        for (float x = -1; x <= 0; x += 1e-5f) {
            largest = Math.max(largest, Math.abs(FastExp.of(x) / Math.exp(x) - 1));
        }
        assertTrue("relative error " + largest, largest < 3e-7);
    }

    @Test
    public void endsOfTheRange() {
        assertEquals(1, FastExp.of(0), 0);
        assertEquals(1, FastExp.of(-0f), 0);
        assertEquals(Math.exp(-87), FastExp.of(-87), 1e-5 * Math.exp(-87));
        assertEquals(0, FastExp.of(-87.1f), 0);
        assertEquals(0, FastExp.of(-1000), 0);
        assertEquals(0, FastExp.of(Float.NEGATIVE_INFINITY), 0);
        assertTrue(Float.isNaN(FastExp.of(Float.NaN)));
    }

    @Test
    public void inPassesItGivesTheSame() {
        int length = 870;
        float[] values = new float[length];
        float[] maximum = new float[length];
        for (int i = 0; i < length; i++) {
            maximum[i] = (float) Math.sin(i);
            values[i] = maximum[i] - 0.1f * i;
        }
        float[] differences = values.clone();
        FastExp.ofDifferences(values, maximum, length);
        for (int i = 0; i < length; i++) {
            assertEquals("at " + i, FastExp.of(differences[i] - maximum[i]), values[i], 1e-7 * values[i]);
        }
    }

    @Test
    public void inPassesItEndsAtTheSmallestArgument() {
        float[] values = {-100, -1000, Float.NEGATIVE_INFINITY, 3};
        FastExp.ofDifferences(values, new float[] {0, 0, 0, 3}, 4);
        for (int i = 0; i < 3; i++) {
            assertEquals(Math.exp(-87), values[i], 1e-5 * Math.exp(-87));
        }
        assertEquals(1, values[3], 0);
    }
}
