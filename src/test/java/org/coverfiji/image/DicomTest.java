package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

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
