package org.coverfiji.image.label;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import org.coverfiji.image.Expect;
import org.coverfiji.image.FloatImage;
import org.junit.Test;

public class LabelImageTest {

    private static final int I = LabelImage.IGNORE;

    @Test
    public void sparseMaximumAndCounts() {
        LabelImage sparse = new LabelImage("a", new int[] {I, 2, 0, 2, I, 0}, 2, 3);
        assertTrue(sparse.sparse());
        assertEquals(2, sparse.maximum());
        assertArrayEquals(new long[] {2, 0, 2, 0}, sparse.count(4));
        assertEquals(6, sparse.pixels());
        LabelImage nothing = new LabelImage("b", new int[] {I, I}, 1, 2);
        assertEquals(I, nothing.maximum());
        assertFalse(new LabelImage("c", new int[] {0, 1}, 1, 2).sparse());
    }

    @Test
    public void resizingTakesTheNearestPixel() {
        LabelImage labels = new LabelImage("a", new int[] {1, 2, 3, I}, 2, 2);
        assertArrayEquals(new int[] {1, 1, 2, 2, 3, 3, I, I}, labels.resized(2, 4).classes());
        assertArrayEquals(new int[] {3, I}, new LabelImage("a", new int[] {1, 2, 3, I, 5, 6}, 3, 2)
                .resized(1, 2).classes());
        assertSame(labels, labels.resized(2, 2));
        LabelImage volume = new LabelImage("v", new int[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        assertArrayEquals(new int[] {3, 4, 3, 4, 7, 8, 7, 8},
                volume.resized(2, 1, 2).resized(2, 2, 2).classes());
        assertArrayEquals(new int[] {7, 8}, volume.resized(1, 1, 2).classes());
    }

    @Test
    public void asIntensities() {
        FloatImage geometry = new FloatImage("g", new float[4], 2, new int[] {1, 2}, new double[] {3, 4}, "mm");
        FloatImage values = new LabelImage("a", new int[] {I, 7}, 1, 2).toFloatImage(geometry);
        assertArrayEquals(new float[] {-1, 7}, values.data(), 0);
        assertArrayEquals(new double[] {3, 4}, values.spacing(), 0);
        assertEquals("a", values.name());
    }

    @Test
    public void imageAndLabelOfDifferentSize() {
        FloatImage image = new FloatImage("cell.tif", new float[6], 1, new int[] {2, 3}, new double[] {1, 1}, "px");
        Expect.failure(() -> new LabelledImage(image, new LabelImage("cell_mask.png", new int[4], 2, 2)),
                "cell_mask.png is 2 × 2", "cell.tif is 3 × 2", "same size");
    }
}
