package org.coverfiji.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.LUT;

/**
 * A TIFF file of 8-bit labels with colours, as ImageJ writes it, of which the header is written first and the pixels
 * row by row: it need not fit into memory. Beyond 4 GB it is a BigTIFF.
 */
public final class LabelRowsFile {

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int TEXT = 2;
    private static final int FRACTION = 5;
    private static final int LONG8 = 16;
    /** Bytes, about. */
    private static final int STRIP = 1 << 23;
    private static final long CLASSIC = 0xffffffffL;
    private static final double FRACTIONS = 1e6;

    private final int width;
    private final int height;
    private final boolean big;
    private final int rowsPerStrip;
    private final List<Entry> entries = new ArrayList<>();

    /** @param calibration pixel size and unit */
    public LabelRowsFile(int width, int height, LUT colours, Calibration calibration) {
        this.width = width;
        this.height = height;
        big = (long) width * height + STRIP > CLASSIC;
        rowsPerStrip = Math.max(1, STRIP / width);
        ImagePlus example = new ImagePlus("labels", new ByteProcessor(1, 1));
        example.setLut(colours);
        example.setCalibration(calibration);
        int strips = (height + rowsPerStrip - 1) / rowsPerStrip;
        add(256, LONG, width);
        add(257, LONG, height);
        add(258, SHORT, 8);
        add(259, SHORT, 1);
        add(262, SHORT, 3);
        byte[] description = (new FileSaver(example).getDescriptionString() + "\0")
                .getBytes(StandardCharsets.ISO_8859_1);
        entries.add(new Entry(270, TEXT, description.length, ByteBuffer.wrap(description)));
        add(273, big ? LONG8 : LONG, new long[strips]);
        add(277, SHORT, 1);
        add(278, LONG, rowsPerStrip);
        long[] lengths = new long[strips];
        for (int i = 0; i < strips; i++) {
            lengths[i] = (long) Math.min(rowsPerStrip, height - i * rowsPerStrip) * width;
        }
        add(279, LONG, lengths);
        add(282, FRACTION, Math.round(FRACTIONS / calibration.pixelWidth), (long) FRACTIONS);
        add(283, FRACTION, Math.round(FRACTIONS / calibration.pixelHeight), (long) FRACTIONS);
        add(296, SHORT, 1);
        add(320, SHORT, map(colours));
        placeStrips(lengths);
    }

    /** A tag with its values. */
    private static final class Entry {
        final int tag;
        final int type;
        final int count;
        final ByteBuffer values;

        Entry(int tag, int type, int count, ByteBuffer values) {
            this.tag = tag;
            this.type = type;
            this.count = count;
            this.values = values;
        }
    }

    private void add(int tag, int type, long... values) {
        int bytes = type == SHORT ? 2 : type == LONG8 ? 8 : 4;
        ByteBuffer buffer = little(bytes * values.length);
        for (long value : values) {
            if (type == SHORT) {
                buffer.putShort((short) value);
            } else if (type == LONG8) {
                buffer.putLong(value);
            } else {
                buffer.putInt((int) value);
            }
        }
        entries.add(new Entry(tag, type, type == FRACTION ? values.length / 2 : values.length, buffer));
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long[] map(LUT colours) {
        byte[][] channels = new byte[3][256];
        colours.getReds(channels[0]);
        colours.getGreens(channels[1]);
        colours.getBlues(channels[2]);
        long[] map = new long[3 * 256];
        for (int i = 0; i < map.length; i++) {
            map[i] = (channels[i / 256][i % 256] & 0xff) * 257L;
        }
        return map;
    }

    /** The pixels follow the header. */
    private void placeStrips(long[] lengths) {
        long position = header().capacity();
        Entry places = entries.stream().filter(entry -> entry.tag == 273).findFirst().orElseThrow();
        places.values.clear();
        for (long length : lengths) {
            if (big) {
                places.values.putLong(position);
            } else {
                places.values.putInt((int) position);
            }
            position += length;
        }
    }

    private ByteBuffer header() {
        int inline = big ? 8 : 4;
        int start = big ? 16 : 8;
        int directory = (big ? 8 : 2) + entries.size() * (big ? 20 : 12) + inline;
        int outside = entries.stream().mapToInt(entry -> entry.values.capacity())
                .filter(bytes -> bytes > inline).map(bytes -> bytes + 7 & ~7).sum();
        ByteBuffer header = little((start + directory + 7 & ~7) + outside);
        header.put((byte) 'I').put((byte) 'I').putShort((short) (big ? 43 : 42));
        if (big) {
            header.putShort((short) 8).putShort((short) 0).putLong(start).putLong(entries.size());
        } else {
            header.putInt(start).putShort((short) entries.size());
        }
        int place = start + directory + 7 & ~7;
        for (Entry entry : entries) {
            header.putShort((short) entry.tag).putShort((short) entry.type);
            byte[] values = entry.values.array();
            ByteBuffer value = little(inline);
            if (values.length > inline) {
                value.putInt(place);
                ByteBuffer outsiders = header.duplicate();
                outsiders.position(place);
                outsiders.put(values);
                place += values.length + 7 & ~7;
            } else {
                value.put(values);
            }
            if (big) {
                header.putLong(entry.count);
            } else {
                header.putInt(entry.count);
            }
            header.put(value.array());
        }
        return header;
    }

    /** What comes before the pixels. */
    public void writeHeader(OutputStream out) throws IOException {
        out.write(header().array());
    }

    /** The next row, from the top. */
    public void writeRow(int[] labels, OutputStream out) throws IOException {
        byte[] row = new byte[width];
        for (int x = 0; x < width; x++) {
            row[x] = (byte) labels[x];
        }
        out.write(row);
    }
}
