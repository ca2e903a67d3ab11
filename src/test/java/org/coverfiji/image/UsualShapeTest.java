package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import org.junit.Test;

public class UsualShapeTest {

    private static UsualShape shape(int[]... sizes) {
        UsualShape.Collector shapes = new UsualShape.Collector();
        for (int[] size : sizes) {
            shapes.add(size, new double[] {8, 1.4, 1.4}, "mm");
        }
        return shapes.median();
    }

    @Test
    public void everyAxisHasItsMedian() {
        UsualShape shape = shape(new int[] {8, 256, 216}, new int[] {13, 200, 256}, new int[] {10, 210, 220});
        assertArrayEquals(new int[] {10, 210, 220}, shape.size());
        assertArrayEquals(new double[] {8, 1.4, 1.4}, shape.spacing(), 0);
        assertArrayEquals(new int[] {6, 122, 128}, shape.resized(128).size());
    }

    @Test
    public void whatIsPaddedIsSaid() {
        UsualShape shape = shape(new int[] {8, 256, 216}, new int[] {13, 200, 256}, new int[] {16, 210, 220});
        assertEquals("2 of 3 images are smaller than the patch of 16 × 96 × 80 (median 13 × 210 × 220): mirror images"
                + " fill the rest.", shape.padding(16, 96, 80));
        assertEquals("All 3 images are smaller than the patch of 32 × 32 × 32 (median 13 × 210 × 220): mirror images"
                + " fill the rest.", shape.padding(32, 32, 32));
        assertNull(shape(new int[] {16, 96, 80}).padding(16, 96, 80));
    }
}
