package org.coverfiji.show;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;

public class LabelImagesTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static FloatImage geometry(int... size) {
        int pixels = 1;
        double[] spacing = new double[size.length];
        for (int axis = 0; axis < size.length; axis++) {
            pixels *= size[axis];
            spacing[axis] = axis + 2;
        }
        return new FloatImage("image", new float[pixels], 1, size, spacing, "mm");
    }

    @Test
    public void aVolumeWithColoursAndPixelSize() {
        LabelImage labels = new LabelImage("v", new int[] {0, 1, 2, LabelImage.IGNORE}, 2, 1, 2);
        ImagePlus image = LabelImages.toImagePlus(labels, geometry(2, 1, 2));
        assertEquals(ImagePlus.GRAY8, image.getType());
        assertEquals(2, image.getNSlices());
        assertEquals(2, image.getCalibration().pixelDepth, 0);
        assertEquals(3, image.getCalibration().pixelHeight, 0);
        assertEquals(4, image.getCalibration().pixelWidth, 0);
        assertEquals("mm", image.getCalibration().getUnit());
        assertArrayEquals(new byte[] {2, (byte) 255}, (byte[]) image.getStack().getPixels(2));
        image.setSlice(2);
        assertEquals(LabelColours.rgb(2), image.getProcessor().convertToRGB().get(0, 0) & 0xffffff);
        image.setSlice(1);
        assertEquals(LabelColours.rgb(1), image.getProcessor().convertToRGB().get(1, 0) & 0xffffff);
    }

    @Test
    public void manyClassesNeed16Bits() {
        ImagePlus image = LabelImages.toImagePlus(new LabelImage("l", new int[] {254, LabelImage.IGNORE}, 1, 2),
                geometry(1, 2));
        assertEquals(ImagePlus.GRAY8, image.getType());
        image = LabelImages.toImagePlus(new LabelImage("l", new int[] {255, LabelImage.IGNORE}, 1, 2), geometry(1, 2));
        assertEquals(ImagePlus.GRAY16, image.getType());
        assertArrayEquals(new short[] {255, -1}, (short[]) image.getProcessor().getPixels());
    }

    @Test
    public void planesMakeAHyperstack() {
        LabelImage[] planes = new LabelImage[6];
        for (int i = 0; i < 6; i++) {
            planes[i] = new LabelImage("p" + i, new int[] {i}, 1, 1);
        }
        ImagePlus image = LabelImages.toImagePlus("t", List.of(planes), 3, geometry(1, 1));
        assertEquals(3, image.getNSlices());
        assertEquals(2, image.getNFrames());
        assertEquals(4, image.getStack().getProcessor(image.getStackIndex(1, 2, 2)).get(0, 0));
        assertEquals("t", image.getTitle());
    }

    @Test
    public void theFileGivesTheClassesBack() {
        File file = new File(folder.getRoot(), "l.tif");
        LabelImage labels = new LabelImage("v", new int[] {0, 1, 2, 5}, 2, 1, 2);
        TiffWriter.write(file, LabelImages.toImagePlus(labels, geometry(2, 1, 2)));
        FloatImage read = new ImageReader(3, 0).read(file).get(0);
        assertEquals("not taken for colours", 1, read.channels());
        assertArrayEquals(new float[] {0, 1, 2, 5}, read.data(), 0);
        assertArrayEquals(new double[] {2, 3, 4}, read.spacing(), 1e-4);
        ImagePlus opened = IJ.openImage(file.getPath());
        opened.setSlice(2);
        assertEquals(LabelColours.rgb(2), opened.getProcessor().convertToRGB().get(0, 0) & 0xffffff);
    }

    @Test
    public void coloursDiffer() {
        Set<Integer> seen = new HashSet<>();
        for (int c = 0; c < 64; c++) {
            assertTrue("class " + c, seen.add(LabelColours.rgb(c)));
        }
        assertEquals(0, LabelColours.rgb(0));
        for (int a = 0; a < 9; a++) {
            for (int b = 0; b < a; b++) {
                assertTrue(a + " and " + b, distance(LabelColours.rgb(a), LabelColours.rgb(b)) > 60);
            }
        }
        assertEquals(LabelColours.rgb(3), LabelColours.lut().getRGB(3) & 0xffffff);
    }

    private static double distance(int a, int b) {
        double sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double d = (a >> shift & 0xff) - (b >> shift & 0xff);
            sum += d * d;
        }
        return Math.sqrt(sum);
    }
}
