package org.coverfiji.app.apply;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.LengthUnit;
import org.coverfiji.image.Normalization;
import org.junit.Test;

public class TaskPreparationTest {

    private static final TaskPreparation HALF_MICRON = new TaskPreparation(Normalization.DEFAULT, 0,
            new double[] {0.5, 0.5}, "µm");

    private static FloatImage image(double spacing, String unit) {
        float[] data = new float[40 * 60];
        for (int i = 0; i < data.length; i++) {
            data[i] = i;
        }
        return new FloatImage("cells.tif", data, 1, new int[] {40, 60}, new double[] {spacing, spacing}, unit);
    }

    @Test
    public void anotherPixelSizeIsResampled() {
        FloatImage prepared = HALF_MICRON.apply(image(0.25, "micron"));
        assertArrayEquals(new int[] {20, 30}, prepared.size());
        assertArrayEquals(new double[] {0.5, 0.5}, prepared.spacing(), 1e-9);
        assertTrue(HALF_MICRON.note(image(0.25, "um")).contains("0.2500 × 0.2500"));
        assertArrayEquals(new int[] {80, 120}, HALF_MICRON.apply(image(0.001, "mm")).size());
    }

    @Test
    public void aSimilarOrUnknownPixelSizeIsLeft() {
        for (FloatImage image : new FloatImage[] {image(0.5, "µm"), image(0.59, "µm"), image(0.43, "µm"),
                image(3, "pixel")}) {
            assertArrayEquals(new int[] {40, 60}, HALF_MICRON.apply(image).size());
            assertNull(HALF_MICRON.note(image));
        }
    }

    @Test
    public void aLongSideGoesBeforePixelSizes() {
        TaskPreparation resized = new TaskPreparation(Normalization.DEFAULT, 30, new double[] {0.5, 0.5}, "µm");
        assertArrayEquals(new int[] {20, 30}, resized.apply(image(7, "µm")).size());
        assertNull(resized.note(image(7, "µm")));
    }

    @Test
    public void unitsOfLengthAreConverted() {
        assertEquals(1000, LengthUnit.ratio("µm", "mm"), 1e-9);
        assertEquals(1, LengthUnit.ratio("Micron", "um"), 1e-12);
        assertTrue(Double.isNaN(LengthUnit.ratio("pixel", "mm")));
    }
}
