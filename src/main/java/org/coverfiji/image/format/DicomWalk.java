package org.coverfiji.image.format;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * The way of ImageJ's decoder through a DICOM header. It takes what follows a tag for a length of four bytes where it
 * does not know those two letters, and goes into sequences, so that a damaged header can lead it to values larger than
 * the file, for which it asks memory.
 */
final class DicomWalk {

    private static final Set<String> SHORT_LENGTH = Set.of("AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS",
            "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL", "US", "??");
    private static final int ICON_SEQUENCE = 0x00880200;
    /** How an item begins, in little endian. */
    private static final byte[] ITEM = {(byte) 0xfe, (byte) 0xff, 0, (byte) 0xe0};
    /** Of which ImageJ reads two bytes, however many there are. */
    private static final Set<Integer> NUMBERS = Set.of(DicomTag.SAMPLES, DicomTag.PLANAR, DicomTag.ROWS,
            DicomTag.COLUMNS, DicomTag.BITS_ALLOCATED, DicomTag.SIGNED);

    private final InputStream in;
    private final long fileLength;
    private long position;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean bigEndianFollows;
    private boolean inSequence;
    private boolean oddPlaces;

    private DicomWalk(InputStream in, long fileLength) {
        this.in = in;
        this.fileLength = fileLength;
    }

    /** Whether it comes to the pixels, and every value before them lies inside the file. */
    static boolean leadsToPixels(File file) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(new FileInputStream(file))) {
            in.mark(DicomHeader.START);
            boolean marked = DicomHeader.hasMark(in.readNBytes(DicomHeader.START));
            in.reset();
            DicomWalk walk = new DicomWalk(in, file.length());
            return (!marked || walk.skip(DicomHeader.START)) && walk.toPixels();
        }
    }

    private boolean toPixels() throws IOException {
        while (position + 8 <= fileLength) {
            int group = bytes(2).getShort() & 0xffff;
            if (group == 0x0800 && bigEndianFollows) {
                order = ByteOrder.BIG_ENDIAN;
                group = 8;
            }
            int tag = group << 16 | bytes(2).getShort() & 0xffff;
            byte[] kind = bytes(4).array();
            String letters = new String(kind, 0, 2, StandardCharsets.ISO_8859_1);
            long length = length(kind, letters);
            oddPlaces |= (position & 1) != 0;
            if (!inSequence && (tag == DicomTag.PIXELS || tag == DicomTag.FLOAT_PIXELS) && length != 0) {
                return true;
            }
            if (!skipValue(tag, letters, length)) {
                return false;
            }
        }
        return false;
    }

    private long length(byte[] kind, String letters) throws IOException {
        long length;
        if (SHORT_LENGTH.contains(letters)) {
            length = ByteBuffer.wrap(kind).order(order).getShort(2) & 0xffff;
        } else if (DicomHeader.LONG_LENGTH.contains(letters) && (kind[2] == 0 || kind[3] == 0)) {
            length = position + 4 <= fileLength ? bytes(4).getInt() : Long.MAX_VALUE;
        } else {
            length = ByteBuffer.wrap(kind).order(order).getInt();
        }
        if (length == 13 && !oddPlaces) {
            // As some files of GE's have it.
            return 10;
        }
        inSequence |= length == -1;
        return length == -1 ? 0 : length;
    }

    private boolean skipValue(int tag, String letters, long length) throws IOException {
        if (tag == DicomTag.ITEM) {
            return true;
        }
        if (tag == DicomTag.ITEM_END || tag == DicomTag.SEQUENCE_END) {
            inSequence = false;
            return true;
        }
        if (isInside(length) && beginsWithItem(length)) {
            // Without letters, ImageJ's dictionary says which are sequences, and the rest is skipped: both are right.
            return true;
        }
        if (letters.equals("SQ") && tag != ICON_SEQUENCE && (tag >> 16 & 1) == 0) {
            return true;
        }
        if (tag == DicomTag.TRANSFER_SYNTAX && isInside(length)) {
            bigEndianFollows = new String(bytes((int) length).array(), StandardCharsets.ISO_8859_1)
                    .contains(DicomTag.BIG_ENDIAN);
            return true;
        }
        return skip(!inSequence && NUMBERS.contains(tag) ? 2 : length);
    }

    private boolean isInside(long length) {
        return length >= 0 && length <= fileLength - position;
    }

    private boolean beginsWithItem(long length) throws IOException {
        if (length < ITEM.length) {
            return false;
        }
        in.mark(ITEM.length);
        byte[] start = in.readNBytes(ITEM.length);
        in.reset();
        return Arrays.equals(start, ITEM);
    }

    private ByteBuffer bytes(int count) throws IOException {
        position += count;
        return ByteBuffer.wrap(in.readNBytes(count)).order(order);
    }

    /** @return whether there are so many bytes */
    private boolean skip(long count) throws IOException {
        if (!isInside(count)) {
            return false;
        }
        SampleReader.skip(in, count);
        position += count;
        return true;
    }
}
