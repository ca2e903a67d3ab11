package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.imageio.ImageIO;

import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.read.FolderImageSource;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.read.MemoryImageSource;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FolderImageSourceTest {

    private static final ImagePreparation RAW = new ImagePreparation(Normalization.window(0, 255), 0, 1, 1);
    private static final long PLENTY = 1 << 20;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private File file(String name) {
        return new File(folder.getRoot(), name);
    }

    /** A ramp that begins with the given value, so that images can be told apart. */
    private void png(String name, int first, int type) throws IOException {
        BufferedImage image = new BufferedImage(4, 3, type);
        for (int i = 0; i < 12; i++) {
            for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                image.getRaster().setSample(i % 4, i / 4, band, band == 3 ? 255 : first + i);
            }
        }
        ImageIO.write(image, "png", file(name));
    }

    private void grey(String name, int first) throws IOException {
        png(name, first, BufferedImage.TYPE_BYTE_GRAY);
    }

    private FolderImageSource source(int channels, long cache) {
        return new FolderImageSource(ImageFiles.list(folder.getRoot(), true, null), new ImageReader(2, channels), RAW,
                cache);
    }

    @Test
    public void imagesInOrderNormalised() throws IOException {
        grey("b.png", 51);
        grey("a.png", 0);
        FolderImageSource source = source(0, PLENTY);
        assertEquals(2, source.size());
        assertEquals(1, source.channels());
        assertEquals("a.png", source.get(0).name());
        assertEquals(0.2f, source.get(1).data()[0], 1e-6f);
        assertTrue(source.skipped().isEmpty());
    }

    @Test
    public void badFilesAreNamedCountedAndSkipped() throws IOException {
        grey("a.png", 0);
        ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY), "png", file("black.png"));
        Files.write(file("cut.png").toPath(), Arrays.copyOf(Files.readAllBytes(file("a.png").toPath()), 60));
        Files.write(file("words.tif").toPath(), "Not an image at all.".getBytes(StandardCharsets.UTF_8));
        byte[] damaged = Files.readAllBytes(file("a.png").toPath());
        damaged[48] ^= 0x55;
        Files.write(file("wrong.png").toPath(), damaged);
        grey("z.png", 100);
        FolderImageSource source = source(1, PLENTY);
        assertEquals(2, source.size());
        assertEquals("z.png", source.get(1).name());
        List<String> skipped = source.skipped();
        assertEquals(skipped.toString(), 4, skipped.size());
        for (String name : new String[] {"black.png", "cut.png", "words.tif", "wrong.png"}) {
            assertEquals(name, 1, skipped.stream().filter(line -> line.contains(name)).count());
        }
        assertTrue(skipped.stream().anyMatch(line -> line.contains("constant")));
    }

    @Test
    public void nothingUsableIsTold() throws IOException {
        ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY), "png", file("black.png"));
        Expect.failure(() -> source(0, PLENTY), "The only image cannot be used", "black.png", "constant");
        Files.delete(file("black.png").toPath());
        Files.write(file("words.tif").toPath(), "Not an image at all.".getBytes(StandardCharsets.UTF_8));
        Expect.failure(() -> source(0, PLENTY), "The only file cannot be used", "words.tif", "text");
        grey("a.png", 0);
        Expect.failure(() -> new FolderImageSource(ImageFiles.list(folder.getRoot(), false, ".png"),
                new ImageReader(3, 0), RAW, PLENTY), "3D", "a.png", "single 2D image");
    }

    @Test
    public void theMostFrequentChannelsDecide() throws IOException {
        grey("a.png", 0);
        png("b.png", 10, BufferedImage.TYPE_4BYTE_ABGR);
        grey("c.png", 20);
        FolderImageSource source = source(0, PLENTY);
        assertEquals(1, source.channels());
        assertEquals(3, source.size());
        assertEquals("equal bands keep their value", 10 / 255f, source.get(1).data()[0], 1e-6f);
        png("d.png", 0, BufferedImage.TYPE_3BYTE_BGR);
        png("e.png", 0, BufferedImage.TYPE_3BYTE_BGR);
        assertEquals(3, source(0, PLENTY).channels());
        assertEquals(3 * 12, source(0, PLENTY).get(0).data().length);
        assertEquals(1, source(1, PLENTY).channels());
        TiffWriter.write(file("two.tif"), new FloatImage("t", new float[] {1, 2, 3, 4}, 2, new int[] {1, 2},
                new double[] {1, 1}, "pixel"));
        FolderImageSource mixed = source(0, PLENTY);
        assertEquals(5, mixed.size());
        assertTrue(mixed.skipped().get(0), mixed.skipped().get(0).contains("two.tif: it has 2 channels, but 3 are"));
    }

    @Test
    public void smallOnesArePaddedAndSizesFollowTheResize() throws IOException {
        grey("a.png", 0);
        ImagePreparation preparation = new ImagePreparation(Normalization.DEFAULT, 8, 16, 16);
        FolderImageSource source = new FolderImageSource(ImageFiles.list(folder.getRoot(), false, null),
                new ImageReader(2, 0), preparation, PLENTY);
        assertArrayEquals(new int[] {16, 16}, source.get(0).size());
        FloatImage resized = Padding.crop(source.get(0), new int[] {6, 8});
        assertArrayEquals(new double[] {0.5, 0.5}, resized.spacing(), 0);
    }

    @Test
    public void theCacheIsBoundedAndKeepsWhatWasUsedLast() throws IOException {
        for (int i = 0; i < 5; i++) {
            grey("i" + i + ".png", 10 * i);
        }
        long one = 4 * 12;
        FolderImageSource source = source(1, 2 * one);
        FloatImage first = source.get(0);
        FloatImage second = source.get(1);
        assertSame(first, source.get(0));
        source.get(2);
        assertSame("used more recently than the second", first, source.get(0));
        assertNotSame(second, source.get(1));
        assertArrayEquals(second.data(), source.get(1).data(), 0);
        FolderImageSource none = source(1, 0);
        assertNotSame(none.get(0), none.get(0));
        assertArrayEquals(first.data(), none.get(0).data(), 0);
    }

    @Test
    public void timePointsAndSlicesOfPackedVolumesAreReadTogether() throws IOException {
        double[] values = new double[24];
        Arrays.setAll(values, i -> i);
        Arrays.fill(values, 8, 12, 7);
        new NiftiBytes(false, ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 2, 2, 3, 2).values(values)
                .write(file("v.nii.gz"));
        FolderImageSource slices = source(0, PLENTY);
        assertEquals("one of six slices is constant", 5, slices.size());
        assertEquals("v.nii.gz t2 z1", slices.get(2).name());
        assertEquals(12 / 255f, slices.get(2).data()[0], 1e-6f);
        assertTrue(slices.skipped().toString(), slices.skipped().get(0).startsWith("v.nii.gz t1 z3: it is constant"));
        FolderImageSource volumes = new FolderImageSource(ImageFiles.list(folder.getRoot(), false, null),
                new ImageReader(3, 0), new ImagePreparation(Normalization.DEFAULT, 0, 1, 1, 1), PLENTY);
        assertEquals(2, volumes.size());
        assertArrayEquals(new int[] {3, 2, 2}, volumes.get(1).size());
    }

    @Test
    public void aFileThatVanishesIsReplacedByAnother() throws IOException {
        for (int i = 0; i < 3; i++) {
            grey("i" + i + ".png", 10 * i);
        }
        FolderImageSource source = source(1, 0);
        Files.delete(file("i1.png").toPath());
        assertEquals(3, source.size());
        assertEquals("i2.png", source.get(1).name());
        assertEquals("i2.png", source.get(1).name());
        assertEquals(1, source.skipped().size());
        Files.delete(file("i0.png").toPath());
        Files.delete(file("i2.png").toPath());
        Expect.failure(() -> source.get(0), "No image can be read any more", "i0.png");
    }

    @Test
    public void manyThreadsSeeTheSameImages() throws Exception {
        for (int i = 0; i < 8; i++) {
            grey("i" + i + ".png", 10 * i);
        }
        FolderImageSource source = source(1, 3 * 4 * 12);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Float>> values = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int index = i * 5 % 8;
            values.add(threads.submit(() -> source.get(index).data()[0]));
        }
        for (int i = 0; i < 400; i++) {
            assertEquals(10 * (i * 5 % 8) / 255f, values.get(i).get(), 1e-6f);
        }
        threads.shutdown();
    }

    @Test
    public void fingerprintKnowsContentButNotDatesOrPlace() throws IOException {
        grey("a.png", 0);
        folder.newFolder("sub");
        grey("sub/b.png", 5);
        DataFingerprint before = source(0, PLENTY).fingerprint();
        assertEquals(2, before.images());
        assertEquals(24, before.pixels());
        assertEquals(64, before.sha256().length());
        assertTrue(file("a.png").setLastModified(1000));
        assertEquals(before.sha256(), source(0, PLENTY).fingerprint().sha256());

        File moved = folder.newFolder("moved", "sub").getParentFile();
        Files.move(file("a.png").toPath(), new File(moved, "a.png").toPath());
        Files.move(file("sub/b.png").toPath(), new File(moved, "sub/b.png").toPath());
        assertEquals(before.sha256(), source(0, PLENTY).fingerprint().sha256());

        grey("moved/a.png", 1);
        assertNotEquals(before.sha256(), source(0, PLENTY).fingerprint().sha256());
        grey("moved/a.png", 0);
        assertEquals(before.sha256(), source(0, PLENTY).fingerprint().sha256());
        Files.move(new File(moved, "a.png").toPath(), new File(moved, "c.png").toPath());
        assertNotEquals(before.sha256(), source(0, PLENTY).fingerprint().sha256());
    }

    @Test
    public void imagesInMemory() {
        FloatImage good = new FloatImage("good", new float[] {0, 51}, 1, new int[] {1, 2}, new double[] {1, 1}, "mm");
        FloatImage flat = new FloatImage("flat", new float[] {9, 9}, 1, new int[] {1, 2}, new double[] {1, 1}, "mm");
        FloatImage colour = new FloatImage("colour", new float[6], 3, new int[] {1, 2}, new double[] {1, 1}, "mm");
        MemoryImageSource source = new MemoryImageSource(List.of(flat, good), RAW);
        assertEquals(1, source.size());
        assertArrayEquals(new float[] {0, 0.2f}, source.get(0).data(), 1e-6f);
        assertTrue(source.skipped().get(0).startsWith("flat: it is constant"));
        assertEquals(4, source.fingerprint().pixels());
        assertNotEquals(source.fingerprint().sha256(),
                new MemoryImageSource(List.of(good), RAW).fingerprint().sha256());
        Expect.failure(() -> new MemoryImageSource(List.of(flat), RAW), "flat", "constant");
        Expect.failure(() -> new MemoryImageSource(List.of(), RAW), "no image");
        Expect.failure(() -> new MemoryImageSource(List.of(good, colour), RAW), "colour", "3 channels");
    }
}
