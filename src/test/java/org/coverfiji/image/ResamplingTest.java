package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import java.util.Arrays;

import org.junit.Test;

public class ResamplingTest {

    private static final double[] AFFINE = {1, 0, 0, 10, 0, 2, 0, 20, 0, 0, 3, 30};

    private static FloatImage row(float... values) {
        return new FloatImage("r", values, 1, new int[] {1, values.length}, new double[] {3, 2}, "mm");
    }

    @Test
    public void growingIsLinearBetweenPixelCentres() {
        FloatImage out = Resampling.toSize(row(0, 4), new int[] {1, 4});
        assertArrayEquals(new float[] {0, 1, 3, 4}, out.data(), 1e-6f);
        assertArrayEquals(new double[] {3, 1}, out.spacing(), 0);
        assertEquals("mm", out.unit());
    }

    @Test
    public void halvingWeighsByTheTriangle() {
        // Centre 2.5, support 2: weights of pixels 1 to 4 are 1/4, 3/4, 3/4, 1/4 over 2.
        FloatImage out = Resampling.toSize(row(8, 0, 0, 8, 0, 0), new int[] {1, 3});
        assertEquals(8 * 0.75f / 2, out.data()[1], 1e-6f);
        // At the border the weights that are left (3/4, 3/4, 1/4) are scaled to 1.
        assertEquals(8 * 0.75f / 1.75f, out.data()[0], 1e-6f);
        assertEquals(4, out.spacing()[1], 0);
    }

    @Test
    public void nothingAliases() {
        float[] stripes = new float[256];
        for (int i = 0; i < 256; i += 2) {
            stripes[i] = 1;
        }
        for (float value : Resampling.toSize(row(stripes), new int[] {1, 30}).data()) {
            assertEquals(0.5f, value, 0.02f);
        }
    }

    @Test
    public void axesAndChannelsStayApart() {
        // [2 channels, 2, 1, 3]: value 100 c + 10 z + x.
        float[] data = {0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112};
        FloatImage image = new FloatImage("v", data, 2, new int[] {2, 1, 3}, new double[] {4, 1, 1}, "mm",
                new Orientation(AFFINE, 1));
        FloatImage out = Resampling.toSize(image, new int[] {4, 2, 3});
        assertArrayEquals(new int[] {4, 2, 3}, out.size());
        assertArrayEquals(new double[] {2, 0.5, 1}, out.spacing(), 0);
        // Channel 1, z 1 (a quarter of the way), y 1, x 2.
        assertEquals(104.5f, out.data()[((1 * 4 + 1) * 2 + 1) * 3 + 2], 1e-4f);
        // The first voxel's centre moves by a quarter voxel outwards along z and y.
        assertArrayEquals(new double[] {1, 0, 0, 10, 0, 1, 0, 19.5, 0, 0, 1.5, 29.25}, out.orientation().affine(),
                1e-9);
    }

    @Test
    public void longSideAndSpacing() {
        FloatImage image = new FloatImage("i", new float[40 * 20], 1, new int[] {20, 40}, new double[] {1, 1}, "mm");
        assertArrayEquals(new int[] {5, 10}, Resampling.toLongSide(image, 10).size());
        assertArrayEquals(new int[] {40, 80}, Resampling.toLongSide(image, 80).size());
        assertArrayEquals(new int[] {40, 20}, Resampling.toSpacing(image, new double[] {0.5, 2}).size());
        assertSame(image, Resampling.toSize(image, new int[] {20, 40}));
        assertArrayEquals("never 0", new int[] {1, 1}, Resampling.toLongSide(image, 1).size());
    }

    @Test
    public void constantsStayConstant() {
        FloatImage image = new FloatImage("i", new float[35], 1, new int[] {5, 7}, new double[] {1, 1}, "mm");
        Arrays.fill(image.data(), 0.7f);
        for (int size = 1; size < 20; size++) {
            for (float value : Resampling.toSize(image, new int[] {size, 21 - size}).data()) {
                assertEquals(0.7f, value, 1e-6f);
            }
        }
    }

    @Test
    public void reflectionDoesNotRepeatTheBorder() {
        FloatImage out = Padding.reflect(row(1, 2, 3), new int[] {1, 8});
        assertArrayEquals(new float[] {3, 2, 1, 2, 3, 2, 1, 2}, out.data(), 0);
        assertArrayEquals(new float[] {1, 2, 3}, Padding.crop(out, new int[] {1, 3}).data(), 0);
        assertArrayEquals(new float[] {5, 5, 5}, Padding.reflect(row(5), new int[] {1, 3}).data(), 0);
        FloatImage large = row(1, 2, 3);
        assertSame(large, Padding.reflect(large, new int[] {1, 2}));
        assertSame(large, Padding.crop(large, new int[] {1, 3}));
    }

    @Test
    public void paddingInThreeDimensionsAndBack() {
        float[] data = new float[2 * 2 * 3 * 2];
        for (int i = 0; i < data.length; i++) {
            data[i] = i;
        }
        FloatImage image = new FloatImage("v", data, 2, new int[] {2, 3, 2}, new double[] {1, 1, 1}, "mm",
                new Orientation(AFFINE, 1));
        FloatImage padded = Padding.reflect(image, new int[] {4, 3, 5});
        assertArrayEquals(new int[] {4, 3, 5}, padded.size());
        // One voxel before along z and x: index (0, 0, 0) shows voxel (1, 0, 1).
        assertEquals(data[1 * 6 + 1], padded.data()[0], 0);
        // Channel 1, voxel (0, 2, 1) lies at (1, 2, 2).
        assertEquals(data[12 + 0 * 6 + 2 * 2 + 1], padded.data()[60 + 1 * 15 + 2 * 5 + 2], 0);
        assertArrayEquals(new double[] {9, 20, 27}, new double[] {padded.orientation().affine()[3],
            padded.orientation().affine()[7], padded.orientation().affine()[11]}, 1e-9);
        FloatImage back = Padding.crop(padded, image.size());
        assertArrayEquals(data, back.data(), 0);
        assertArrayEquals(AFFINE, back.orientation().affine(), 1e-9);
        assertEquals(2, back.channels());
    }
}
