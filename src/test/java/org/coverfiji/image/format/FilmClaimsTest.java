package org.coverfiji.image.format;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

import org.coverfiji.image.Expect;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Films that claim more than they hold are refused before anything is allocated for it; whole ones are read. */
public class FilmClaimsTest {

    private static final int WIDTH = 8;
    private static final int HEIGHT = 6;
    private static final int PNG = 0x20676e70;
    private static final int XVID = 0x44495658;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

    private static byte[] chunk(String kind, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        return chunk(kind, length, parts);
    }

    /** @param claimed its length, as it says itself */
    private static byte[] chunk(String kind, int claimed, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(kind.substring(0, 4).getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(ints(claimed));
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        if (out.size() % 2 == 1) {
            out.write(0);
        }
        return out.toByteArray();
    }

    private static byte[] list(String kind, String type, byte[]... parts) {
        byte[][] all = new byte[parts.length + 1][];
        all[0] = type.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(parts, 0, all, 1, parts.length);
        return chunk(kind, all);
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(bytes::putInt);
        return bytes.array();
    }

    private static byte[] stream(String kind, byte[] format) {
        byte[] header = Arrays.copyOf(kind.getBytes(StandardCharsets.ISO_8859_1), 56);
        return list("LIST", "strl", chunk("strh", header), chunk("strf", format));
    }

    /** 24 bits a pixel, whose format ends with an empty palette. */
    private static byte[] pictures(int width, int height, int compression) {
        return stream("vids", ints(40, width, height, 24 << 16 | 1, compression, 0, 0, 0, 0, 0));
    }

    /** What follows its short format would be taken for the colours of a palette. */
    private static byte[] sound() {
        byte[] format = new byte[18];
        Arrays.fill(format, (byte) 1);
        return stream("auds", format);
    }

    private File film(int width, byte[]... streams) throws IOException {
        byte[] header = chunk("avih", ints(1000, 0, 0, 0, 2, 0, streams.length, 0, width, HEIGHT, 0, 0, 0, 0));
        byte[][] described = new byte[streams.length + 1][];
        described[0] = header;
        System.arraycopy(streams, 0, described, 1, streams.length);
        File file = folder.newFile("film.avi");
        Files.write(file.toPath(), list("RIFF", "AVI ", list("LIST", "hdrl", described),
                list("LIST", "movi", frames.toByteArray())));
        return file;
    }

    private static byte[] grey(int value) {
        byte[] pixels = new byte[3 * WIDTH * HEIGHT];
        Arrays.fill(pixels, (byte) value);
        return pixels;
    }

    private static List<FloatImage> read(File file) {
        return new ImageReader(2, 0).read(file);
    }

    @Test
    public void aFilmWithSoundIsRead() throws IOException {
        frames.writeBytes(chunk("00db", grey(10)));
        frames.writeBytes(chunk("01wb", new byte[] {1, 2, 3}));
        frames.writeBytes(chunk("00db", grey(20)));
        List<FloatImage> read = read(film(WIDTH, pictures(WIDTH, HEIGHT, 0), sound()));
        assertEquals(2, read.size());
        assertArrayEquals(new int[] {HEIGHT, WIDTH}, read.get(1).size());
        assertEquals(20, read.get(1).data()[0], 0);
    }

    @Test
    public void aCodecThatImageJLacksIsNamed() throws IOException {
        frames.writeBytes(chunk("00dc", new byte[] {1, 2, 3}));
        File file = film(WIDTH, pictures(WIDTH, HEIGHT, XVID));
        Expect.failure(() -> read(file), "its pictures are compressed in a way (XVID) that ImageJ does not read");
    }

    @Test
    public void pngPicturesAreRead() throws IOException {
        frames.writeBytes(chunk("00dc", png(WIDTH, HEIGHT)));
        assertEquals(1, read(film(WIDTH, pictures(WIDTH, HEIGHT, PNG))).size());
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    @Test
    public void aPictureThatReachesBeyondTheFileIsRefused() throws IOException {
        frames.writeBytes(chunk("00db", grey(10)));
        frames.writeBytes(chunk("00db", 0x60000000, grey(20)));
        File file = film(WIDTH, pictures(WIDTH, HEIGHT, 0));
        Expect.failure(() -> read(file), "film.avi", "truncated");
    }

    /** ImageJ's reader would read the rest of each from those that follow. */
    @Test
    public void picturesOfFewerBytesThanTheirPixelsAreRefused() throws IOException {
        for (int n = 0; n < 200; n++) {
            frames.writeBytes(chunk("00db", new byte[] {1, 2}));
        }
        File file = film(WIDTH, pictures(WIDTH, HEIGHT, 0));
        Expect.failure(() -> read(file), "film.avi", "8 × 6", "cannot hold");
    }

    @Test
    public void aWidthThatTheFilmAndItsPicturesDoNotShareIsHeldAgainstTheirBytes() throws IOException {
        frames.writeBytes(chunk("00db", grey(1)));
        File file = film(4_000_000, pictures(WIDTH, HEIGHT, 0));
        Expect.failure(() -> read(file), "film.avi", "4000000 × 6", "cannot hold");
    }

    @Test
    public void aSmallPictureThatClaimsToBeHugeIsRefused() throws IOException {
        byte[] png = png(WIDTH, HEIGHT);
        ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
        frames.writeBytes(chunk("00dc", png));
        File file = film(WIDTH, pictures(WIDTH, HEIGHT, PNG));
        Expect.failure(() -> read(file), "film.avi", "30000 × 30000", "cannot hold");
    }
}
