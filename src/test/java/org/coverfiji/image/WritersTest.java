package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.file.AtomicFile;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;

public class WritersTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private File file(String name) {
        return new File(folder.getRoot(), name);
    }

    private static FloatImage volume() {
        float[] data = new float[2 * 3 * 1 * 2];
        for (int i = 0; i < data.length; i++) {
            data[i] = i - 3.5f;
        }
        return new FloatImage("v", data, 2, new int[] {3, 1, 2}, new double[] {2.5, 0.5, 0.25}, "mm");
    }

    @Test
    public void aFileIsReplacedAsAWholeOrNotAtAll() throws IOException {
        File target = file("a.bin");
        AtomicFile.write(target, out -> out.write(new byte[] {1, 2, 3}));
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(target.toPath()));
        try {
            AtomicFile.write(target, out -> {
                out.write(9);
                throw new IllegalStateException("boom");
            });
            fail("the failure is lost");
        } catch (IllegalStateException e) {
            assertEquals("boom", e.getMessage());
        }
        Expect.failure(() -> AtomicFile.write(target, out -> {
            throw new IOException("No space left on device");
        }), "a.bin", "disk is full");
        Expect.failure(() -> AtomicFile.write(target, out -> {
            throw new IOException("I/O error writing PNG file!", new IOException("No space left on device"));
        }), "a.bin", "disk is full");
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(target.toPath()));
        AtomicFile.write(target, out -> out.write(7));
        assertArrayEquals(new byte[] {7}, Files.readAllBytes(target.toPath()));
        assertArrayEquals("nothing is left over", new String[] {"a.bin"}, folder.getRoot().list());
    }

    @Test
    public void placesThatCannotBeWrittenAreTold() {
        Expect.failure(() -> AtomicFile.write(file("none/a"), out -> out.write(1)), "none", "does not exist");
        Expect.failure(() -> AtomicFile.write(folder.getRoot(), out -> out.write(1)), "it is a folder");
    }

    /** A device such as /dev/null must not be replaced by a file; a named pipe is one that does no harm. */
    @Test
    public void aDeviceIsNotReplaced() throws Exception {
        File pipe = file("pipe");
        assumeTrue("needs mkfifo", Pipes.make(pipe));
        Expect.failure(() -> AtomicFile.write(pipe, out -> out.write(1)), pipe.getPath(), "not a file");
        assertFalse(pipe.isFile());
    }

    @Test
    public void aFolderThatCannotBeWrittenIsTold() {
        assumeTrue("needs /proc", new File("/proc/self").exists());
        Expect.failure(() -> AtomicFile.write(new File("/proc/a"), out -> out.write(1)), "/proc/a", "Cannot write");
    }

    @Test
    public void aRealFullDiskIsTold() {
        assumeTrue("needs /dev/full", new File("/dev/full").exists());
        Expect.failure(() -> AtomicFile.write(file("a"), out -> Files.write(new File("/dev/full").toPath(),
                new byte[9])), "disk is full");
    }

    @Test
    public void npyIsWhatNumpyWrites() throws IOException {
        NpyWriter.write(file("a.npy"), volume());
        byte[] bytes = Files.readAllBytes(file("a.npy").toPath());
        assertEquals((byte) 0x93, bytes[0]);
        assertEquals("NUMPY\1\0", new String(bytes, 1, 7, StandardCharsets.ISO_8859_1));
        int length = (bytes[8] & 0xff) + 256 * bytes[9];
        assertEquals("aligned", 0, (10 + length) % 64);
        String header = new String(bytes, 10, length, StandardCharsets.ISO_8859_1);
        assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 1, 2), }", header.trim());
        assertTrue(header.endsWith("\n"));
        float[] values = new float[12];
        ByteBuffer.wrap(bytes, 10 + length, 48).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        assertArrayEquals(volume().data(), values, 0);
        assertEquals(10 + length + 48, bytes.length);

        NpyWriter.write(file("b.npy"), new float[40000], 40000);
        bytes = Files.readAllBytes(file("b.npy").toPath());
        assertTrue(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1).contains("'shape': (40000,)"));
        assertEquals(128 + 160000, bytes.length);
    }

    @Test
    public void tiffsComeBackAsTheyWere() {
        FloatImage image = volume();
        TiffWriter.write(file("v.tif"), image);
        FloatImage back = new ImageReader(3, 2).read(file("v.tif")).get(0);
        assertArrayEquals(image.data(), back.data(), 0);
        assertArrayEquals(image.size(), back.size());
        assertArrayEquals(image.spacing(), back.spacing(), 1e-9);
        assertEquals("mm", back.unit());
        ImagePlus opened = IJ.openImage(file("v.tif").getPath());
        assertEquals(2, opened.getNChannels());
        assertEquals(3, opened.getNSlices());
        assertTrue(opened.isHyperStack());
        assertEquals(0.25, opened.getCalibration().pixelWidth, 1e-9);
        assertEquals(2.5, opened.getCalibration().pixelDepth, 1e-9);
    }

    @Test
    public void coloursLabelsAndOverlaysAreWritten() {
        ImagePlus colours = new ImagePlus("c", new ColorProcessor(2, 1, new int[] {0x010203, 0x040506}));
        colours.setOverlay(new Overlay(new Roi(0, 0, 1, 1)));
        TiffWriter.write(file("c.tif"), colours);
        ImagePlus back = IJ.openImage(file("c.tif").getPath());
        assertEquals(ImagePlus.COLOR_RGB, back.getType());
        assertEquals(0x040506, back.getProcessor().get(1, 0) & 0xffffff);
        assertEquals(1, back.getOverlay().size());

        ImagePlus named = ImagePlusFactory.create("n", List.of(volume(), volume()), List.of("one", "two"));
        TiffWriter.write(file("n.tif"), named);
        back = IJ.openImage(file("n.tif").getPath());
        assertEquals(2, back.getNFrames());
        assertEquals("two", back.getStack().getSliceLabel(2));
    }

    @Test
    public void hyperstacksHaveTheirPlanesContrastAndCalibration() {
        ImagePlus image = ImagePlusFactory.create(volume());
        assertEquals(32, image.getBitDepth());
        assertArrayEquals(new int[] {2, 1, 2, 3, 1}, image.getDimensions());
        // Channel 1, slice 2.
        assertArrayEquals(new float[] {6.5f, 7.5f},
                (float[]) image.getStack().getPixels(image.getStackIndex(2, 3, 1)), 0);
        image.setC(2);
        assertEquals(2.5, image.getDisplayRangeMin(), 1e-6);
        assertEquals(7.5, image.getDisplayRangeMax(), 1e-6);
        assertEquals("mm", image.getCalibration().getUnit());
        FloatImage back = new ImageReader(3, 0).convert(image).get(0);
        assertArrayEquals(volume().data(), back.data(), 0);
        assertTrue(Arrays.equals(volume().spacing(), back.spacing()));
        FloatImage flat = new FloatImage("f", new float[] {1, 2}, 1, new int[] {1, 2}, new double[] {1, 1}, "pixel");
        assertEquals(1, ImagePlusFactory.create(flat).getStackSize());
    }
}
