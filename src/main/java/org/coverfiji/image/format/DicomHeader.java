package org.coverfiji.image.format;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The data elements of a DICOM file that its image needs, read up to the pixels and no further. Elements inside
 * sequences are skipped, but for the functional groups of enhanced multi-frame files, whose first value stands for
 * all frames.
 */
final class DicomHeader {

    private static final int PREAMBLE = 128;
    private static final int MAXIMUM_TEXT = 1 << 16;
    private static final long UNDEFINED = 0xffffffffL;
    private static final Set<String> LONG_LENGTH =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final Map<Integer, byte[]> elements = new HashMap<>();
    private final BufferedInputStream in;
    private long position;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean explicit = true;
    private int pixelsTag;
    private long pixelsLength;

    private DicomHeader(BufferedInputStream in) {
        this.in = in;
    }

    /** @throws UnreadableException if the file is not a DICOM image with uncompressed pixels */
    static DicomHeader read(File file) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(new FileInputStream(file), 1 << 13)) {
            DicomHeader header = new DicomHeader(in);
            header.readAll();
            return header;
        }
    }

    /** Whether a file is DICOM, by its first bytes: with the "DICM" mark, or an old one without it. */
    static boolean matches(byte[] start) {
        return hasMark(start) || start.length > 8 && (start[0] == 8 || start[0] == 2) && start[1] == 0 && start[3] == 0;
    }

    private static boolean hasMark(byte[] start) {
        return start.length >= PREAMBLE + 4
                && new String(start, PREAMBLE, 4, StandardCharsets.ISO_8859_1).equals("DICM");
    }

    ByteOrder order() {
        return order;
    }

    /** Where the pixels begin in the file. */
    long pixelsOffset() {
        return position;
    }

    /** Bytes of the pixels as the header has it. */
    long pixelsLength() {
        return pixelsLength;
    }

    boolean hasFloatPixels() {
        return pixelsTag == DicomTag.FLOAT_PIXELS;
    }

    boolean hasDoublePixels() {
        return pixelsTag == DicomTag.DOUBLE_PIXELS;
    }

    /** The text of an element, or the empty string. */
    String text(int tag) {
        byte[] value = elements.get(tag);
        return value == null ? "" : new String(value, StandardCharsets.ISO_8859_1).replace('\0', ' ').trim();
    }

    /** The value of an unsigned short element. */
    int number(int tag, int otherwise) {
        byte[] value = elements.get(tag);
        return value == null || value.length < 2 ? otherwise
                : ByteBuffer.wrap(value).order(order).getShort() & 0xffff;
    }

    /** The numbers of a text element, or null if it is missing or holds fewer. */
    double[] numbers(int tag, int count) {
        String[] parts = text(tag).split("\\\\");
        if (parts.length < count) {
            return null;
        }
        double[] numbers = new double[count];
        try {
            for (int i = 0; i < count; i++) {
                numbers[i] = Double.parseDouble(parts[i].trim());
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return numbers;
    }

    private void readAll() throws IOException {
        in.mark(PREAMBLE + 4);
        byte[] start = in.readNBytes(PREAMBLE + 4);
        in.reset();
        if (!matches(start)) {
            throw new UnreadableException("it is not a DICOM file, despite its name");
        }
        if (hasMark(start)) {
            skip(PREAMBLE + 4);
        } else {
            explicit = Character.isUpperCase(start[4]) && Character.isUpperCase(start[5]);
        }
        boolean metaGroup = true;
        while (true) {
            if (metaGroup) {
                // The file meta information is always explicit little endian; what follows is what it announces.
                in.mark(2);
                int group = in.read() | in.read() << 8;
                in.reset();
                if (group != 2) {
                    metaGroup = false;
                    applyTransferSyntax();
                }
            }
            if (readElement(true)) {
                return;
            }
        }
    }

    private void applyTransferSyntax() throws UnreadableException {
        String syntax = text(DicomTag.TRANSFER_SYNTAX);
        if (syntax.isEmpty()) {
            return;
        }
        explicit = !syntax.equals("1.2.840.10008.1.2");
        if (syntax.equals("1.2.840.10008.1.2.2")) {
            order = ByteOrder.BIG_ENDIAN;
        } else if (!syntax.equals("1.2.840.10008.1.2") && !syntax.equals("1.2.840.10008.1.2.1")) {
            throw new UnreadableException("it is a compressed DICOM file (transfer syntax " + syntax
                    + "); decompress it first");
        }
    }

    /** Reads one element; says whether it was the pixels, whose content is left unread. */
    private boolean readElement(boolean keep) throws IOException {
        int tag = tag();
        String kind = "";
        long length;
        if (explicit && tag >>> 16 != 0xfffe) {
            kind = new String(bytes(2), StandardCharsets.ISO_8859_1);
            if (LONG_LENGTH.contains(kind)) {
                skip(2);
                length = integer();
            } else {
                length = ByteBuffer.wrap(bytes(2)).order(order).getShort() & 0xffff;
            }
        } else {
            length = integer();
        }
        if (tag == DicomTag.PIXELS || tag == DicomTag.FLOAT_PIXELS || tag == DicomTag.DOUBLE_PIXELS) {
            if (length == UNDEFINED) {
                throw new UnreadableException("it is a compressed DICOM file; decompress it first");
            }
            pixelsTag = tag;
            pixelsLength = length;
            return true;
        }
        if (kind.equals("SQ") || length == UNDEFINED || tag == DicomTag.SHARED_GROUPS || tag == DicomTag.FRAME_GROUPS) {
            boolean wanted = keep && (tag >>> 16 == 0x5200 || tag >>> 16 == 0x0028 || tag >>> 16 == 0x0020);
            readSequence(length, wanted, kind.equals("UN"));
        } else if (keep && DicomTag.isWanted(tag) && length <= MAXIMUM_TEXT) {
            byte[] value = bytes((int) length);
            elements.putIfAbsent(tag, value);
        } else {
            skip(length);
        }
        return false;
    }

    private void readSequence(long length, boolean keep, boolean implicitContent) throws IOException {
        boolean outer = explicit;
        explicit = outer && !implicitContent;
        long end = length == UNDEFINED ? Long.MAX_VALUE : position + length;
        while (position < end) {
            int tag = tag();
            long itemLength = integer();
            if (tag == DicomTag.SEQUENCE_END) {
                break;
            }
            if (tag != DicomTag.ITEM) {
                throw new UnreadableException("its DICOM header is damaged; export it again");
            }
            readItem(itemLength, keep);
        }
        explicit = outer;
    }

    private void readItem(long length, boolean keep) throws IOException {
        if (!keep && length != UNDEFINED) {
            skip(length);
            return;
        }
        long end = length == UNDEFINED ? Long.MAX_VALUE : position + length;
        while (position < end) {
            in.mark(8);
            long before = position;
            int tag = tag();
            if (tag == DicomTag.ITEM_END) {
                skip(4);
                return;
            }
            in.reset();
            position = before;
            if (readElement(keep)) {
                throw new UnreadableException("its DICOM header is damaged; export it again");
            }
        }
    }

    private int tag() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(4)).order(order);
        return (bytes.getShort() & 0xffff) << 16 | bytes.getShort() & 0xffff;
    }

    private long integer() throws IOException {
        return ByteBuffer.wrap(bytes(4)).order(order).getInt() & 0xffffffffL;
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        position += bytes.length;
        if (bytes.length < count) {
            throw new UnreadableException("it ends in the middle of its DICOM header (" + position
                    + " bytes), before any pixels; copy it again");
        }
        return bytes;
    }

    private void skip(long count) throws IOException {
        SampleReader.skip(in, count);
        position += count;
    }
}
