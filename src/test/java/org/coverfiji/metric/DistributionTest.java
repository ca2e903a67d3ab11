package org.coverfiji.metric;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class DistributionTest {

    @Test
    public void quantilesLieBetweenRanks() {
        Distribution values = new Distribution();
        assertTrue(Double.isNaN(values.quantile(0.5)));
        for (int i = 4000; i >= 0; i--) {
            values.add(i);
        }
        assertEquals(4001, values.count());
        assertEquals(2000, values.quantile(0.5), 0);
        assertEquals(3800, values.quantile(0.95), 0);
        assertEquals(0, values.quantile(0), 0);
        assertEquals(4000, values.quantile(1), 0);
        values.add(-1);
        assertEquals("one more", 1999.5, values.quantile(0.5), 0);
    }
}
