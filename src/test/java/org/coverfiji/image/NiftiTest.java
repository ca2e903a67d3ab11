package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class NiftiTest {

    private static final double[] AFFINE = {-2, 0, 0, 90, 0, 3, 0, -126, 0, 0, 4, -72};

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ImageReader reader = new ImageReader(3, 0);

    private File file(String name) {
        return new File(folder.getRoot(), name);
    }

    private static double[] count(int n) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> i);
        return values;
    }

    @Test
    public void pairsOfHeaderAndValuesAreRead() throws IOException {
        byte[] whole = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.INT16, 2, 1, 1)
                .pixdim(1, 0.5, 0.5, 2).scaling(2, 1).values(3, 4).bytes();
        for (String name : new String[] {"nifti", "analyze"}) {
            byte[] header = Arrays.copyOf(whole, 348);
            header[108 + 2] = 0;
            header[108 + 3] = 0;
            header[345] = 'i';
            if (name.equals("analyze")) {
                Arrays.fill(header, 344, 348, (byte) 0);
            }
            Files.write(new File(folder.getRoot(), name + ".hdr").toPath(), header);
            Files.write(new File(folder.getRoot(), name + ".img").toPath(), Arrays.copyOfRange(whole, 352, 356));
        }
        for (String ending : new String[] {".hdr", ".img"}) {
            assertArrayEquals(new float[] {7, 9}, new ImageReader(2, 0)
                    .read(new File(folder.getRoot(), "nifti" + ending)).get(0).data(), 0);
            assertArrayEquals("ANALYZE knows no scaling", new float[] {3, 4}, new ImageReader(2, 0)
                    .read(new File(folder.getRoot(), "analyze" + ending)).get(0).data(), 0);
        }
    }

    @Test
    public void anAxisOfNothingCountsOnce() throws IOException {
        File file = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 2, 1, 1, 0).values(3, 4)
                .write(new File(folder.getRoot(), "zero.nii"));
        assertArrayEquals(new float[] {3, 4}, new ImageReader(2, 0).read(file).get(0).data(), 0);
    }

    @Test
    public void everyTypeInBothVersionsAndByteOrders() throws IOException {
        int[] types = {NiftiBytes.UINT8, NiftiBytes.INT8, NiftiBytes.INT16, NiftiBytes.UINT16, NiftiBytes.INT32,
            NiftiBytes.UINT32, NiftiBytes.FLOAT32, NiftiBytes.FLOAT64, NiftiBytes.INT64, NiftiBytes.UINT64};
        double[][] values = {{255, 1, 0, 128}, {-128, 1, 127, -1}, {-32768, 1, 32767, -1}, {65535, 1, 0, 32768},
            {-2147483648, 1, 2, -1}, {4294967040.0, 1, 0, 2147483648.0}, {-1.5, 1e30, 0, 3.25}, {-1.5, 1e30, 0, 3.25},
            {-1099511627776.0, 1, 2, -1}, {1099511627776.0, 1, 2, 3}};
        for (int i = 0; i < types.length; i++) {
            for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                for (boolean second : new boolean[] {false, true}) {
                    for (String name : new String[] {"a.nii", "a.nii.gz"}) {
                        NiftiBytes nifti = new NiftiBytes(second, order, types[i], 2, 1, 2).values(values[i]);
                        FloatImage image = reader.read(nifti.write(file(name))).get(0);
                        float[] expected = new float[4];
                        for (int k = 0; k < 4; k++) {
                            expected[k] = (float) values[i][k];
                        }
                        assertArrayEquals("type " + types[i] + " " + order, expected, image.data(), 0);
                        assertArrayEquals(new int[] {2, 1, 2}, image.size());
                    }
                }
            }
        }
    }

    @Test
    public void unsigned64BitsAboveTheSign() throws IOException {
        NiftiBytes nifti = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT64, 1, 1, 2).values(-1, 1);
        assertEquals((float) 18446744073709551615.0, reader.read(nifti.write(file("a.nii"))).get(0).data()[0], 0);
    }

    @Test
    public void axesAreZYXWithXFastestAndSpacingFollows() throws IOException {
        for (boolean second : new boolean[] {false, true}) {
            NiftiBytes nifti = new NiftiBytes(second, ByteOrder.BIG_ENDIAN, NiftiBytes.INT16, 4, 3, 2)
                    .pixdim(1, 0.5, 0.75, 2.5).units(3 | 8).values(count(24));
            FloatImage image = reader.read(nifti.write(file("a.nii"))).get(0);
            assertArrayEquals(new int[] {2, 3, 4}, image.size());
            assertEquals(1 * 12 + 2 * 4 + 3, image.data()[(1 * 3 + 2) * 4 + 3], 0);
            assertArrayEquals(new double[] {2.5, 0.75, 0.5}, image.spacing(), 0);
            assertEquals("µm", image.unit());
        }
    }

    @Test
    public void slopeAndInterceptAreApplied() throws IOException {
        NiftiBytes nifti = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.INT16, 2, 1, 2)
                .scaling(0.5, -1000).values(0, 2000, -2, 1);
        assertArrayEquals(new float[] {-1000, 0, -1001, -999.5f}, reader.read(nifti.write(file("a.nii"))).get(0)
                .data(), 0);
        nifti = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.INT16, 2, 1, 2).scaling(0, 7)
                .values(0, 2000, -2, 1);
        assertArrayEquals("slope 0 means none", new float[] {0, 2000, -2, 1},
                reader.read(nifti.write(file("a.nii"))).get(0).data(), 0);
    }

    @Test
    public void timePointsAreImagesAndTheFifthDimensionChannels() throws IOException {
        NiftiBytes nifti = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.FLOAT32, 2, 1, 2, 3, 2)
                .values(count(24));
        for (String name : new String[] {"a.nii", "a.nii.gz"}) {
            List<FloatImage> volumes = reader.read(nifti.write(file(name)));
            assertEquals(3, volumes.size());
            assertEquals(2, volumes.get(1).channels());
            // Channel c, time t begins at (c · 3 + t) · 4.
            assertArrayEquals(new float[] {4, 5, 6, 7, 16, 17, 18, 19}, volumes.get(1).data(), 0);
            assertEquals(name + " t2", volumes.get(1).name());

            List<FloatImage> slices = new ImageReader(2, 2).read(file(name));
            assertEquals(6, slices.size());
            assertArrayEquals(new float[] {6, 7, 18, 19}, slices.get(3).data(), 0);
            assertEquals(name + " t2 z2", slices.get(3).name());
            assertArrayEquals(new int[] {1, 2}, slices.get(3).size());
        }
    }

    @Test
    public void sformIsKeptElseQform() throws IOException {
        for (boolean second : new boolean[] {false, true}) {
            NiftiBytes nifti = new NiftiBytes(second, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 1, 1, 2)
                    .sform(4, AFFINE).values(1, 2);
            Orientation orientation = reader.read(nifti.write(file("a.nii"))).get(0).orientation();
            assertArrayEquals(AFFINE, orientation.affine(), 0);
            assertEquals(4, orientation.code());
            assertEquals("LAS", orientation.axes());

            // Half a turn about z: x and y point backwards; qfac −1 mirrors z.
            nifti = new NiftiBytes(second, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 1, 1, 2)
                    .pixdim(-1, 2, 3, 4).qform(1, 0, 0, 1, 10, 20, 30).values(1, 2);
            orientation = reader.read(nifti.write(file("a.nii"))).get(0).orientation();
            assertArrayEquals(new double[] {-2, 0, 0, 10, 0, -3, 0, 20, 0, 0, -4, 30}, orientation.affine(), 1e-6);
            assertEquals("LPI", orientation.axes());
        }
        NiftiBytes none = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 1, 1, 2).values(1, 2);
        assertNull(reader.read(none.write(file("a.nii"))).get(0).orientation());
    }

    @Test
    public void quaternionOfAQuarterTurn() throws IOException {
        double half = Math.sqrt(0.5);
        NiftiBytes nifti = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 1, 1, 2)
                .pixdim(1, 2, 3, 4).qform(1, half, 0, 0, 0, 0, 0).values(1, 2);
        // A quarter turn about x: j points up, k to the back.
        assertArrayEquals(new double[] {2, 0, 0, 0, 0, 0, -4, 0, 0, 3, 0, 0},
                reader.read(nifti.write(file("a.nii"))).get(0).orientation().affine(), 1e-5);
    }

    @Test
    public void colourVoxels() throws IOException {
        NiftiBytes nifti = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, 128, 2, 1, 2)
                .values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertArrayEquals(new float[] {1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12},
                reader.read(nifti.write(file("a.nii"))).get(0).data(), 0);
    }

    @Test
    public void truncatedFilesAreTold() throws IOException {
        byte[] whole = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.FLOAT32, 20, 10, 5)
                .values(count(1000)).bytes();
        for (int length : new int[] {4351, 4000, 352, 300, 10}) {
            Files.write(file("cut.nii").toPath(), Arrays.copyOf(whole, length));
            Expect.failure(() -> reader.read(file("cut.nii")), "cut.nii", "copy it again");
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(whole);
        }
        byte[] zipped = packed.toByteArray();
        for (int length : new int[] {zipped.length - 1, zipped.length - 9, zipped.length / 2, 30, 5}) {
            Files.write(file("cut.nii.gz").toPath(), Arrays.copyOf(zipped, length));
            Expect.failure(() -> reader.read(file("cut.nii.gz")), "cut.nii.gz", "truncated", "copy it again");
        }
        Files.write(file("short.nii.gz").toPath(), gzip(Arrays.copyOf(whole, 3000)));
        Expect.failure(() -> reader.read(file("short.nii.gz")), "short.nii.gz", "copy it again");
    }

    @Test
    public void damagedContentIsTold() throws IOException {
        byte[] zipped = gzip(new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.FLOAT32, 20, 10, 5)
                .values(count(1000)).bytes());
        byte[] wrong = zipped.clone();
        wrong[wrong.length - 6] ^= 1;
        Files.write(file("sum.nii.gz").toPath(), wrong);
        Expect.failure(() -> reader.read(file("sum.nii.gz")), "sum.nii.gz", "damaged");
    }

    @Test
    public void severalGzipMembersAreOneFile() throws IOException {
        byte[] whole = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 2, 1, 2).values(1, 2, 3, 4)
                .bytes();
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(gzip(Arrays.copyOfRange(whole, 0, 353)));
        members.writeBytes(gzip(Arrays.copyOfRange(whole, 353, whole.length)));
        Files.write(file("a.nii.gz").toPath(), members.toByteArray());
        assertArrayEquals(new float[] {1, 2, 3, 4}, reader.read(file("a.nii.gz")).get(0).data(), 0);
    }

    @Test
    public void wrongHeadersAreTold() throws IOException {
        Files.write(file("text.nii").toPath(), new byte[1000]);
        Expect.failure(() -> reader.read(file("text.nii")), "text.nii", "NIfTI header");
        NiftiBytes complex = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, 32, 2, 1, 2).values(count(32));
        complex.write(file("complex.nii"));
        Expect.failure(() -> reader.read(file("complex.nii")), "complex.nii", "data type 32");
        byte[] pair = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 2, 1, 2).values(count(4))
                .bytes();
        pair[345] = 'i';
        Files.write(file("pair.nii").toPath(), pair);
        Expect.failure(() -> reader.read(file("pair.nii")), "pair.nii", "pair");
        NiftiBytes flat = new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 2, -3, 2).values(count(4));
        flat.write(file("negative.nii"));
        Expect.failure(() -> reader.read(file("negative.nii")), "negative.nii", "damaged");
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }
}
