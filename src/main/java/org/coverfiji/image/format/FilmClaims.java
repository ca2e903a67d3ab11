package org.coverfiji.image.format;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What a film (AVI) says of its pictures, all of which ImageJ's reader allocates: each is held against the bytes that
 * the film has for it. A film is a sequence of chunks, a word of four letters, a length and so many bytes; lists hold
 * chunks, and are looked through as if their chunks stood alone.
 */
final class FilmClaims {

    /** Pixels that one byte of a compressed picture can stand for: of 1 bit, as in PNG. */
    private static final int EXPANSION = 1 << 13;
    private static final int MOST_COLOURS = 256;
    /** Lists with what ImageJ's reader looks for. */
    private static final Set<String> LISTS = Set.of("AVI ", "AVIX", "hdrl", "strl", "movi");
    /** Those whose pictures are JPEG or PNG files. */
    private static final Set<String> COMPRESSED = Set.of("jpeg", "JPEG", "\4\0\0\0", "MJPG", "png ", "PNG ",
            "\5\0\0\0");
    /** Those that ImageJ reads as they lie there. */
    private static final Set<String> PLAIN = Set.of("\0\0\0\0", "RGB ", "RAW ", "Y800", "Y8  ", "GREY", "Y16 ", "MIL ",
            "AYUV", "UYVY", "UYNV", "Y422", "cyuv", "V422", "YUY2", "YUNV", "YUYV", "YVYU", "I420", "IYUV", "YV12",
            "NV12", "NV21");

    private final File file;
    private final RandomAccessFile in;
    /** Whether the last stream that was described holds pictures; what follows of it tells how they are stored. */
    private boolean pictures;
    private long width;
    private long height;
    private long storedWidth;
    private long storedHeight;
    private int bits;
    private boolean compressed;

    private FilmClaims(File file, RandomAccessFile in) {
        this.file = file;
        this.in = in;
    }

    /**
     * @throws UnreadableException if the film claims to hold more than it can
     * @throws EOFException if it ends within a description
     */
    static void check(File file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            new FilmClaims(file, in).check();
        }
    }

    private void check() throws IOException {
        long length = in.length();
        long at = 0;
        while (at + 8 <= length) {
            in.seek(at);
            String kind = word();
            long size = number() & 0xffffffffL;
            long data = at + 8;
            if (kind.equals("RIFF") || kind.equals("LIST")) {
                // The lengths of lists are wrong in films of some programs; those of what is in them are not.
                at = LISTS.contains(word()) ? data + 4 : data + size;
            } else if (data + size > length) {
                throw UnreadableException.truncated(length, data + size);
            } else {
                checkChunk(kind, data, size);
                at = data + size;
            }
            at += at & 1;
        }
    }

    private void checkChunk(String kind, long data, long size) throws IOException {
        if (kind.equals("avih")) {
            in.seek(data + 32);
            width = number();
            height = Math.abs((long) number());
            require(width * height / EXPANSION <= file.length(), width, height);
        } else if (kind.equals("strh")) {
            pictures = word().equals("vids");
        } else if (kind.equals("strf") && pictures) {
            readFormat(data);
        } else if (size > 0 && (kind.endsWith("db") || kind.endsWith("dc"))) {
            checkPicture(data, size);
        }
    }

    private void readFormat(long data) throws IOException {
        in.seek(data + 4);
        storedWidth = number();
        // Negative in films that are stored from the top.
        storedHeight = Math.abs((long) number());
        bits = number() >>> 16;
        String kind = word();
        compressed = COMPRESSED.contains(kind);
        if (!compressed && !PLAIN.contains(kind)) {
            throw new UnreadableException("its pictures are compressed in a way" + (kind.matches("\\w{4}") ? " (" + kind
                    + ")" : "") + " that ImageJ does not read; export it uncompressed or as Motion JPEG");
        }
        in.seek(data + 32);
        int colours = number();
        require(colours >= 0 && colours <= MOST_COLOURS && storedWidth * storedHeight / EXPANSION <= file.length(),
                storedWidth, storedHeight);
    }

    /** ImageJ's reader makes a picture of the film's width and the stored height, whatever it has read for it. */
    private void checkPicture(long data, long size) throws IOException {
        require(compressed || storedWidth * bits / 8 * storedHeight <= size, storedWidth, storedHeight);
        require(width * storedHeight / EXPANSION <= size, width, storedHeight);
        if (compressed) {
            Pictures.requirePossible(() -> new MemoryCacheImageInputStream(Channels.newInputStream(
                    in.getChannel().position(data))), size);
        }
    }

    private void require(boolean possible, long columns, long rows) throws UnreadableException {
        ForeignClaims.require(possible, file, columns, rows);
    }

    private String word() throws IOException {
        byte[] letters = new byte[4];
        in.readFully(letters);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    private int number() throws IOException {
        return Integer.reverseBytes(in.readInt());
    }
}
