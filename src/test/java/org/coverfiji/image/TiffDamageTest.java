package org.coverfiji.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;

import org.coverfiji.CoverException;
import org.coverfiji.image.format.StoredImages;
import org.coverfiji.image.read.FolderImageSource;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whatever is wrong with a TIFF file is one sentence that names it, within seconds. */
public class TiffDamageTest {

    private static final int FUZZED = 400;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final ImageReader reader = new ImageReader(2, 0);

    private File file(byte[] bytes) throws IOException {
        return Files.write(folder.newFile().toPath(), bytes).toFile();
    }

    /** The place of a tag's entry in a small file in little-endian order. */
    private static int entry(byte[] bytes, int tag) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int directory = in.getInt(4);
        for (int i = 0; i < in.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if ((in.getShort(entry) & 0xffff) == tag) {
                return entry;
            }
        }
        throw new AssertionError("no tag " + tag);
    }

    private static void put(byte[] bytes, int position, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
    }

    @Test(timeout = 20000)
    public void directoriesInACircle() throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.pages = 2;
        byte[] bytes = tiff.bytes();
        // The last four bytes point to the next directory.
        put(bytes, bytes.length - 4, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
        File file = file(bytes);
        Expect.failure(() -> reader.read(file), file.getName(), "circle");
    }

    @Test
    public void countsThatTheFileCannotHold() throws Exception {
        for (int tag : new int[] {258, 273, 279, 270}) {
            TiffBytes tiff = new TiffBytes();
            tiff.rowsPerStrip = 6;
            tiff.description = "some words";
            byte[] bytes = tiff.bytes();
            put(bytes, entry(bytes, tag) + 4, Integer.MAX_VALUE);
            File file = file(bytes);
            Expect.failure(() -> reader.read(file), file.getName(), "tag " + tag + " claims 2147483647 values");
        }
    }

    @Test
    public void stripsWithoutLengths() throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.compression = TiffBytes.DEFLATE;
        tiff.rowsPerStrip = 6;
        byte[] bytes = tiff.bytes();
        put(bytes, entry(bytes, 279) + 4, 1);
        File fewer = file(bytes);
        Expect.failure(() -> reader.read(fewer), fewer.getName(), "3 strips or tiles, but 1 length");
        put(bytes, entry(bytes, 279), 40000);
        File none = file(bytes);
        Expect.failure(() -> reader.read(none), none.getName(), "3 strips or tiles, but 0 lengths");
    }

    @Test
    public void sizesThatAreNotThere() throws Exception {
        TiffBytes tiff = new TiffBytes();
        byte[] plain = tiff.bytes();
        put(plain, entry(plain, 257) + 8, 30000);
        File truncated = file(plain);
        Expect.failure(() -> reader.read(truncated), truncated.getName(), "truncated");
        tiff.compression = TiffBytes.DEFLATE;
        byte[] packed = tiff.bytes();
        put(packed, entry(packed, 256) + 8, 40000);
        put(packed, entry(packed, 257) + 8, 40000);
        File bomb = file(packed);
        Expect.failure(() -> reader.read(bomb), bomb.getName(), "40000 × 40000 pixels is said to be in");
        byte[] zero = tiff.bytes();
        put(zero, entry(zero, 256) + 8, 0);
        File empty = file(zero);
        Expect.failure(() -> reader.read(empty), empty.getName(), "0 × 18");
    }

    /** ImageJ's notes hold lengths of their own, for which its decoder allocates. */
    @Test
    public void lengthsInImageJsNotes() throws Exception {
        ij.ImagePlus image = new ij.ImagePlus("n", new ij.process.ByteProcessor(4, 4));
        image.setProperty("Info", "some notes");
        File file = folder.newFile();
        TiffWriter.write(file, image);
        byte[] bytes = Files.readAllBytes(file.toPath());
        ByteBuffer in = ByteBuffer.wrap(bytes);
        in.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int counts = in.getInt(imageJsEntry(in, 50838) + 8);
        in.putInt(counts + 4, 0x7ffffff0);
        Files.write(file.toPath(), bytes);
        Expect.failure(() -> reader.read(file), file.getName(), "impossible lengths");
    }

    private static int imageJsEntry(ByteBuffer in, int tag) {
        int directory = in.getInt(4);
        for (int i = 0; i < in.getShort(directory); i++) {
            if ((in.getShort(directory + 2 + 12 * i) & 0xffff) == tag) {
                return directory + 2 + 12 * i;
            }
        }
        throw new AssertionError("no tag " + tag);
    }

    /** Any three bytes of a header may be wrong: the file is read, or refused in a sentence. */
    @Test(timeout = 120000)
    public void randomDamage() throws Exception {
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < FUZZED; i++) {
            TiffBytes tiff = new TiffBytes();
            tiff.compression = i % 4 == 0 ? TiffBytes.NONE : i % 4 == 1 ? TiffBytes.LZW
                    : i % 4 == 2 ? TiffBytes.DEFLATE : TiffBytes.PACK_BITS;
            tiff.tiled = i % 3 == 0;
            tiff.big = i % 5 == 0;
            tiff.pages = 1 + i % 2;
            tiff.rowsPerStrip = 7;
            byte[] bytes = tiff.bytes();
            for (int k = 0; k < 3; k++) {
                bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt();
            }
            File file = file(bytes);
            try {
                reader.read(file);
            } catch (CoverException e) {
                refused++;
                assertTrue(e.getMessage(), e.getMessage().contains(file.getName()));
                assertFalse(e.getMessage(), e.getMessage().matches("(?s).*(Exception|Error|java\\.).*"));
            }
            Files.delete(file.toPath());
        }
        assertTrue("refused " + refused, refused > FUZZED / 20);
    }

    /** ImageJ opens the first page only; so does the suite, which says so. */
    @Test
    public void pagesOfAnotherSizeAreSaid() throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.pages = 2;
        byte[] bytes = tiff.bytes();
        File same = file(bytes);
        assertEquals(2, reader.read(same).size());
        assertEquals("", StoredImages.open(same).notice());
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int first = in.getInt(4);
        int second = in.getInt(first + 2 + 12 * in.getShort(first));
        // The second tag is the height.
        put(bytes, second + 2 + 12 + 8, 9);
        File other = file(bytes);
        assertEquals(1, reader.read(other).size());
        assertTrue(StoredImages.open(other).notice().contains("only the first of 2 pages is used"));
    }

    @Test
    public void aDamagedFileAmongOthersIsLeftOut() throws Exception {
        File root = folder.newFolder("set");
        new TiffBytes().write(new File(root, "a.tif"));
        byte[] bytes = new TiffBytes().bytes();
        put(bytes, entry(bytes, 273) + 4, Integer.MAX_VALUE);
        Files.write(new File(root, "b.tif").toPath(), bytes);
        FolderImageSource source = new FolderImageSource(ImageFiles.list(root, false, null), reader,
                new ImagePreparation(Normalization.DEFAULT, 0, 8, 8), 1 << 20);
        assertEquals(1, source.size());
        List<String> skipped = source.skipped();
        assertTrue(skipped.toString(), skipped.size() == 1 && skipped.get(0).contains("b.tif"));
    }
}
