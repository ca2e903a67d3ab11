package org.coverfiji.engine.impl;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class ConvolutionCheckTest {

    /** Two channels of ones, 3 × 3 ones, bias 0.5. */
    private static float[] right() {
        float[] out = new float[2 * 8 * 8];
        for (int i = 0; i < out.length; i++) {
            boolean y = i / 8 % 8 == 0 || i / 8 % 8 == 7;
            boolean x = i % 8 == 0 || i % 8 == 7;
            out[i] = y && x ? 8.5f : y || x ? 12.5f : 18.5f;
        }
        return out;
    }

    @Test
    public void wrongNumbersAreFound() {
        assertTrue(ConvolutionCheck.isRight(right()));
        for (int i : new int[] {0, 1, 9, 127}) {
            float[] wrong = right();
            wrong[i] = Math.nextUp(wrong[i]);
            assertFalse(ConvolutionCheck.isRight(wrong));
            wrong[i] = Float.NaN;
            assertFalse(ConvolutionCheck.isRight(wrong));
        }
    }

    @Test
    public void theDeviceComputesRightNumbers() {
        new NativeEngine("cpu");
        assertEquals("a convolution gives the right numbers", ConvolutionCheck.run().replaceFirst(" \\(.*", ""));
    }
}
