package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.io.File;
import java.util.List;

import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TiffOmeTest {

    private static final String SIZES = " SizeX='20' SizeY='18' SizeC='2' SizeZ='3' Type='uint8'";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    /** Page p holds the value p everywhere. */
    private File file(String pixels, int pages, boolean tiled) throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.pages = pages;
        tiff.tiled = tiled;
        tiff.values = (page, pixel, sample) -> page;
        tiff.description = "<?xml version='1.0'?><OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'>"
                + pixels + "</OME>";
        return tiff.write(folder.newFile());
    }

    private static String image(String attributes, String data) {
        return "<Image><Pixels" + SIZES + attributes + ">" + data + "</Pixels></Image>";
    }

    /** The values of the channels of a slice, in the first pixel. */
    private static float[] channels(FloatImage image) {
        return new float[] {image.data()[0], image.data()[image.pixels()]};
    }

    @Test
    public void stripsAndTilesAreTheSameHyperstack() throws Exception {
        String pixels = image(" SizeT='2' DimensionOrder='XYZCT' PhysicalSizeX='0.25' PhysicalSizeY='0.5'"
                + " PhysicalSizeZ='2' TimeIncrement='4'", "<TiffData/>");
        for (boolean tiled : new boolean[] {false, true}) {
            File file = file(pixels, 12, tiled);
            List<FloatImage> slices = new ImageReader(2, 0).read(file);
            assertEquals(6, slices.size());
            assertArrayEquals(new float[] {1, 4}, channels(slices.get(1)), 0);
            assertArrayEquals(new float[] {8, 11}, channels(slices.get(5)), 0);
            FloatImage volume = new ImageReader(3, 0).read(file).get(0);
            assertArrayEquals(new double[] {2, 0.5, 0.25}, volume.spacing(), 1e-9);
            assertEquals("µm", volume.unit());
            assertEquals(4, PixelSizes.of(volume).frameInterval, 0);
        }
    }

    @Test
    public void seriesOfOneShapeFollowOneAnother() throws Exception {
        String one = image(" SizeT='1' DimensionOrder='XYCZT'", "<TiffData IFD='0' PlaneCount='6'/>");
        String two = image(" SizeT='1' DimensionOrder='XYCZT'", "<TiffData IFD='6' PlaneCount='6'/>");
        List<FloatImage> slices = new ImageReader(2, 0).read(file(one + two, 12, false));
        assertEquals(6, slices.size());
        assertArrayEquals(new float[] {10, 11}, channels(slices.get(5)), 0);
        File other = file(one + two.replace("SizeZ='3'", "SizeZ='1'"), 8, false);
        Expect.failure(() -> new ImageReader(2, 0).read(other), other.getName(), "2 images (series) differ in SizeZ");
    }

    @Test
    public void planesLieWhereTheDescriptionSays() throws Exception {
        StringBuilder backwards = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            backwards.append("<TiffData IFD='").append(5 - i).append("' FirstC='").append(i % 2).append("' FirstZ='")
                    .append(i / 2).append("' FirstT='0' PlaneCount='1'/>");
        }
        String order = " SizeT='1' DimensionOrder='XYCZT'";
        List<FloatImage> slices = new ImageReader(2, 0).read(file(image(order, backwards.toString()), 6, false));
        assertArrayEquals(new float[] {5, 4}, channels(slices.get(0)), 0);
        File part = file(image(order, "<TiffData IFD='0' PlaneCount='3'/>"), 3, false);
        Expect.failure(() -> new ImageReader(2, 0).read(part), part.getName(), "one of several files");
    }
}
