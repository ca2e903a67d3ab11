package org.coverfiji.show;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;

public class SimilarityColoursTest {

    private static ImagePlus similarity() {
        ImageStack stack = new ImageStack(3, 1);
        stack.addSlice(new FloatProcessor(3, 1, new float[] {-1, 0, 1}));
        stack.addSlice(new FloatProcessor(3, 1, new float[] {0.25f, 0.5f, 0.75f}));
        return new ImagePlus("similarity", stack);
    }

    @Test
    public void theLayerHasAPictureForEverySliceAndIsReplaced() {
        ImageStack stack = new ImageStack(3, 1);
        stack.addSlice(new ByteProcessor(3, 1));
        stack.addSlice(new ByteProcessor(3, 1));
        ImagePlus image = new ImagePlus("image", stack);
        image.setOverlay(new Overlay(new OvalRoi(0, 0, 1, 1)));
        SimilarityColours.lay(similarity(), image);
        SimilarityColours.lay(similarity(), image);
        assertEquals("two pictures and what was drawn", 3, image.getOverlay().size());
        ImageRoi first = (ImageRoi) image.getOverlay().get(0);
        assertEquals(1, first.getZPosition());
        assertEquals(2, image.getOverlay().get(1).getZPosition());
        int dark = first.getProcessor().getPixel(0, 0) & 0xffffff;
        assertEquals("unlike is as dark as 0", dark, first.getProcessor().getPixel(1, 0) & 0xffffff);
        assertEquals(0xfcffa4, first.getProcessor().getPixel(2, 0) & 0xffffff);
    }

    @Test
    public void theWindowHasTheLayersColours() {
        ImagePlus image = similarity();
        SimilarityColours.apply(image);
        assertEquals(0, image.getDisplayRangeMin(), 0);
        assertEquals(1, image.getDisplayRangeMax(), 0);
        assertEquals(0xfcffa4, image.getProcessor().getLut().getRGB(255) & 0xffffff);
        int before = -1;
        for (int i = 0; i < 256; i += 15) {
            int rgb = image.getProcessor().getLut().getRGB(i);
            int light = (rgb >> 16 & 0xff) * 3 + (rgb >> 8 & 0xff) * 6 + (rgb & 0xff);
            assertTrue("ever lighter at " + i, light > before);
            before = light;
        }
    }
}
