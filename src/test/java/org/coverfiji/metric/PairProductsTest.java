package org.coverfiji.metric;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;

import org.junit.Test;

public class PairProductsTest {

    @Test
    public void allPairsOfDifferentVectorsCount() {
        PairProducts products = new PairProducts(List.of(new float[] {1, 0}, new float[] {-0.8f, 0.6f},
                new float[] {0, 1}));
        // −0.8, 0, 0.6
        assertEquals(0.8, products.largest(), 1e-6);
        assertEquals(1.4, products.spread(), 1e-6);
        assertEquals(-0.2 / 3, products.mean(), 1e-6);
    }

    @Test
    public void oneVectorHasNoPair() {
        PairProducts products = new PairProducts(List.of(new float[] {1}));
        assertTrue(Double.isNaN(products.largest()) && Double.isNaN(products.spread())
                && Double.isNaN(products.mean()));
    }
}
