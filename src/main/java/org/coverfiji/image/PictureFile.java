package org.coverfiji.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;

/**
 * Writes pictures to look at, such as curves, as PNG. A text chunk names their maker: they are never taken for images
 * to work on.
 */
public final class PictureFile {

    /** Signature and header, after which the mark comes. */
    private static final int START = 8 + 25;
    private static final byte[] MARK = "tEXtSoftware\0COVER for Fiji, picture".getBytes(StandardCharsets.ISO_8859_1);

    public static final int MARKED_LENGTH = START + 4 + MARK.length;

    private PictureFile() {
    }

    /** @throws CoverException if the file cannot be written */
    public static void write(File png, BufferedImage picture) {
        AtomicFile.write(png, out -> {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            // Other streams keep a temporary file, for which nobody can ask while the process ends.
            try (MemoryCacheImageOutputStream encoded = new MemoryCacheImageOutputStream(plain)) {
                ImageIO.write(picture, "png", encoded);
            }
            byte[] bytes = plain.toByteArray();
            out.write(bytes, 0, START);
            out.write(mark());
            out.write(bytes, START, bytes.length - START);
        });
    }

    private static byte[] mark() throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(MARK);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(chunk);
        out.writeInt(MARK.length - 4);
        out.write(MARK);
        out.writeInt((int) checksum.getValue());
        return chunk.toByteArray();
    }

    /** @throws CoverException if there is a file with content that is no such picture, as an image of the user's is */
    public static void requireReplaceable(File png) {
        if (!png.isFile() || png.length() == 0) {
            return;
        }
        try (InputStream in = new FileInputStream(png)) {
            if (isMarked(in.readNBytes(MARKED_LENGTH))) {
                return;
            }
        } catch (IOException e) {
            throw new CoverException("output " + png + " exists and cannot be read; choose another name.", e);
        }
        throw new CoverException("output " + png + " exists and is no picture of this command that could be replaced;"
                + " choose another name, or move that file away.");
    }

    /** @param start the first {@link #MARKED_LENGTH} bytes of a file */
    public static boolean isMarked(byte[] start) {
        return start.length == MARKED_LENGTH
                && Arrays.equals(start, START + 4, MARKED_LENGTH, MARK, 0, MARK.length);
    }
}
