package org.coverfiji.image.format;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.coverfiji.Limits;

/**
 * The data elements of a DICOM file that its image needs, read up to the pixels and no further. Sequences are skipped,
 * but for the functional groups of enhanced multi-frame files, which say of every frame where it lies and what its
 * values mean.
 */
final class DicomHeader {

    private static final int PREAMBLE = 128;
    /** Preamble and mark. */
    static final int START = PREAMBLE + 4;
    private static final long UNDEFINED = 0xffffffffL;
    static final Set<String> LONG_LENGTH =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final DicomElements file = new DicomElements(null);
    private final DicomElements shared = new DicomElements(file);
    private final List<DicomElements> frames = new ArrayList<>();
    private final BufferedInputStream in;
    private final long fileLength;
    private long position;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean explicit = true;
    private int depth;
    private int pixelsTag;

    private DicomHeader(BufferedInputStream in, long fileLength) {
        this.in = in;
        this.fileLength = fileLength;
    }

    /**
     * @throws NoImageException if the file is whole but has no pixels
     * @throws UnreadableException if the file is not a DICOM image with uncompressed pixels
     */
    static DicomHeader read(File file) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(new FileInputStream(file), 1 << 13)) {
            DicomHeader header = new DicomHeader(in, file.length());
            header.readAll();
            return header;
        }
    }

    /** Whether a file is DICOM, by its first bytes: with the "DICM" mark, or an old one without it. */
    static boolean matches(byte[] start) {
        return hasMark(start) || start.length > 8 && (start[0] == 8 || start[0] == 2) && start[1] == 0 && start[3] == 0;
    }

    static boolean hasMark(byte[] start) {
        return start.length >= START
                && new String(start, PREAMBLE, 4, StandardCharsets.ISO_8859_1).equals("DICM");
    }

    ByteOrder order() {
        return order;
    }

    /** Where the pixels begin in the file. */
    long pixelsOffset() {
        return position;
    }

    boolean hasFloatPixels() {
        return pixelsTag == DicomTag.FLOAT_PIXELS;
    }

    boolean hasDoublePixels() {
        return pixelsTag == DicomTag.DOUBLE_PIXELS;
    }

    /** What the file says of its image as a whole. */
    DicomElements elements() {
        return file;
    }

    /** What it says of one frame, from 0. */
    DicomElements frame(int index) {
        return index < frames.size() ? frames.get(index) : shared;
    }

    private void readAll() throws IOException {
        in.mark(START);
        byte[] start = in.readNBytes(START);
        in.reset();
        if (!matches(start)) {
            throw new UnreadableException("it is not a DICOM file, despite its name");
        }
        if (hasMark(start)) {
            skip(START);
        } else {
            explicit = Character.isUpperCase(start[4]) && Character.isUpperCase(start[5]);
        }
        boolean metaGroup = true;
        while (position != fileLength) {
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
            if (readElement(file)) {
                return;
            }
        }
        String modality = file.text(DicomTag.MODALITY);
        throw new NoImageException("it is a DICOM object without pixels" + (modality.isEmpty() ? "" : " (" + modality
                + ")") + ", not an image");
    }

    private void applyTransferSyntax() throws UnreadableException {
        String syntax = file.text(DicomTag.TRANSFER_SYNTAX);
        if (syntax.isEmpty()) {
            return;
        }
        explicit = !syntax.equals("1.2.840.10008.1.2");
        if (syntax.equals(DicomTag.BIG_ENDIAN)) {
            order = ByteOrder.BIG_ENDIAN;
        } else if (!syntax.equals("1.2.840.10008.1.2") && !syntax.equals("1.2.840.10008.1.2.1")) {
            throw new UnreadableException("it is a compressed DICOM file (transfer syntax " + syntax
                    + "); decompress it first");
        }
    }

    /**
     * Reads one element.
     *
     * @param target takes its value; null to leave it out
     * @return whether it was the image's pixels, whose content is left unread
     */
    private boolean readElement(DicomElements target) throws IOException {
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
        if (target == file && DicomTag.isPixels(tag)) {
            if (length == UNDEFINED) {
                throw new UnreadableException("it is a compressed DICOM file; decompress it first");
            }
            pixelsTag = tag;
            return true;
        }
        if (kind.equals("SQ") || length == UNDEFINED || tag == DicomTag.SHARED_GROUPS || tag == DicomTag.FRAME_GROUPS
                || tag == DicomTag.MODALITY_TABLE || DicomTag.isFrameGroup(tag)) {
            readSequence(length, itemsOf(tag, target), kind.equals("UN"));
        } else if (target != null && DicomTag.isWanted(tag) && length <= Limits.HEADER_VALUE) {
            target.put(tag, bytes((int) length), order);
        } else {
            skip(length);
        }
        return false;
    }

    /** Who takes the values of the items in a sequence; null for no one. */
    private Supplier<DicomElements> itemsOf(int tag, DicomElements target) {
        if (target == file && tag == DicomTag.FRAME_GROUPS) {
            return () -> {
                frames.add(new DicomElements(shared));
                return frames.get(frames.size() - 1);
            };
        }
        if (target == file && tag == DicomTag.SHARED_GROUPS) {
            return () -> shared;
        }
        if (target != null && tag == DicomTag.MODALITY_TABLE) {
            return () -> {
                target.put(tag, new byte[0], order);
                return null;
            };
        }
        return target != null && target != file && DicomTag.isFrameGroup(tag) ? () -> target : () -> null;
    }

    private void readSequence(long length, Supplier<DicomElements> items, boolean implicitContent)
            throws IOException {
        if (++depth > Limits.HEADER_DEPTH) {
            throw new UnreadableException("its DICOM header is damaged (sequences inside sequences, more than "
                    + Limits.HEADER_DEPTH + " deep); export it again");
        }
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
            readItem(itemLength, items.get());
        }
        explicit = outer;
        depth--;
    }

    private void readItem(long length, DicomElements target) throws IOException {
        if (target == null && length != UNDEFINED) {
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
            readElement(target);
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
            throw cut();
        }
        return bytes;
    }

    private void skip(long count) throws IOException {
        if (count > fileLength - position) {
            throw cut();
        }
        SampleReader.skip(in, count);
        position += count;
    }

    private UnreadableException cut() {
        return new UnreadableException("it ends in the middle of its DICOM header (" + fileLength
                + " bytes), before any pixels; copy it again");
    }
}
