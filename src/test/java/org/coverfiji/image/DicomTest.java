package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DicomTest {

    private static final int SERIES = 0x0020000e;
    private static final int INSTANCE = 0x00200013;
    private static final int POSITION = 0x00200032;
    private static final int DIRECTIONS = 0x00200037;
    private static final int SPACING = 0x00280030;
    private static final int INTERCEPT = 0x00281052;
    private static final int SLOPE = 0x00281053;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ImageReader flat = new ImageReader(2, 0);
    private final ImageReader volume = new ImageReader(3, 0);

    private File file(String name) {
        return new File(folder.getRoot(), name);
    }

    /** One 2 × 3 slice whose values begin with the given one. */
    private static DicomBytes slice(String series, int instance, double z, int first) {
        DicomBytes dicom = new DicomBytes(DicomBytes.EXPLICIT).text(0x00180050, "DS", "9").text(SERIES, "UI", series)
                .text(INSTANCE, "IS", String.valueOf(instance)).text(POSITION, "DS", "5\\6\\" + z)
                .text(DIRECTIONS, "DS", "1\\0\\0\\0\\1\\0").size(2, 3).text(SPACING, "DS", "0.5\\0.25");
        return dicom.pixels(16, true, first, first + 1, first + 2, first + 3, first + 4, first + 5);
    }

    @Test
    public void rescaledValuesInEveryTransferSyntax() throws IOException {
        for (String syntax : new String[] {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.BIG_ENDIAN}) {
            DicomBytes dicom = new DicomBytes(syntax).sequence(0x00081140, INSTANCE, "IS", "77")
                    .size(2, 3).text(SPACING, "DS", "0.5\\0.25 ").number(0x00280100, 16).number(0x00280101, 16)
                    .number(0x00280102, 15).number(0x00280103, 1).text(INTERCEPT, "DS", "-1024")
                    .text(SLOPE, "DS", "2").rawPixels(16, 0, 1, 512, -1, 32767, -32768);
            FloatImage image = flat.read(dicom.write(file("ct"))).get(0);
            assertArrayEquals(syntax, new float[] {-1024, -1022, 0, -1026, 64510, -66560}, image.data(), 0);
            assertArrayEquals(new int[] {2, 3}, image.size());
            assertArrayEquals(new double[] {0.5, 0.25}, image.spacing(), 0);
            assertEquals("mm", image.unit());
        }
    }

    @Test
    public void onlyTheStoredBitsCount() throws IOException {
        DicomBytes dicom = new DicomBytes(DicomBytes.EXPLICIT).size(1, 2).number(0x00280100, 16)
                .number(0x00280101, 12).number(0x00280102, 11).number(0x00280103, 1)
                .rawPixels(16, 0x1fff, 0xf7ff);
        assertArrayEquals(new float[] {-1, 2047}, flat.read(dicom.write(file("a.dcm"))).get(0).data(), 0);
    }

    @Test
    public void coloursInterleavedAndPlanar() throws IOException {
        for (int planar = 0; planar < 2; planar++) {
            DicomBytes dicom = new DicomBytes(DicomBytes.EXPLICIT).number(0x00280002, 3)
                    .text(0x00280004, "CS", "RGB").number(0x00280006, planar).size(1, 2)
                    .pixels(8, false, planar == 0 ? new int[] {1, 2, 3, 200, 5, 6} : new int[] {1, 200, 2, 5, 3, 6});
            assertArrayEquals(new float[] {1, 200, 2, 5, 3, 6}, flat.read(dicom.write(file("a.dcm"))).get(0).data(), 0);
        }
    }

    @Test
    public void framesAreSlices() throws IOException {
        DicomBytes dicom = new DicomBytes(DicomBytes.EXPLICIT).text(0x00280008, "IS", "3").size(1, 2)
                .pixels(8, false, 1, 2, 3, 4, 5, 6);
        dicom.write(file("cine.dcm"));
        assertArrayEquals(new int[] {3, 1, 2}, volume.read(file("cine.dcm")).get(0).size());
        List<FloatImage> frames = flat.read(file("cine.dcm"));
        assertEquals(3, frames.size());
        assertArrayEquals(new float[] {5, 6}, frames.get(2).data(), 0);
    }

    @Test
    public void aFolderIsOneVolumePerSeriesSortedByPosition() throws IOException {
        // Instance numbers and names run against the positions.
        slice("1.2.1", 3, -4, 10).write(file("a"));
        slice("1.2.1", 2, 0, 30).write(file("b"));
        slice("1.2.1", 1, -2, 20).write(file("c"));
        slice("1.2.9", 1, 0, 70).write(file("d"));
        slice("1.2.9", 2, 3, 80).write(file("e"));
        List<FloatImage> volumes = volume.read(folder.getRoot());
        assertEquals(2, volumes.size());
        FloatImage first = volumes.get(0);
        assertArrayEquals(new int[] {3, 2, 3}, first.size());
        assertArrayEquals("the measured distance, not the thickness", new double[] {2, 0.5, 0.25}, first.spacing(),
                1e-9);
        assertArrayEquals(new float[] {10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25, 30, 31, 32, 33, 34, 35},
                first.data(), 0);
        assertArrayEquals(new double[] {-0.25, 0, 0, -5, 0, -0.5, 0, -6, 0, 0, 2, -4}, first.orientation().affine(),
                1e-9);
        assertEquals("LPS", first.orientation().axes());
        assertEquals(3, volumes.get(1).spacing()[0], 1e-9);
        assertEquals("in 2D every file is an image", 5, flat.read(folder.getRoot()).size());
    }

    @Test
    public void withoutPositionsTheInstanceNumberSorts() throws IOException {
        for (int instance = 12; instance > 0; instance--) {
            new DicomBytes(DicomBytes.EXPLICIT).text(SERIES, "UI", "1.2").text(INSTANCE, "IS", "" + instance)
                    .size(1, 1).pixels(16, false, instance).write(file("IM" + instance));
        }
        float[] expected = new float[12];
        for (int i = 0; i < 12; i++) {
            expected[i] = i + 1;
        }
        assertArrayEquals(expected, volume.read(folder.getRoot()).get(0).data(), 0);
    }

    @Test
    public void positionsThatComeAgainAreTimePoints() throws IOException {
        for (int i = 0; i < 6; i++) {
            slice("1.2", i, i % 3, 10 * i).write(file("s" + i));
        }
        List<FloatImage> times = volume.read(folder.getRoot());
        assertEquals(2, times.size());
        assertEquals(30, times.get(1).data()[0], 0);
        assertEquals(40, times.get(1).data()[6], 0);
        slice("1.2", 7, 1, 10).write(file("s7"));
        Expect.failure(() -> volume.read(folder.getRoot()), "not equally many at every position");
    }

    @Test
    public void directionsAreComparedAsNumbers() throws IOException {
        String[] spelt = {"1\\0\\0\\0\\1\\0", "1.000000\\0.0\\0\\0\\1\\0", "1\\1e-07\\0\\-2E-7\\1\\0"};
        for (int i = 0; i < 9; i++) {
            new DicomBytes(DicomBytes.EXPLICIT).text(SERIES, "UI", "1.2").text(INSTANCE, "IS", "" + i)
                    .text(POSITION, "DS", "300\\-400\\" + 2.5 * i).text(DIRECTIONS, "DS", spelt[i % 3]).size(1, 1)
                    .text(SPACING, "DS", "1\\1").pixels(16, false, i).write(file("s" + i));
        }
        List<FloatImage> volumes = volume.read(folder.getRoot());
        assertEquals(1, volumes.size());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, volumes.get(0).data(), 0);
        assertEquals(2.5, volumes.get(0).spacing()[0], 1e-3);
    }

    @Test
    public void slicesInOtherDirectionsAreAnotherVolume() throws IOException {
        for (int i = 0; i < 4; i++) {
            new DicomBytes(DicomBytes.EXPLICIT).text(SERIES, "UI", "1.2").text(POSITION, "DS", i + "\\0\\" + i)
                    .text(DIRECTIONS, "DS", i % 2 == 0 ? "1\\0\\0\\0\\1\\0" : "0\\1\\0\\0\\0\\1").size(1, 1)
                    .pixels(16, false, i).write(file("s" + i));
        }
        assertEquals(2, volume.read(folder.getRoot()).size());
    }

    @Test
    public void missingSlicesAreToldAndKeepTheDistance() throws IOException {
        for (int i : new int[] {0, 1, 2, 6, 7, 9}) {
            slice("1.2", i, 2.5 * i, i).write(file("s" + i));
        }
        FileImages read = volume.readWhole(volume.group(ImageFiles.list(folder.getRoot(), false, null)).get(0));
        assertEquals(2.5, read.images().get(0).spacing()[0], 1e-9);
        assertEquals(1, read.notes().size());
        String note = read.notes().get(0);
        assertTrue(note, note.contains("3 slices are missing between s2 and s6, and 1 slice is missing between s7"));
    }

    @Test
    public void roundedPositionsAreEvenlySpaced() throws IOException {
        double[] rounded = {0, 0.6, 1.3, 1.9, 2.5};
        for (int i = 0; i < rounded.length; i++) {
            slice("1.2", i, rounded[i], i).write(file("s" + i));
        }
        FileImages read = volume.readWhole(volume.group(ImageFiles.list(folder.getRoot(), false, null)).get(0));
        assertEquals(0.625, read.images().get(0).spacing()[0], 1e-9);
        assertEquals(List.of(), read.notes());
    }

    @Test
    public void unequalSlicesAreNoVolumeButImages() throws IOException {
        double[] positions = {0, 1, 2, 3.5, 6};
        for (int i = 0; i < positions.length; i++) {
            slice("1.2", i, positions[i], i).write(file("s" + i));
        }
        Expect.failure(() -> volume.read(folder.getRoot()), "s0 and 4 other slices", "1 to 2.5");
        assertEquals(5, flat.read(folder.getRoot()).size());
    }

    @Test
    public void aDuplicateSliceIsNamedAndACopyLeftOut() throws IOException {
        for (int i = 0; i < 3; i++) {
            slice("1.2", i, i, i).write(file("s" + i));
        }
        slice("1.2", 7, 1, 50).write(file("other"));
        Expect.failure(() -> volume.read(folder.getRoot()), "s1 and other lie at one");
        Files.delete(file("other").toPath());
        for (int i = 0; i < 3; i++) {
            new DicomBytes(DicomBytes.EXPLICIT).text(0x00080018, "UI", "1.2.3." + i).text(SERIES, "UI", "1.9")
                    .text(INSTANCE, "IS", "" + i).text(POSITION, "DS", "0\\0\\" + i)
                    .text(DIRECTIONS, "DS", "1\\0\\0\\0\\1\\0").size(1, 1).pixels(16, false, i).write(file("c" + i));
        }
        Files.copy(file("c1").toPath(), file("copy").toPath());
        List<FileGroup> groups = volume.group(ImageFiles.list(folder.getRoot(), false, null));
        FileImages read = volume.readWhole(groups.get(0));
        assertArrayEquals(new float[] {0, 1, 2}, read.images().get(0).data(), 0);
        assertTrue(read.notes().toString(), read.notes().get(0).contains("copy is a copy of c1"));
    }

    /** Three frames of one pixel each at the given places, with slopes 1, 10, 100. */
    private static DicomBytes enhanced(double... places) {
        DicomBytes[] frames = new DicomBytes[places.length];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = DicomBytes.item()
                    .items(0x00209113, DicomBytes.item().text(POSITION, "DS", "0\\0\\" + places[i]))
                    .items(0x00289145, DicomBytes.item().text(INTERCEPT, "DS", "-" + i)
                            .text(SLOPE, "DS", "" + Math.pow(10, i)));
        }
        DicomBytes shared = DicomBytes.item()
                .items(0x00209116, DicomBytes.item().text(DIRECTIONS, "DS", "1\\0\\0\\0\\1\\0"))
                .items(0x00289110, DicomBytes.item().text(0x00180050, "DS", "5").text(SPACING, "DS", "0.5\\0.5"));
        return new DicomBytes(DicomBytes.EXPLICIT).text(0x00280008, "IS", "" + places.length).size(1, 1)
                .number(0x00280100, 16).number(0x00280101, 16).number(0x00280102, 15).number(0x00280103, 0)
                .items(0x52009229, shared).items(0x52009230, frames).rawPixels(16, 7, 7, 7);
    }

    @Test
    public void everyFrameHasItsOwnPlaceAndScale() throws IOException {
        FloatImage sorted = volume.read(enhanced(0, 3, 6).write(file("a.dcm"))).get(0);
        assertArrayEquals(new float[] {7, 69, 698}, sorted.data(), 0);
        assertArrayEquals(new double[] {3, 0.5, 0.5}, sorted.spacing(), 1e-9);
        FloatImage unsorted = volume.read(enhanced(6, 0, 3).write(file("b.dcm"))).get(0);
        assertArrayEquals("by place, not by frame", new float[] {69, 698, 7}, unsorted.data(), 0);
        assertEquals(0, unsorted.orientation().affine()[11], 1e-9);
        assertEquals(3, unsorted.spacing()[0], 1e-9);
    }

    @Test
    public void anObjectWithoutPixelsIsNoImage() throws IOException {
        slice("1.2", 1, 0, 0).write(file("s1"));
        slice("1.2", 2, 1, 0).write(file("s2"));
        new DicomBytes(DicomBytes.EXPLICIT).text(0x00080060, "CS", "RTSTRUCT").size(2, 3).write(file("rs.dcm"));
        Expect.failure(() -> flat.read(file("rs.dcm")), "rs.dcm", "without pixels (RTSTRUCT)");
        assertEquals(1, volume.read(folder.getRoot()).size());
    }

    @Test
    public void coloursOfEveryKindBecomeRedGreenAndBlue() throws IOException {
        DicomBytes ybr = new DicomBytes(DicomBytes.EXPLICIT).number(0x00280002, 3).text(0x00280004, "CS", "YBR_FULL")
                .number(0x00280006, 0).size(1, 2).pixels(8, false, 76, 85, 255, 128, 128, 128);
        assertArrayEquals("red and grey", new float[] {254, 128, 0, 128, 0, 128},
                flat.read(ybr.write(file("ybr.dcm"))).get(0).data(), 0);
        DicomBytes palette = new DicomBytes(DicomBytes.EXPLICIT).number(0x00280002, 1)
                .text(0x00280004, "CS", "PALETTE COLOR").size(1, 3).number(0x00280100, 8).number(0x00280101, 8)
                .number(0x00280102, 7).number(0x00280103, 0);
        for (int channel = 0; channel < 3; channel++) {
            palette.words(0x00281101 + channel, 2, 1, 16);
        }
        palette.words(0x00281201, 0x1000, 0x2000).words(0x00281202, 0x3000, 0x4000).words(0x00281203, 0x5000, 0x6000);
        assertArrayEquals("the palette begins at 1", new float[] {16, 16, 32, 48, 48, 64, 80, 80, 96},
                flat.read(palette.rawPixels(8, 0, 1, 2, 0).write(file("palette.dcm"))).get(0).data(), 0);
        DicomBytes half = new DicomBytes(DicomBytes.EXPLICIT).number(0x00280002, 3)
                .text(0x00280004, "CS", "YBR_FULL_422").size(1, 2).pixels(8, false, 1, 2, 3, 4);
        half.write(file("half.dcm"));
        Expect.failure(() -> flat.read(file("half.dcm")), "YBR_FULL_422", "RGB");
    }

    @Test
    public void valuesOfMonochrome1AreAsImageJHoldsThem() throws IOException {
        File file = new DicomBytes(DicomBytes.EXPLICIT).number(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME1")
                .size(1, 2).pixels(8, false, 10, 200).write(file("white.dcm"));
        ij.plugin.DICOM opened = new ij.plugin.DICOM();
        opened.open(file.getPath());
        FileImages read = flat.readWhole(FileGroup.of(file));
        assertEquals(opened.getProcessor().getf(0, 0), read.images().get(0).data()[0], 0);
        assertEquals(opened.getProcessor().getf(1, 0), read.images().get(0).data()[1], 0);
        assertTrue(read.notes().toString(), read.notes().get(0).contains("MONOCHROME1"));
    }

    @Test
    public void aPaletteMeansColoursFromFileAndWindow() throws IOException {
        DicomBytes dicom = new DicomBytes(DicomBytes.EXPLICIT).number(0x00280002, 1)
                .text(0x00280004, "CS", "PALETTE COLOR").size(1, 2).number(0x00280100, 8).number(0x00280101, 8)
                .number(0x00280102, 7).number(0x00280103, 0);
        for (int channel = 0; channel < 3; channel++) {
            dicom.words(0x00281101 + channel, 256, 0, 16);
        }
        for (int channel = 0; channel < 3; channel++) {
            int[] colours = new int[256];
            for (int i = 0; i < colours.length; i++) {
                colours[i] = (i + 50 * channel & 0xff) << 8;
            }
            dicom.words(0x00281201 + channel, colours);
        }
        File file = dicom.rawPixels(8, 7, 100).write(file("palette.dcm"));
        float[] expected = {7, 100, 57, 150, 107, 200};
        assertArrayEquals(expected, flat.read(file).get(0).data(), 0);
        ij.plugin.DICOM opened = new ij.plugin.DICOM();
        opened.open(file.getPath());
        assertArrayEquals(expected, flat.convert(opened).get(0).data(), 0);
    }

    @Test
    public void aTableOfValuesIsRefused() throws IOException {
        DicomBytes dicom = new DicomBytes(DicomBytes.EXPLICIT).size(1, 1)
                .items(0x00283000, DicomBytes.item().words(0x00283002, 1, 0, 16)).pixels(16, false, 1);
        dicom.write(file("t.dcm"));
        Expect.failure(() -> flat.read(file("t.dcm")), "t.dcm", "modality LUT");
    }

    @Test
    public void whatAHeaderClaimsIsNotBelieved() throws IOException {
        DicomBytes nested = DicomBytes.item().number(0x00280010, 1);
        for (int depth = 0; depth < 1000; depth++) {
            nested = DicomBytes.item().sequence(0x00081140, nested);
        }
        DicomBytes deep = new DicomBytes(DicomBytes.EXPLICIT).sequence(0x00081140, nested).size(1, 1)
                .pixels(16, false, 1);
        deep.write(file("deep.dcm"));
        Expect.failure(() -> flat.read(file("deep.dcm")), "deep.dcm", "more than 64 deep");
        DicomBytes many = new DicomBytes(DicomBytes.EXPLICIT).text(0x00280008, "IS", "2000000000").size(1, 1)
                .pixels(16, false, 1);
        many.write(file("many.dcm"));
        Expect.failure(() -> flat.read(file("many.dcm")), "many.dcm", "truncated");
        new DicomBytes(DicomBytes.EXPLICIT).size(65535, 65535).pixels(16, false, 1).write(file("large.dcm"));
        Expect.failure(() -> flat.read(file("large.dcm")), "large.dcm", "truncated");
    }

    @Test
    public void oneSliceIsNoVolume() throws IOException {
        slice("1.2", 1, 0, 0).write(file("s"));
        Expect.failure(() -> volume.read(file("s")), "single 2D image", "3D images are needed");
    }

    @Test
    public void truncatedAndCompressedFilesAreTold() throws IOException {
        byte[] whole = slice("1.2", 1, 0, 0).bytes();
        Files.write(file("cut.dcm").toPath(), Arrays.copyOf(whole, whole.length - 1));
        Expect.failure(() -> flat.read(file("cut.dcm")), "cut.dcm", "truncated");
        Files.write(file("cut.dcm").toPath(), Arrays.copyOf(whole, 200));
        Expect.failure(() -> flat.read(file("cut.dcm")), "cut.dcm", "ends");
        new DicomBytes("1.2.840.10008.1.2.4.50").size(1, 1).write(file("jpeg.dcm"));
        Expect.failure(() -> flat.read(file("jpeg.dcm")), "jpeg.dcm", "compressed DICOM");
    }
}
