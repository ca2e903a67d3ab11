package org.coverfiji.metric;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.math.PixelVectors;
import org.junit.Test;

public class NeighbourProductsTest {

    private static final double NONE = Double.NaN;

    /** Three pixels in a row: (1, 0), (0.6, 0.8), (0, 1). */
    private static final PixelVectors ROW = PixelVectors.of(new Tensor(new float[] {1, 0.6f, 0, 0, 0.8f, 1}, 1, 2, 1,
            3));

    private static NeighbourProducts row() {
        return new NeighbourProducts(ROW, ROW, 1);
    }

    @Test
    public void offsetsRunInArrayOrderAndThoseOutsideHaveNoProduct() {
        assertArrayEquals(new double[] {NONE, NONE, NONE, NONE, 1, 0.6, NONE, NONE, NONE}, row().at(0), 1e-6);
        assertArrayEquals(new double[] {NONE, NONE, NONE, 0.6, 1, 0.8, NONE, NONE, NONE}, row().at(1), 1e-6);
        assertArrayEquals(new int[] {-1, 1}, row().offset(2));
    }

    @Test
    public void deltaIsTheLargestLessTheSmallestProductInTheWindow() {
        assertEquals(0.4, row().range(0), 1e-6);
        assertEquals(0.4, row().range(1), 1e-6);
        assertEquals(0.2, row().range(2), 1e-6);
        assertEquals("a wider window", 1, new NeighbourProducts(ROW, ROW, 2).range(0), 1e-6);
    }

    @Test
    public void theLeastWeightIsThatOfOffsetsInside() {
        double sum = Math.exp(0.6) + Math.exp(1) + Math.exp(0.8);
        assertEquals(Math.exp(0.6) / sum, row().leastWeight(1), 1e-6);
        assertEquals("no neighbour at all", 1, new NeighbourProducts(PixelVectors.of(new Tensor(new float[] {5}, 1, 1,
                1, 1)), PixelVectors.of(new Tensor(new float[] {5}, 1, 1, 1, 1)), 1).leastWeight(0), 0);
    }

    @Test
    public void queriesAreOfThePixelAndKeysOfItsNeighbours() {
        PixelVectors keys = PixelVectors.of(new Tensor(new float[] {2, 3, 4, 0, 0, 0}, 1, 2, 1, 3));
        assertArrayEquals(new double[] {NONE, NONE, NONE, 1.2, 1.8, 2.4, NONE, NONE, NONE},
                new NeighbourProducts(ROW, keys, 1).at(1), 1e-6);
    }

    @Test
    public void volumesHaveWindowsInThreeAxes() {
        float[] values = new float[27];
        for (int i = 0; i < 27; i++) {
            values[i] = i;
        }
        PixelVectors cube = PixelVectors.of(new Tensor(values, 1, 1, 3, 3, 3));
        double[] products = new NeighbourProducts(cube, cube, 1).at(13);
        for (int i = 0; i < 27; i++) {
            assertEquals(13 * i, products[i], 0);
        }
        assertEquals(13 * 26, new NeighbourProducts(cube, cube, 1).range(13), 0);
    }

    @Test
    public void mapsOfDifferentShapesHaveNoProducts() {
        PixelVectors other = PixelVectors.of(new Tensor(new float[6], 1, 2, 3, 1));
        assertThrows(IllegalArgumentException.class, () -> new NeighbourProducts(ROW, other, 1));
    }
}
