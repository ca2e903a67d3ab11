package org.coverfiji.show;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.List;

import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.label.RoiLabels;
import org.coverfiji.image.read.ImageReader;
import org.junit.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;

public class LabelOverlayTest {

    private static final List<String> NAMES = List.of("background", "cell", "gap");

    @Test
    public void coloursOverThePixelsOnly() {
        ImagePlus image = IJ.createImage("i", "8-bit white", 3, 1, 1);
        Overlay overlay = LabelOverlay.colours(List.of(new LabelImage("l", new int[] {0, 1, LabelImage.IGNORE}, 1, 3)),
                SlicePlaces.of(image), 0.5);
        assertEquals(1, overlay.size());
        ImageRoi roi = (ImageRoi) overlay.get(0);
        assertEquals(0.5, roi.getOpacity(), 0);
        image.setOverlay(overlay);
        int[] shown = (int[]) image.flatten().getProcessor().getPixels();
        assertEquals(0xffffff, shown[0] & 0xffffff);
        assertEquals(0xffffff, shown[2] & 0xffffff);
        for (int shift = 16; shift >= 0; shift -= 8) {
            int mixed = (255 + (LabelColours.rgb(1) >> shift & 0xff)) / 2;
            assertEquals(mixed, shown[1] >> shift & 0xff, 2);
        }
    }

    @Test
    public void everySliceHasItsOwn() {
        ImagePlus stack = IJ.createImage("i", "8-bit", 2, 1, 3);
        Overlay overlay = LabelOverlay.colours(List.of(new LabelImage("l", new int[] {0, 1, 0, 0, 2, 0}, 3, 1, 2)),
                SlicePlaces.of(stack), 1);
        assertEquals(2, overlay.size());
        assertEquals(1, overlay.get(0).getPosition());
        assertEquals(3, overlay.get(1).getPosition());
        ImagePlus hyperstack = IJ.createHyperStack("h", 2, 1, 2, 2, 2, 8);
        LabelImage plane = new LabelImage("l", new int[] {0, 1}, 1, 2);
        LabelImage empty = new LabelImage("l", new int[2], 1, 2);
        overlay = LabelOverlay.colours(List.of(empty, empty, empty, plane),
                SlicePlaces.of(hyperstack), 1);
        assertEquals(1, overlay.size());
        assertEquals(0, overlay.get(0).getCPosition());
        assertEquals(2, overlay.get(0).getZPosition());
        assertEquals(2, overlay.get(0).getTPosition());
    }

    @Test
    public void contoursGiveTheLabelsBack() {
        int[] classes = {0, 1, 1, 0, 0, 1, 0, 2, 1, 1, 0, 2, 0, 0, 0, 0, 0, 2, 2, 0, 1, 0, 0, 0};
        for (int slices : new int[] {1, 2}) {
            ImagePlus image = IJ.createImage("i", "8-bit ramp", 4, 6 / slices, slices);
            LabelImage labels = slices == 1 ? new LabelImage("l", classes, 6, 4)
                    : new LabelImage("l", classes, 2, 3, 4);
            List<Roi> rois = LabelOverlay.contours(List.of(labels), SlicePlaces.of(image), "i", NAMES,
                    true);
            assertEquals(2 * slices, rois.size());
            assertEquals("cell", rois.get(0).getName());
            assertEquals("a group that nobody draws with", 129, rois.get(0).getGroup());
            assertEquals("gap", rois.get(1).getName());
            assertEquals(LabelColours.colour(2), rois.get(1).getStrokeColor());
            LabelledImages read = RoiLabels.read(image, rois, false, new ImageReader(slices == 1 ? 2 : 3, 1));
            assertArrayEquals(classes, read.get(0).label().classes());
            assertEquals(NAMES, read.classes().names());
        }
    }

    @Test
    public void withoutTheGroupsColoursContoursHaveNamesAlone() {
        ImagePlus image = IJ.createImage("i", "8-bit", 2, 1, 1);
        List<Roi> rois = LabelOverlay.contours(List.of(new LabelImage("l", new int[] {0, 1}, 1, 2)),
                SlicePlaces.of(image), "i", NAMES, false);
        assertEquals("cell", rois.get(0).getName());
        assertEquals(0, rois.get(0).getGroup());
        assertEquals(LabelColours.colour(1), rois.get(0).getStrokeColor());
    }

    @Test
    public void nothingToShow() {
        ImagePlus image = IJ.createImage("i", "8-bit", 2, 1, 1);
        List<LabelImage> empty = List.of(new LabelImage("l", new int[2], 1, 2));
        assertEquals(0, LabelOverlay.contours(empty, SlicePlaces.of(image), "i", NAMES).size());
        assertEquals(0, LabelOverlay.colours(empty, SlicePlaces.of(image), 1).size());
    }
}
