package org.coverfiji.image.format;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The directories of a TIFF or BigTIFF file, one per page. What they state is held against the file's length before
 * any decoder sees it, because decoders allocate what a header claims and follow it in circles.
 */
final class TiffFile {

    private static final int CLASSIC = 42;
    private static final int BIG = 43;
    private static final int MOST_ENTRIES = 4096;
    private static final int MOST_PAGES = 1 << 20;
    /** No tag that matters here has more bytes; descriptions of large OME sets are the longest. */
    private static final long MOST_BYTES = 1L << 28;
    /** Bytes of one value by type: byte, ASCII, short, long, rational and so on to BigTIFF's. */
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private final RandomAccessFile in;
    private final long length;
    private ByteOrder order;
    private boolean big;

    private TiffFile(RandomAccessFile in) throws IOException {
        this.in = in;
        length = in.length();
    }

    /**
     * @return at least one directory
     * @throws UnreadableException if the header is damaged
     */
    static List<TiffDirectory> directories(File file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            return new TiffFile(in).directories();
        } catch (EOFException e) {
            throw damaged("the file ends in the middle of a directory", e);
        }
    }

    private List<TiffDirectory> directories() throws IOException {
        ByteBuffer start = bytes(0, 8);
        order = start.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int magic = start.order(order).getShort(2) & 0xffff;
        if (magic != CLASSIC && magic != BIG) {
            throw damaged("its magic number is " + magic, null);
        }
        big = magic == BIG;
        long next = big ? bytes(8, 8).getLong() : start.getInt(4) & 0xffffffffL;
        List<TiffDirectory> directories = new ArrayList<>();
        Set<Long> visited = new HashSet<>();
        while (next != 0) {
            if (!visited.add(next)) {
                throw damaged("its directories point to one another in a circle", null);
            }
            if (visited.size() > MOST_PAGES) {
                throw damaged("it has more than " + MOST_PAGES + " directories", null);
            }
            TiffDirectory directory = new TiffDirectory(directories.size(), order, big);
            next = read(directory, next);
            directory.check();
            directories.add(directory);
        }
        if (directories.isEmpty()) {
            throw damaged("it has no directory", null);
        }
        return directories;
    }

    /** @return where the next directory is, 0 for none */
    private long read(TiffDirectory directory, long position) throws IOException {
        int countBytes = big ? 8 : 2;
        int entryBytes = big ? 20 : 12;
        ByteBuffer head = bytes(position, countBytes);
        long entries = big ? head.getLong() : head.getShort() & 0xffff;
        if (entries < 1 || entries > MOST_ENTRIES) {
            throw damaged("a directory has " + entries + " entries", null);
        }
        ByteBuffer block = bytes(position + countBytes, entries * entryBytes);
        for (int i = 0; i < entries; i++) {
            block.position(i * entryBytes);
            readEntry(directory, block);
        }
        long end = position + countBytes + entries * entryBytes;
        // Some writers leave the last pointer out.
        if (end + (big ? 8 : 4) > length) {
            return 0;
        }
        ByteBuffer pointer = bytes(end, big ? 8 : 4);
        return big ? pointer.getLong() : pointer.getInt() & 0xffffffffL;
    }

    private void readEntry(TiffDirectory directory, ByteBuffer entry) throws IOException {
        int tag = entry.getShort() & 0xffff;
        int type = entry.getShort() & 0xffff;
        long count = big ? entry.getLong() : entry.getInt() & 0xffffffffL;
        int size = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
        int inline = big ? 8 : 4;
        // ImageJ's decoder believes the counts of unknown types, too.
        if (count < 0 || count > length || size > 0 && count > length / size && count * size > inline) {
            throw damaged("its tag " + tag + " claims " + count + " values in a file of " + length + " bytes", null);
        }
        if (size == 0) {
            return;
        }
        long bytes = count * size;
        ByteBuffer values = entry.slice().order(order);
        if (bytes > inline) {
            long position = big ? entry.getLong() : entry.getInt() & 0xffffffffL;
            if (position < 0 || position > length - bytes) {
                throw damaged("its tag " + tag + " points behind the file's end", null);
            }
            if (!TiffDirectory.isUsed(tag)) {
                return;
            }
            bytes = TiffDirectory.needed(tag, bytes);
            if (bytes > MOST_BYTES) {
                throw damaged("its tag " + tag + " has " + bytes + " bytes", null);
            }
            values = bytes(position, bytes);
        }
        if (type == 2) {
            byte[] text = new byte[(int) bytes];
            values.get(text);
            directory.putText(tag, new String(text, StandardCharsets.UTF_8));
        } else if (TiffDirectory.isUsed(tag)) {
            directory.putNumbers(tag, count, numbers(values, type, (int) (bytes / size)));
        }
    }

    /** Fractions and floating-point numbers as well as whole ones. */
    private static double[] numbers(ByteBuffer values, int type, int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = number(values, type);
        }
        return numbers;
    }

    private static double number(ByteBuffer values, int type) {
        switch (type) {
            case 1: case 7:
                return values.get() & 0xff;
            case 3:
                return values.getShort() & 0xffff;
            case 4: case 13:
                return values.getInt() & 0xffffffffL;
            case 5:
                return (double) (values.getInt() & 0xffffffffL) / (values.getInt() & 0xffffffffL);
            case 6:
                return values.get();
            case 8:
                return values.getShort();
            case 9:
                return values.getInt();
            case 10:
                return (double) values.getInt() / values.getInt();
            case 11:
                return values.getFloat();
            case 12:
                return values.getDouble();
            default:
                return values.getLong();
        }
    }

    private ByteBuffer bytes(long position, long count) throws IOException {
        if (position < 0 || position > length - count) {
            throw damaged("a directory points behind the file's end", null);
        }
        byte[] bytes = new byte[(int) count];
        in.seek(position);
        in.readFully(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return order == null ? buffer : buffer.order(order);
    }

    /** @param reason a clause */
    static UnreadableException damaged(String reason, Exception cause) {
        return new UnreadableException("its TIFF header is damaged (" + reason + "); copy or export it again", cause);
    }
}
