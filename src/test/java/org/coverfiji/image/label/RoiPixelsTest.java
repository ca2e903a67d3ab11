package org.coverfiji.image.label;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;

import org.coverfiji.CoverException;
import org.junit.Test;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.Roi;

public class RoiPixelsTest {

    private static ImagePlus stack(int slices, int frames) {
        ImageStack stack = new ImageStack(10, 8);
        for (int i = 0; i < slices * frames; i++) {
            stack.addSlice(new ij.process.ByteProcessor(10, 8));
        }
        ImagePlus image = new ImagePlus("stack", stack);
        image.setDimensions(1, slices, frames);
        image.setOpenAsHyperStack(frames > 1);
        return image;
    }

    @Test
    public void areasHaveAllTheirPixelsOnTheirSlice() {
        ImagePlus image = stack(3, 1);
        Roi roi = new Roi(8, 2, 5, 2);
        roi.setPosition(2);
        List<int[]> pixels = RoiPixels.of(image, roi);
        assertEquals("those in the image", 4, pixels.size());
        assertArrayEquals(new int[] {8, 2, 1, 0}, pixels.get(0));
        assertArrayEquals(new int[] {9, 3, 1, 0}, pixels.get(3));
        assertTrue(RoiPixels.of(image, new OvalRoi(0, 0, 8, 8)).size() < 3 * 64);
    }

    @Test
    public void aRoiWithoutAPositionIsOnAllSlices() {
        List<int[]> pixels = RoiPixels.of(stack(2, 2), new PointRoi(3.5, 4.5));
        assertEquals(4, pixels.size());
        assertArrayEquals(new int[] {3, 4, 1, 1}, pixels.get(3));
    }

    @Test
    public void aSelectionIsWhereOneLooks() {
        ImagePlus image = stack(3, 1);
        image.setSlice(3);
        List<int[]> pixels = RoiPixels.of(image, RoiPixels.here(image, new PointRoi(3.5, 4.5)));
        assertEquals(1, pixels.size());
        assertArrayEquals(new int[] {3, 4, 2, 0}, pixels.get(0));
    }

    @Test
    public void outsideIsNamed() {
        CoverException e = assertThrows(CoverException.class,
                () -> RoiPixels.of(stack(1, 1), new Roi(20, 20, 4, 4)));
        assertTrue(e.getMessage(), e.getMessage().contains("covers no pixel of the image stack"));
    }
}
