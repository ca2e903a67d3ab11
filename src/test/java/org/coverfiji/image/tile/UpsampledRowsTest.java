package org.coverfiji.image.tile;

import static org.junit.Assert.assertEquals;

import java.util.Random;

import org.junit.Test;

/** Bands of rows, whatever their number, are those of the whole enlarged map. */
public class UpsampledRowsTest {

    @Test
    public void planesAgreeToTheLastBit() {
        for (int factor : new int[] {1, 2, 4, 8, 16}) {
            assertRows(0, factor, 3, 5);
            assertRows(0, factor, 1, 2);
        }
    }

    /** Axes are interpolated in another order. */
    @Test
    public void volumesAgree() {
        for (int factor : new int[] {1, 2, 16}) {
            assertRows(1e-6f, factor, 2, 3, 4);
            assertRows(1e-6f, factor, 2, 1, 2);
        }
    }

    private static void assertRows(float tolerance, int factor, int... size) {
        int length = 1;
        for (int extent : size) {
            length *= extent;
        }
        float[] map = new float[length];
        Random random = new Random(factor);
        for (int i = 0; i < map.length; i++) {
            map[i] = random.nextFloat();
        }
        float[] whole = LinearUpsampling.upsample(map, 1, size, factor);
        int height = size[size.length - 2] * factor;
        int extent = size[size.length - 1] * factor;
        int width = Math.max(1, extent - 3);
        int planes = size.length == 3 ? size[0] * factor : 1;
        for (int count : new int[] {1, 3, 4, 16}) {
            UpsampledRows rows = new UpsampledRows(size, factor, count, width);
            for (int plane = 0; plane < planes; plane++) {
                for (int first = 0; first + count <= height; first++) {
                    float[] band = rows.of(map, plane, first, count);
                    for (int i = 0; i < count * width; i++) {
                        int at = (plane * height + first + i / width) * extent + i % width;
                        assertEquals(factor + " " + first + " " + i, whole[at], band[i], tolerance);
                    }
                }
            }
        }
    }
}
