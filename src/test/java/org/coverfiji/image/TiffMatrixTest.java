package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;

import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.ImagePlus;
import ij.io.Opener;

/**
 * TIFF files of all kinds that can be made of compression, bits, sample format, photometric interpretation, tiling,
 * planes and pages give the numbers that were written; and what ImageJ reads rightly gives what ImageJ holds.
 */
public class TiffMatrixTest {

    private static final int[] COMPRESSIONS = {TiffBytes.NONE, TiffBytes.LZW, TiffBytes.DEFLATE, TiffBytes.PACK_BITS};
    /** Bits and sample format: 1 unsigned, 2 signed, 3 floating point. */
    private static final int[][] TYPES = {{1, 1}, {2, 1}, {4, 1}, {8, 1}, {8, 2}, {12, 1}, {16, 1}, {16, 2}, {16, 3},
        {32, 1}, {32, 2}, {32, 3}, {64, 1}, {64, 2}, {64, 3}};

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ImageReader reader = new ImageReader(2, 0);
    private int kind;
    private int read;
    private int sameAsImageJ;

    /** As strips (one, several), tiles, pages; in both byte orders; small and large. */
    private void everyLayout(TiffBytes tiff) throws Exception {
        for (int layout = 0; layout < 4; layout++) {
            tiff.tiled = layout == 2;
            tiff.pages = layout == 3 ? 3 : 1;
            tiff.rowsPerStrip = layout == 0 ? tiff.height : 8;
            // Every layout in one byte order and size of offsets, all of these with every layout in turn.
            kind++;
            tiff.order = kind % 3 == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            tiff.big = kind % 3 == 2;
            check(tiff);
        }
    }

    private static String name(TiffBytes tiff) {
        return "compression " + tiff.compression + " predictor " + tiff.predictor + ", " + tiff.samples + " × "
                + tiff.bits + " bits of format " + tiff.format + ", photometric " + tiff.photometric
                + (tiff.planar ? ", planes" : "") + (tiff.tiled ? ", tiles" : ", strips of " + tiff.rowsPerStrip)
                + ", " + tiff.pages + " pages, " + tiff.order + (tiff.big ? ", big" : "");
    }

    private void check(TiffBytes tiff) throws Exception {
        File file = tiff.write(folder.newFile());
        String name = name(tiff);
        List<FloatImage> images;
        try {
            images = reader.read(file);
        } catch (RuntimeException e) {
            throw new AssertionError(name, e);
        }
        assertEquals(name, tiff.pages, images.size());
        for (int page = 0; page < tiff.pages; page++) {
            FloatImage image = images.get(page);
            assertEquals(name, channels(tiff), image.channels());
            assertArrayEquals(name, expected(tiff, page, image.channels()), image.data(), 0);
        }
        read++;
        compareWithImageJ(tiff, file, images, name);
        assertTrue(file.delete());
    }

    private static int channels(TiffBytes tiff) {
        return tiff.samples == 4 && tiff.bits == 8 ? 3 : tiff.samples;
    }

    private static float[] expected(TiffBytes tiff, int page, int channels) {
        int pixels = tiff.width * tiff.height;
        float[] expected = new float[channels * pixels];
        for (int i = 0; i < expected.length; i++) {
            float value = asImageJ(tiff, tiff.stored(page, i % pixels, i / pixels));
            expected[i] = tiff.bits == 1 ? 255 * value : value;
        }
        return expected;
    }

    /** Where ImageJ knows the file, its signs count: bytes have none, 32-bit integers always have. */
    private static float asImageJ(TiffBytes tiff, float value) {
        if (tiff.big || tiff.tiled || tiff.bits == 32 && tiff.samples > 1) {
            return value;
        }
        return tiff.bits == 8 && value < 0 ? value + 256
                : tiff.bits == 32 && tiff.format == 1 && value >= 1L << 31 ? value - (1L << 32) : value;
    }

    /** What ImageJ takes for readable and reads as the header says. */
    private static boolean imageJReads(TiffBytes tiff) {
        boolean packed = tiff.bits == 1 || tiff.bits == 12;
        boolean simple = tiff.compression == TiffBytes.NONE;
        return !tiff.big && !tiff.tiled && tiff.predictor != 3 && tiff.bits != 64 && tiff.bits != 2 && tiff.bits != 4
                && !(tiff.bits == 16 && tiff.format == 3) && tiff.samples != 2 && !tiff.planar
                && !(tiff.bits == 32 && (tiff.samples > 1 || tiff.predictor == 2))
                && (simple || !packed && tiff.compression != TiffBytes.JPEG)
                && !(tiff.predictor == 2 && tiff.compression == TiffBytes.PACK_BITS)
                && !(tiff.samples > 1 && tiff.bits == 16 && (tiff.predictor == 2 || tiff.samples == 4 && !simple
                        || tiff.pages > 1));
    }

    private void compareWithImageJ(TiffBytes tiff, File file, List<FloatImage> images, String name) {
        if (!imageJReads(tiff)) {
            return;
        }
        ImagePlus opened = new Opener().openImage(file.getPath());
        List<FloatImage> held = reader.convert(opened);
        assertEquals(name, held.size(), images.size());
        for (int page = 0; page < held.size(); page++) {
            assertArrayEquals(name, held.get(page).data(), images.get(page).data(), 0);
        }
        sameAsImageJ++;
    }

    @Test
    public void greyOfEveryTypeAndCompression() throws Exception {
        for (int compression : COMPRESSIONS) {
            for (int[] type : TYPES) {
                boolean wide = type[0] == 64 && type[1] != 3;
                for (int photometric = 0; photometric < 2; photometric++) {
                    TiffBytes tiff = new TiffBytes();
                    tiff.compression = compression;
                    tiff.bits = type[0];
                    tiff.format = type[1];
                    tiff.photometric = photometric;
                    tiff.values = type[0] >= 32 && type[1] == 1
                            ? (page, pixel, sample) -> (pixel * 7919L + page) % 1000 * 4000000L
                            : (page, pixel, sample) -> pixel % 90 * 3 - 40 + page;
                    if (wide) {
                        checkWide(tiff);
                    } else {
                        everyLayout(tiff);
                    }
                }
            }
        }
        assertTrue(read + " files, " + sameAsImageJ + " as ImageJ", read > 400 && sameAsImageJ > 60);
    }

    /** 64-bit integers are read in place; where they would need a decoder, that is said. */
    private void checkWide(TiffBytes tiff) throws Exception {
        if (tiff.compression == TiffBytes.NONE) {
            tiff.rowsPerStrip = 5;
            check(tiff);
            tiff.big = true;
            check(tiff);
        } else {
            File file = tiff.write(folder.newFile());
            Expect.failure(() -> reader.read(file), file.getName(), "64-bit integers", "save it as");
            assertTrue(file.delete());
        }
    }

    @Test
    public void everyPageIsReadAsItIsStored() throws Exception {
        for (int[] compressions : new int[][] {{TiffBytes.NONE, TiffBytes.DEFLATE}, {TiffBytes.LZW, TiffBytes.NONE},
            {TiffBytes.NONE, TiffBytes.PACK_BITS}}) {
            TiffBytes tiff = new TiffBytes();
            tiff.pages = 2;
            tiff.compressions = compressions;
            List<FloatImage> images = new ImageReader(2, 0).read(tiff.write(folder.newFile()));
            assertEquals(2, images.size());
            for (int page = 0; page < 2; page++) {
                for (int pixel = 0; pixel < tiff.width * tiff.height; pixel++) {
                    assertEquals(tiff.stored(page, pixel, 0), images.get(page).data()[pixel], 0);
                }
            }
        }
    }

    @Test
    public void predictors() throws Exception {
        for (int compression : new int[] {TiffBytes.LZW, TiffBytes.DEFLATE}) {
            for (int[] type : TYPES) {
                for (int samples : new int[] {1, 3}) {
                    boolean plain = type[0] >= 8 && type[0] != 12 && !(type[0] == 64 && type[1] != 3)
                            && !(type[0] == 16 && type[1] == 3);
                    if (!plain || samples == 3 && type[0] == 64) {
                        continue;
                    }
                    TiffBytes tiff = new TiffBytes();
                    tiff.compression = compression;
                    tiff.bits = type[0];
                    tiff.format = type[1];
                    tiff.samples = samples;
                    tiff.photometric = samples == 3 ? 2 : 1;
                    tiff.predictor = type[1] == 3 ? 3 : 2;
                    tiff.values = (page, pixel, sample) -> (pixel * 37 + sample * 5) % 100 * (type[0] > 8 ? 300 : 1);
                    everyLayout(tiff);
                }
            }
        }
    }

    @Test
    public void coloursAndExtraSamples() throws Exception {
        for (int compression : COMPRESSIONS) {
            for (int bits : new int[] {8, 16}) {
                for (int samples = 3; samples <= 4; samples++) {
                    for (int extra = 0; extra <= 2; extra++) {
                        TiffBytes tiff = new TiffBytes();
                        tiff.compression = compression;
                        tiff.bits = bits;
                        tiff.samples = samples;
                        tiff.photometric = 2;
                        if (samples == 4) {
                            tiff.tags.put(338, new long[] {extra});
                        }
                        everyLayout(tiff);
                    }
                }
            }
        }
    }

    @Test
    public void planes() throws Exception {
        for (int compression : COMPRESSIONS) {
            for (int bits : new int[] {8, 16}) {
                for (int samples : new int[] {2, 3, 5}) {
                    TiffBytes tiff = new TiffBytes();
                    tiff.compression = compression;
                    tiff.bits = bits;
                    tiff.samples = samples;
                    tiff.planar = true;
                    tiff.photometric = samples == 3 ? 2 : 1;
                    tiff.rowsPerStrip = 8;
                    if (samples != 3) {
                        tiff.tags.put(338, new long[samples - 1]);
                    }
                    check(tiff);
                    tiff.tiled = true;
                    if (samples == 3) {
                        check(tiff);
                    }
                }
            }
        }
    }

    @Test
    public void aSecondSampleIsAChannelUnlessItIsTransparency() throws Exception {
        for (int compression : COMPRESSIONS) {
            TiffBytes tiff = new TiffBytes();
            tiff.compression = compression;
            tiff.samples = 2;
            tiff.tags.put(338, new long[] {0});
            check(tiff);
            tiff.tags.put(338, new long[] {2});
            FloatImage image = reader.read(tiff.write(folder.newFile())).get(0);
            assertEquals(1, image.channels());
            assertArrayEquals(expected(tiff, 0, 1), image.data(), 0);
        }
    }

    @Test
    public void palettesAreNumbers() throws Exception {
        for (int compression : COMPRESSIONS) {
            for (int bits : new int[] {4, 8}) {
                TiffBytes tiff = new TiffBytes();
                tiff.compression = compression;
                tiff.bits = bits;
                tiff.photometric = 3;
                everyLayout(tiff);
                FloatImage image = reader.read(tiff.write(folder.newFile())).get(0);
                assertEquals(bits == 8 ? 0x02fd00 : 0x020d00, image.palette().colour(2));
            }
        }
    }

    /** Grey with JPEG's compression, narrower than 500 pixels, which ImageJ takes for no compression. */
    @Test
    public void jpeg() throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.compression = TiffBytes.JPEG;
        tiff.width = 48;
        tiff.height = 48;
        tiff.values = (page, pixel, sample) -> 40 + 16 * (pixel / 48 / 16) + 48 * (pixel % 48 / 16);
        for (int photometric = 0; photometric < 2; photometric++) {
            for (int rows : new int[] {48, 16}) {
                for (boolean tiled : new boolean[] {false, true}) {
                    tiff.photometric = photometric;
                    tiff.rowsPerStrip = rows;
                    tiff.tiled = tiled;
                    FloatImage image = reader.read(tiff.write(folder.newFile())).get(0);
                    assertEquals(1, image.channels());
                    assertArrayEquals(name(tiff), expected(tiff, 0, 1), image.data(), 1);
                }
            }
        }
    }

    @Test
    public void yCbCrIsRgb() throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.samples = 3;
        tiff.photometric = 6;
        tiff.tags.put(530, new long[] {1, 1});
        // Red: Y 76, Cb 85, Cr 255.
        tiff.values = (page, pixel, sample) -> sample == 0 ? 76 : sample == 1 ? 85 : 255;
        float[] data = reader.read(tiff.write(folder.newFile())).get(0).data();
        int pixels = tiff.width * tiff.height;
        assertArrayEquals(new float[] {254, 0, 0}, new float[] {data[7], data[pixels + 7], data[2 * pixels + 7]}, 2);
    }

    /** The stand-in never becomes Fiji's reader. */
    @Test
    public void imageIoDoesNotKnowTheStandIn() throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.big = true;
        tiff.tiled = true;
        check(tiff);
        for (String format : ImageIO.getReaderFormatNames()) {
            assertTrue(format, !format.toLowerCase(Locale.ROOT).contains("bigtiff"));
        }
    }
}
