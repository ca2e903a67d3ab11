package org.coverfiji.image.tile;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import java.util.Random;

import org.junit.Test;

public class LinearUpsamplingTest {

    @Test
    public void halfPixelCentresAlongALine() {
        float[] up = LinearUpsampling.upsample(new float[] {0, 4}, 1, new int[] {1, 2}, 2);
        assertArrayEquals(new float[] {0, 1, 3, 4, 0, 1, 3, 4}, up, 0);
    }

    @Test
    public void factorFourInBothAxes() {
        float[] up = LinearUpsampling.upsample(new float[] {0, 8, 16, 24}, 1, new int[] {2, 2}, 4);
        float[] line = {0, 0, 1, 3, 5, 7, 8, 8};
        float[] column = {0, 0, 2, 6, 10, 14, 16, 16};
        for (int i = 0; i < up.length; i++) {
            assertEquals(line[i % 8] + column[i / 8], up[i], 1e-6f);
        }
    }

    @Test
    public void factorOneIsTheMapItself() {
        float[] map = {1, 2};
        assertSame(map, LinearUpsampling.upsample(map, 2, new int[] {1, 1}, 1));
    }

    @Test
    public void pointsAgreeWithTheWholeMaps() {
        Random random = new Random(2);
        for (int[] size : new int[][] {{3, 5}, {2, 3, 4}, {1, 1, 2}}) {
            int channels = 3;
            int pixels = 1;
            for (int extent : size) {
                pixels *= extent;
            }
            float[] maps = new float[channels * pixels];
            for (int i = 0; i < maps.length; i++) {
                maps[i] = random.nextFloat();
            }
            int factor = 4;
            float[] up = LinearUpsampling.upsample(maps, channels, size, factor);
            int upPixels = up.length / channels;
            float[] values = new float[channels + 1];
            for (int i = 0; i < upPixels; i++) {
                int[] point = new int[size.length];
                int rest = i;
                for (int axis = size.length - 1; axis >= 0; axis--) {
                    point[axis] = rest % (size[axis] * factor);
                    rest /= size[axis] * factor;
                }
                LinearUpsampling.at(maps, channels, size, factor, point, values, 1);
                for (int c = 0; c < channels; c++) {
                    assertEquals(up[c * upPixels + i], values[1 + c], 1e-6f);
                }
            }
        }
    }
}
