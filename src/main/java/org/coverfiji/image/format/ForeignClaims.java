package org.coverfiji.image.format;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

import ij.io.Opener;

/**
 * What files say of themselves whose readers are ImageJ's, held against their length before those readers allocate
 * what a header claims.
 */
final class ForeignClaims {

    /** Pixels that one byte of a GIF can stand for: a code of 12 bits is at most 4095 of them. */
    private static final int GIF_EXPANSION = 1 << 12;
    private static final int DEFLATE_EXPANSION = 1032;
    private static final int MOST_CARDS = 1 << 16;
    private static final int CARD = 80;

    private ForeignClaims() {
    }

    /**
     * @param type as ImageJ's opener numbers it
     * @throws UnreadableException if the file claims to hold more than it can
     */
    static void check(File file, int type) throws IOException {
        try {
            switch (type) {
                case Opener.BMP:
                    checkBitmap(file);
                    break;
                case Opener.GIF:
                    checkGif(file);
                    break;
                case Opener.PGM:
                    checkNetpbm(file);
                    break;
                case Opener.FITS:
                    checkFits(file);
                    break;
                case Opener.AVI:
                    FilmClaims.check(file);
                    break;
                case Opener.ZIP:
                    checkArchive(file);
                    break;
                default:
            }
        } catch (EOFException e) {
            throw new UnreadableException("it ends in the middle of its header; copy it again", e);
        }
    }

    static void require(boolean possible, File file, long width, long height) throws UnreadableException {
        if (!possible || width < 1 || height < 1 || width * height > Integer.MAX_VALUE) {
            throw new UnreadableException("its header gives the size " + width + " × " + height
                    + ", which its " + file.length() + " bytes cannot hold; copy or export it again");
        }
    }

    /** ImageJ reads as many colours as the header tells, also beyond the file's end, but none of 24 bits. */
    private static void checkBitmap(File file) throws IOException {
        ByteBuffer head;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(file)))) {
            head = little(in, 50);
        }
        long width = head.getInt(18);
        long rows = Math.abs((long) head.getInt(22));
        long bits = head.getShort(28);
        boolean compressed = head.getInt(30) != 0;
        long colours = bits == 24 ? 0 : head.getInt(46);
        require(colours >= 0 && colours <= 256 && (compressed || width * rows * bits / 8 <= file.length()), file, width,
                rows);
    }

    private static void checkGif(File file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(file)))) {
            ByteBuffer head = little(in, 13);
            int width = head.getShort(6) & 0xffff;
            int height = head.getShort(8) & 0xffff;
            require((long) width * height / GIF_EXPANSION <= file.length(), file, width, height);
            skipColours(in, head.get(10));
            for (int kind = in.read(); kind == 0x21 || kind == 0x2c; kind = in.read()) {
                if (kind == 0x2c) {
                    ByteBuffer frame = little(in, 9);
                    int w = frame.getShort(4) & 0xffff;
                    int h = frame.getShort(6) & 0xffff;
                    require((long) w * h / GIF_EXPANSION <= file.length(), file, w, h);
                    skipColours(in, frame.get(8));
                }
                in.readByte();
                for (int block = in.readUnsignedByte(); block > 0; block = in.readUnsignedByte()) {
                    SampleReader.skip(in, block);
                }
            }
        }
    }

    private static void skipColours(InputStream in, byte flags) throws IOException {
        if ((flags & 0x80) != 0) {
            SampleReader.skip(in, 3L << (flags & 7) + 1);
        }
    }

    private static ByteBuffer little(DataInputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void checkNetpbm(File file) throws IOException {
        try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
            in.read();
            int kind = in.read() - '0';
            long width = word(in);
            long height = word(in);
            long pixels = width * height;
            // Bits in P4; one sign a bit in P1; else a byte or a sign at least for each of the samples.
            long least = kind == 4 ? pixels / 8 : kind == 3 || kind == 6 ? 3 * pixels : pixels;
            require(least <= file.length(), file, width, height);
        }
    }

    /** The next number of a header in words, in which lines from # on say nothing. */
    private static long word(InputStream in) throws IOException {
        long number = -1;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '#') {
                while (c >= 0 && c != '\n') {
                    c = in.read();
                }
            } else if (c >= '0' && c <= '9') {
                number = Math.min(Integer.MAX_VALUE, 10 * Math.max(0, number) + c - '0');
            } else if (number >= 0 || !Character.isWhitespace(c)) {
                return number;
            }
        }
        return number;
    }

    private static void checkFits(File file) throws IOException {
        long width = 1;
        long height = 1;
        long rest = 1;
        long bits = 8;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(file)))) {
            byte[] card = new byte[CARD];
            for (int i = 0; i < MOST_CARDS; i++) {
                in.readFully(card);
                String line = new String(card, StandardCharsets.ISO_8859_1);
                String key = line.split("=", 2)[0].trim();
                if (key.equals("END")) {
                    break;
                }
                if (key.equals("BITPIX")) {
                    bits = Math.abs(value(line));
                } else if (key.equals("NAXIS1")) {
                    width = value(line);
                } else if (key.equals("NAXIS2")) {
                    height = value(line);
                } else if (key.matches("NAXIS[3-9]")) {
                    rest = Math.max(1, value(line));
                }
            }
        }
        require(width > 0 && height > 0 && width * height <= Integer.MAX_VALUE
                && rest <= file.length() && width * height * rest <= file.length() * 8 / Math.max(8, bits), file, width,
                height);
    }

    private static long value(String card) throws UnreadableException {
        try {
            return Integer.parseInt(card.split("=", 2)[1].split("/", 2)[0].trim());
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new UnreadableException("its FITS header is damaged; copy or export it again", e);
        }
    }

    /** ImageJ reads the first file of an archive, in memory; so it is looked at where files are looked at. */
    private static void checkArchive(File file) throws IOException {
        Path copy = null;
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(new FileInputStream(file)))) {
            ZipEntry entry = zip.getNextEntry();
            String name = entry == null ? "" : entry.getName();
            boolean dicom = name.endsWith(".dcm");
            if (!dicom && !name.endsWith(".tif")) {
                throw new UnreadableException("it is an archive that does not begin with an image (.tif or .dcm);"
                        + " unpack it");
            }
            copy = Files.createTempFile("cover", dicom ? ".dcm" : ".tif");
            try (OutputStream out = Files.newOutputStream(copy)) {
                unpack(zip, out, file.length() * DEFLATE_EXPANSION);
            }
            requireWhole(copy.toFile(), dicom);
        } catch (ZipException | IllegalArgumentException e) {
            throw new UnreadableException("it is a damaged archive; copy it again", e);
        } finally {
            if (copy != null) {
                Files.delete(copy);
            }
        }
    }

    private static void unpack(InputStream in, OutputStream out, long most) throws IOException {
        long left = Math.min(most, Runtime.getRuntime().maxMemory() / 4);
        byte[] bytes = new byte[1 << 16];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            left -= count;
            if (left < 0) {
                throw new UnreadableException("the image in this archive is too large; unpack it");
            }
            out.write(bytes, 0, count);
        }
    }

    private static void requireWhole(File file, boolean dicom) throws IOException {
        if (dicom) {
            new DicomFile(file);
            if (!DicomWalk.leadsToPixels(file)) {
                throw new UnreadableException("the image in this archive has a damaged DICOM header; unpack it");
            }
            return;
        }
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            int start = in.length() < 4 ? 0 : in.readInt();
            if (start != 0x49492a00 && start != 0x4d4d002a) {
                throw new UnreadableException("the file in this archive is no TIFF image, despite its name");
            }
        }
        TiffHeader header = new TiffHeader(file);
        TiffImage image = new TiffImage(file, header);
        image.check();
        if (header.hasPlot()) {
            throw new UnreadableException("the image in this archive is a plot of ImageJ's; unpack it");
        }
        if (!image.isImageJs()) {
            throw new UnreadableException("the image in this archive is damaged, or of a kind that ImageJ misreads;"
                    + " unpack it");
        }
    }
}
