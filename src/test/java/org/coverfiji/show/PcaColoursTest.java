package org.coverfiji.show;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;

import org.coverfiji.image.FloatImage;
import org.junit.Test;

import ij.ImagePlus;

public class PcaColoursTest {

    @Test
    public void channelsBecomeRedGreenAndBlue() {
        float[] data = {0, 1, 2, 4, 8, 8, 0, 0, -1, 1, -1, 1, 7, 7, 7, 7};
        FloatImage components = new FloatImage("x", data, 4, new int[] {2, 2}, new double[] {0.5, 0.25}, "mm");
        ImagePlus image = PcaColours.toImage(components, "colours");
        assertEquals("colours", image.getTitle());
        assertEquals(ImagePlus.COLOR_RGB, image.getType());
        assertArrayEquals(new int[] {0, 255, 0}, pixel(image, 0, 0));
        assertArrayEquals(new int[] {64, 255, 255}, pixel(image, 1, 0));
        assertArrayEquals(new int[] {128, 0, 0}, pixel(image, 0, 1));
        assertArrayEquals(new int[] {255, 0, 255}, pixel(image, 1, 1));
        assertEquals(0.25, image.getCalibration().pixelWidth, 0);
        assertEquals(0.5, image.getCalibration().pixelHeight, 0);
        assertEquals("mm", image.getCalibration().getUnit());
    }

    private static int[] pixel(ImagePlus image, int x, int y) {
        return Arrays.copyOf(image.getPixel(x, y), 3);
    }

    @Test
    public void outliersDoNotDimTheRest() {
        float[] data = new float[1000];
        for (int i = 0; i < data.length; i++) {
            data[i] = i;
        }
        data[999] = 1e9f;
        FloatImage components = new FloatImage("x", data, 1, new int[] {10, 100}, new double[] {1, 1}, "pixel");
        ImagePlus image = PcaColours.toImage(components, "c");
        assertEquals(127, pixel(image, 99, 4)[0], 1);
        assertEquals(0, pixel(image, 9, 0)[0]);
        assertEquals(255, pixel(image, 99, 9)[0]);
    }

    @Test
    public void volumesBecomeStacks() {
        float[] data = new float[2 * 3 * 4 * 5];
        for (int i = 0; i < data.length; i++) {
            data[i] = i % 7 * (i % 3);
        }
        FloatImage features = new FloatImage("x", data, 2, new int[] {3, 4, 5}, new double[] {3, 2, 1}, "mm");
        ImagePlus image = PcaColours.of(features, new double[] {1, 1}, "volume", 1);
        assertArrayEquals(new int[] {5, 4, 1, 3, 1}, image.getDimensions());
        assertEquals(3, image.getCalibration().pixelDepth, 0);
        assertEquals("two components: no blue", 0, pixel(image, 2, 2)[2]);
        assertTrue(image.getStack().getProcessor(2).getStatistics().stdDev > 10);
    }
}
