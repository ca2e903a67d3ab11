package org.coverfiji.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class LearningRateScheduleTest {

    @Test
    public void risesLinearlyThenFallsAsHalfACosine() {
        LearningRateSchedule schedule = new LearningRateSchedule(1, 3, 11);
        double[] expected = {0.25, 0.5, 0.75, 1, 0.9619397662556434, 0.8535533905932737, 0.6913417161825449, 0.5,
            0.3086582838174551, 0.14644660940672627, 0.03806023374435663, 0, 0};
        for (int i = 0; i < expected.length; i++) {
            assertEquals("iteration " + i, expected[i], schedule.at(i), 1e-12);
        }
    }

    @Test
    public void scalesWithThePeak() {
        assertEquals(1e-3 * 0.5, new LearningRateSchedule(1e-3, 0, 10).at(5), 1e-15);
    }

    @Test
    public void withoutWarmUpStartsAtThePeak() {
        assertEquals(2, new LearningRateSchedule(2, 0, 1).at(0), 0);
    }

    @Test
    public void usualWarmUpIsTwoPercent() {
        LearningRateSchedule schedule = LearningRateSchedule.of(1e-3, 1000);
        assertEquals(1e-3 / 21, schedule.at(0), 1e-15);
        assertEquals(1e-3, schedule.at(20), 1e-15);
        assertTrue(schedule.at(999) < 1e-8);
    }

    @Test
    public void aVeryShortRunHasNoWarmUp() {
        assertEquals(1e-3, LearningRateSchedule.of(1e-3, 1).at(0), 0);
    }

    @Test
    public void refusesAWarmUpThatNeverEnds() {
        assertThrows(IllegalArgumentException.class, () -> new LearningRateSchedule(1, 5, 5));
    }
}
