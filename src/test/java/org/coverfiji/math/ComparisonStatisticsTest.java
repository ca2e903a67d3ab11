package org.coverfiji.math;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;

import org.junit.Test;

public class ComparisonStatisticsTest {

    @Test
    public void holmAsReckonedByHand() {
        assertArrayEquals(new double[] {0.04, 0.06, 0.06, 0.02},
                HolmCorrection.of(0.0133333333333, 0.03, 0.04, 0.005), 1e-9);
        assertArrayEquals(new double[] {0.9, Double.NaN, 0.8}, HolmCorrection.of(0.9, Double.NaN, 0.4), 1e-12);
        assertArrayEquals(new double[] {1, 1}, HolmCorrection.of(0.9, 0.8), 0);
        assertArrayEquals(new double[0], HolmCorrection.of(), 0);
    }

    @Test
    public void quantilesLieBetweenTheNearest() {
        double[] values = {1, 2, 4, 8, 16};
        assertEquals(1, PairedBootstrap.quantile(values, 0), 0);
        assertEquals(4, PairedBootstrap.quantile(values, 0.5), 0);
        assertEquals(6, PairedBootstrap.quantile(values, 0.625), 1e-12);
        assertEquals(16, PairedBootstrap.quantile(values, 1), 0);
        assertTrue(Double.isNaN(PairedBootstrap.quantile(new double[0], 0.5)));
    }

    /** Where all groups and seeds agree, nothing is uncertain. */
    @Test
    public void theSameDifferenceEverywhereIsSure() {
        PairedBootstrap sure = new PairedBootstrap(8, 3, 999, (groups, seeds) -> 2.5);
        assertEquals(2.5, sure.low(), 0);
        assertEquals(2.5, sure.high(), 0);
        assertEquals(2.0 / 1000, sure.p(), 1e-12);
        assertEquals(1, new PairedBootstrap(8, 3, 999, (groups, seeds) -> 0).p(), 0);
    }

    /** The mean of numbers drawn from 0 to 9: its spread is √(8.25/10), by which the normal interval is ± 1.78. */
    @Test
    public void anIntervalOfAMeanIsThatOfItsSpread() {
        PairedBootstrap mean = new PairedBootstrap(10, 1, 4000,
                (groups, seeds) -> Arrays.stream(groups).average().getAsDouble());
        assertEquals(4.5 - 1.78, mean.low(), 0.12);
        assertEquals(4.5 + 1.78, mean.high(), 0.12);
        PairedBootstrap again = new PairedBootstrap(10, 1, 4000,
                (groups, seeds) -> Arrays.stream(groups).average().getAsDouble());
        assertEquals(mean.low(), again.low(), 0);
    }

    /** Seeds are drawn too: a difference that only seeds have is uncertain. */
    @Test
    public void seedsAreDrawnBesideGroups() {
        PairedBootstrap seeds = new PairedBootstrap(8, 3, 2000,
                (groups, drawn) -> Arrays.stream(drawn).map(seed -> seed - 1).average().getAsDouble());
        assertEquals(-1, seeds.low(), 1e-9);
        assertEquals(1, seeds.high(), 1e-9);
        assertTrue(seeds.p() > 0.9);
    }

    @Test
    public void fewGroupsHaveNoInterval() {
        assertThrows(IllegalArgumentException.class, () -> new PairedBootstrap(7, 3, 9, (groups, seeds) -> 1));
        assertTrue(Double.isNaN(new PairedBootstrap(8, 1, 9, (groups, seeds) -> Double.NaN).p()));
    }
}
