package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;

import org.junit.Test;

/** How images that are to be seen whole are brought into the box of the patch. */
public class WholeImageTest {

    private static FloatImage prepared(int[] box, int... size) {
        int pixels = 1;
        for (int side : size) {
            pixels *= side;
        }
        float[] data = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            data[i] = i;
        }
        double[] spacing = size.length == 2 ? new double[] {1, 1} : new double[] {8, 1, 1};
        return ImagePreparation.whole(Normalization.DEFAULT, box)
                .apply(new FloatImage("ramp", data, 1, size, spacing, "mm"));
    }

    @Test
    public void aSquareIsFilledByTheLongSide() {
        FloatImage image = prepared(new int[] {64, 64}, 100, 200);
        assertArrayEquals(new int[] {64, 64}, image.size());
        assertArrayEquals(new double[] {3.125, 3.125}, image.spacing(), 0);
    }

    /** One factor for all axes would leave a few of the slices, each of a few pixels. */
    @Test
    public void slicesOfAFlatVolumeStay() {
        FloatImage image = prepared(new int[] {16, 96, 80}, 13, 256, 216);
        assertArrayEquals(new int[] {16, 96, 80}, image.size());
        assertArrayEquals(new double[] {8, 256 / 95.0, 2.7}, image.spacing(), 1e-9);
        assertArrayEquals(new double[] {8, 0.5, 0.5}, prepared(new int[] {16, 96, 80}, 8, 40, 40).spacing(), 1e-9);
        assertArrayEquals(new double[] {16, 1, 1}, prepared(new int[] {16, 96, 80}, 32, 80, 80).spacing(), 1e-9);
    }

    @Test
    public void aRectangleHoldsTheImageWithoutDistortion() {
        FloatImage image = prepared(new int[] {64, 128}, 100, 100);
        assertArrayEquals(new int[] {64, 128}, image.size());
        assertArrayEquals(new double[] {100 / 64.0, 100 / 64.0}, image.spacing(), 1e-9);
    }
}
