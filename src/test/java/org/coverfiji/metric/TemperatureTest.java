package org.coverfiji.metric;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.Test;

public class TemperatureTest {

    @Test
    public void scoresAreDividedByIt() {
        // Scores 0 and ln 9: probabilities 0.1 and 0.9; halved, 0 and ln 3.
        assertArrayEquals(new float[] {0.25f, 0.75f}, Temperature.apply(new float[] {0.1f, 0.9f}, 2), 1e-6f);
        assertArrayEquals(new float[] {0.1f, 0.9f}, Temperature.apply(new float[] {0.1f, 0.9f}, 1), 0);
        assertArrayEquals(new float[] {1 / 82f, 81 / 82f}, Temperature.apply(new float[] {0.1f, 0.9f}, 0.5), 1e-6f);
        float[] saturated = Temperature.apply(new float[] {0, 1}, 50);
        assertEquals(1, saturated[0] + saturated[1], 1e-6);
        assertTrue(saturated[0] > 0.1 && saturated[0] < 0.2);
    }

    /** Images whose classes are drawn by their true probabilities, and a model that triples every score. */
    @Test
    public void theTemperatureOfAnOvercertainModelIsFound() {
        SplittableRandom random = new SplittableRandom(3);
        List<float[]> said = new ArrayList<>();
        int[] truths = new int[3000];
        for (int i = 0; i < truths.length; i++) {
            float p = (float) (0.05 + 0.9 * random.nextDouble());
            truths[i] = random.nextDouble() < p ? 1 : 0;
            said.add(Temperature.apply(new float[] {1 - p, p}, 1 / 3.0));
        }
        assertEquals(3, Temperature.fit(said, truths), 0.3);
    }

    @Test
    public void fewImagesThatAreRightDoNotMakeAModelCertain() {
        List<float[]> said = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            said.add(new float[] {0.2f, 0.8f});
        }
        double temperature = Temperature.fit(said, new int[] {1, 1, 1, 1});
        assertTrue("" + temperature, temperature > 0.4 && temperature < 1);
        assertEquals(1, Temperature.fit(new ArrayList<>(), new int[0]), 0);
    }

    @Test
    public void oneCertainErrorMakesItLessCertain() {
        List<float[]> said = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            said.add(new float[] {1e-28f, 1});
        }
        assertTrue(Temperature.fit(said, new int[] {1, 1, 1, 0}) > 8);
    }
}
