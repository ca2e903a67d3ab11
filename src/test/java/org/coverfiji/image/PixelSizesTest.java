package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.io.File;
import java.util.List;

import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.show.LabelImages;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;

/** One rule for files, windows and results. */
public class PixelSizesTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ImageReader reader = new ImageReader(2, 0);

    /** Read from the file, and converted after ImageJ has opened it. */
    private List<FloatImage> bothWays(File file) {
        return List.of(reader.read(file).get(0), reader.convert(IJ.openImage(file.getPath())).get(0));
    }

    private static TiffBytes resolution(int unit, int pixelsPerUnit) {
        TiffBytes tiff = new TiffBytes();
        tiff.fractions.put(282, pixelsPerUnit);
        tiff.fractions.put(283, pixelsPerUnit);
        tiff.tags.put(296, new long[] {unit});
        return tiff;
    }

    @Test
    public void aPrintingResolutionIsNoPixelSize() throws Exception {
        for (int[] unitAndDpi : new int[][] {{2, 300}, {2, 72}, {1, 1}, {1, 4}}) {
            File file = resolution(unitAndDpi[0], unitAndDpi[1]).write(folder.newFile(unitAndDpi[0] + "_"
                    + unitAndDpi[1] + ".tif"));
            for (FloatImage image : bothWays(file)) {
                assertEquals(file.getName(), "pixel", image.unit());
                assertArrayEquals(file.getName(), new double[] {1, 1}, image.spacing(), 0);
            }
        }
    }

    @Test
    public void centimetresCount() throws Exception {
        for (FloatImage image : bothWays(resolution(3, 20).write(folder.newFile("cm.tif")))) {
            assertEquals("cm", image.unit());
            assertEquals(0.05, image.spacing()[0], 1e-9);
        }
        for (FloatImage image : bothWays(resolution(3, 20000).write(folder.newFile("um.tif")))) {
            assertEquals("µm", image.unit());
            assertEquals(0.5, image.spacing()[0], 1e-9);
        }
    }

    @Test
    public void aBlankUnitOfTheWindowDoesNotReachItsResult() {
        ImagePlus window = IJ.createImage("w", "8-bit ramp", 8, 4, 1);
        ImagePlus result = IJ.createImage("r", "8-bit ramp", 8, 4, 1);
        window.getCalibration().setUnit(" ");
        PixelSizes.copy(window, result);
        assertEquals("pixel", result.getCalibration().getUnit());
        window.getCalibration().setUnit("mm");
        window.getCalibration().pixelWidth = 2;
        window.getCalibration().frameInterval = 3;
        window.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {5, 2}, "Gy");
        PixelSizes.copy(window, result);
        assertEquals("mm", result.getCalibration().getUnit());
        assertEquals(3, result.getCalibration().frameInterval, 0);
        assertEquals(Calibration.NONE, result.getCalibration().getFunction());
    }

    @Test
    public void originAndFrameIntervalComeThrough() {
        ImagePlus image = IJ.createImage("t", "8-bit ramp", 8, 4, 3);
        image.setDimensions(1, 1, 3);
        Calibration calibration = image.getCalibration();
        calibration.pixelWidth = 0.5;
        calibration.pixelHeight = 0.25;
        calibration.setUnit("um");
        calibration.xOrigin = 3;
        calibration.yOrigin = 2;
        calibration.frameInterval = 1.5;
        calibration.setTimeUnit("min");
        File file = new File(folder.getRoot(), "t.tif");
        TiffWriter.write(file, image);
        for (FloatImage read : List.of(reader.read(file).get(1), reader.convert(image).get(1))) {
            ImagePlus labels = LabelImages.toImagePlus(new LabelImage("l", new int[32], 4, 8), read);
            for (Calibration out : List.of(labels.getCalibration(), ImagePlusFactory.create(read).getCalibration())) {
                assertEquals("µm", out.getUnit());
                assertEquals(0.5, out.pixelWidth, 1e-9);
                assertEquals(0.25, out.pixelHeight, 1e-9);
                assertEquals(3, out.xOrigin, 1e-9);
                assertEquals(2, out.yOrigin, 1e-9);
                assertEquals(1.5, out.frameInterval, 1e-9);
                assertEquals("min", out.getTimeUnit());
            }
            FloatImage half = Resampling.toSize(read, new int[] {2, 4});
            assertEquals("the middle of the same pixel", 1.25, PixelSizes.of(half).xOrigin, 1e-9);
        }
    }
}
