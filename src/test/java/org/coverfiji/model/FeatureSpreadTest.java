package org.coverfiji.model;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class FeatureSpreadTest {

    @Test
    public void spreadIsTheVaryingPartOfTheFeatures() {
        float[][] mean = {{0, 0}, {4, 0}, {1, -2}, {0}, {1000, 1000}};
        float[][] std = {{2, 7}, {0, 3}, {0, 0}, {0}, {1, 1}};
        FeatureStatistics statistics = new FeatureStatistics(mean, std);
        assertEquals("nothing in common", 1, statistics.spread(0), 0);
        assertEquals("3 of 5", 0.6, statistics.spread(1), 1e-12);
        assertEquals("all the same", 0, statistics.spread(2), 0);
        assertEquals("nothing there", Double.NaN, statistics.spread(3), 0);
        assertEquals(1e-3, statistics.spread(4), 1e-8);
    }
}
