package org.coverfiji.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.Deflater;

import javax.imageio.ImageIO;

/** Writes TIFF files of many kinds for tests, byte by byte. */
public final class TiffBytes {

    public static final int NONE = 1;
    public static final int LZW = 5;
    public static final int JPEG = 7;
    public static final int DEFLATE = 8;
    public static final int PACK_BITS = 32773;

    public int width = 20;
    public int height = 18;
    public int bits = 8;
    public int format = 1;
    public int samples = 1;
    public int photometric = 1;
    public int compression = NONE;
    /** Of each page, where they differ. */
    public int[] compressions;
    public int predictor = 1;
    public int rowsPerStrip = height;
    /** By how many bytes every strip is said to be shorter than it is. */
    public int cut;
    public boolean tiled;
    public boolean planar;
    public boolean big;
    public int pages = 1;
    public ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    public String description;
    /** Further tags: type SHORT if up to 65535, else LONG. */
    public final TreeMap<Integer, long[]> tags = new TreeMap<>();
    /** Tags that are fractions, of which the denominator is 1. */
    public final TreeMap<Integer, Integer> fractions = new TreeMap<>();
    /** A sample's value from its page, pixel (row by row) and sample. */
    public Values values = (page, pixel, sample) -> page * 7 + pixel * 3 + sample * 11;

    /** What is written. */
    @FunctionalInterface
    public interface Values {
        double at(int page, int pixel, int sample);
    }

    /** The value as the file can hold it. */
    public float stored(int page, int pixel, int sample) {
        double value = values.at(page, pixel, sample);
        if (format == 3) {
            return bits == 16 ? fromHalf(half((float) value)) : (float) value;
        }
        long whole = (long) value;
        if (bits < 64) {
            whole &= (1L << bits) - 1;
            whole = format == 2 && whole >= 1L << bits - 1 ? whole - (1L << bits) : whole;
        }
        return (float) whole;
    }

    public File write(File file) throws IOException {
        Files.write(file.toPath(), bytes());
        return file;
    }

    public byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = buffer(big ? 16 : 8);
        header.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(header.get(0));
        header.putShort((short) (big ? 43 : 42));
        if (big) {
            header.putShort((short) 8).putShort((short) 0);
        }
        out.write(header.array());
        List<Integer> pointers = new ArrayList<>(List.of(big ? 8 : 4));
        List<Long> directories = new ArrayList<>();
        for (int page = 0; page < pages; page++) {
            compression = compressions == null ? compression : compressions[page];
            List<byte[]> blocks = blocks(page);
            long[] offsets = new long[blocks.size()];
            long[] lengths = new long[blocks.size()];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = out.size();
                lengths[i] = blocks.get(i).length - cut;
                out.write(blocks.get(i));
            }
            pad(out);
            directories.add(directory(out, page, offsets, lengths));
            pointers.add(out.size() - (big ? 8 : 4));
        }
        byte[] whole = out.toByteArray();
        for (int i = 0; i < directories.size(); i++) {
            ByteBuffer buffer = ByteBuffer.wrap(whole).order(order);
            if (big) {
                buffer.putLong(pointers.get(i), directories.get(i));
            } else {
                buffer.putInt(pointers.get(i), directories.get(i).intValue());
            }
        }
        return whole;
    }

    private ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(order);
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % 8 != 0) {
            out.write(0);
        }
    }

    private long directory(ByteArrayOutputStream out, int page, long[] offsets, long[] lengths) throws IOException {
        TreeMap<Integer, long[]> all = new TreeMap<>(tags);
        all.put(256, new long[] {width});
        all.put(257, new long[] {height});
        long[] everySample = new long[samples];
        Arrays.fill(everySample, bits);
        all.put(258, everySample);
        all.put(259, new long[] {compression});
        all.put(262, new long[] {photometric});
        all.put(277, new long[] {samples});
        all.put(284, new long[] {planar ? 2 : 1});
        long[] formats = new long[samples];
        Arrays.fill(formats, format);
        all.put(339, formats);
        if (predictor != 1) {
            all.put(317, new long[] {predictor});
        }
        if (tiled) {
            all.put(322, new long[] {16});
            all.put(323, new long[] {16});
        } else {
            all.put(278, new long[] {rowsPerStrip});
        }
        all.put(tiled ? 324 : 273, offsets);
        all.put(tiled ? 325 : 279, lengths);
        if (photometric == 3) {
            all.put(320, colourMap());
        }
        fractions.forEach((tag, value) -> all.put(tag, new long[] {value, 1}));
        byte[] text = description == null || page > 0 ? null
                : (description + "\0").getBytes(StandardCharsets.UTF_8);
        if (text != null) {
            all.put(270, null);
        }
        int inline = big ? 8 : 4;
        TreeMap<Integer, Long> places = new TreeMap<>();
        for (int tag : all.keySet()) {
            byte[] bytes = tag == 270 ? text : numbers(tag, all.get(tag));
            if (bytes.length > inline) {
                places.put(tag, (long) out.size());
                out.write(bytes);
                pad(out);
            }
        }
        long start = out.size();
        ByteBuffer entries = buffer((big ? 16 : 6) + all.size() * (big ? 20 : 12));
        if (big) {
            entries.putLong(all.size());
        } else {
            entries.putShort((short) all.size());
        }
        for (int tag : all.keySet()) {
            byte[] bytes = tag == 270 ? text : numbers(tag, all.get(tag));
            int size = tag == 270 ? 1 : fractions.containsKey(tag) ? 8 : isLong(tag) ? 4 : 2;
            entries.putShort((short) tag);
            entries.putShort((short) (size == 1 ? 2 : size == 8 ? 5 : size == 4 ? 4 : 3));
            if (big) {
                entries.putLong(bytes.length / size);
            } else {
                entries.putInt(bytes.length / size);
            }
            if (!places.containsKey(tag)) {
                entries.put(Arrays.copyOf(bytes, inline));
            } else if (big) {
                entries.putLong(places.get(tag));
            } else {
                entries.putInt(places.get(tag).intValue());
            }
        }
        out.write(entries.array());
        return start;
    }

    private boolean isLong(int tag) {
        return fractions.containsKey(tag) || tag == 256 || tag == 257 || tag == 273 || tag == 279 || tag == 324
                || tag == 325;
    }

    private byte[] numbers(int tag, long[] values) {
        ByteBuffer buffer = buffer(values.length * (isLong(tag) ? 4 : 2));
        for (long value : values) {
            if (isLong(tag)) {
                buffer.putInt((int) value);
            } else {
                buffer.putShort((short) value);
            }
        }
        return buffer.array();
    }

    /** Red rises, green falls. */
    private long[] colourMap() {
        int count = 1 << bits;
        long[] map = new long[3 * count];
        for (int i = 0; i < count; i++) {
            map[i] = 257L * i;
            map[count + i] = 257L * (count - 1 - i);
        }
        return map;
    }

    private List<byte[]> blocks(int page) throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        int columns = tiled ? 16 : width;
        int rows = tiled ? 16 : rowsPerStrip;
        for (int plane = 0; plane < (planar ? samples : 1); plane++) {
            for (int y = 0; y < height; y += rows) {
                for (int x = 0; x < width; x += columns) {
                    int count = tiled ? rows : Math.min(rows, height - y);
                    blocks.add(compression == JPEG ? jpeg(page, x, y, columns, count)
                            : block(page, plane, x, y, columns, count));
                }
            }
        }
        return blocks;
    }

    private byte[] block(int page, int plane, int left, int top, int columns, int rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int y = top; y < top + rows; y++) {
            out.write(row(page, plane, left, y, columns));
        }
        return compress(out.toByteArray());
    }

    private byte[] row(int page, int plane, int left, int y, int columns) {
        int own = planar ? 1 : samples;
        double[] row = new double[columns * own];
        for (int x = 0; x < columns; x++) {
            for (int s = 0; s < own; s++) {
                boolean inside = left + x < width && y < height;
                row[x * own + s] = inside ? values.at(page, y * width + left + x, planar ? plane : s) : 0;
            }
        }
        if (bits < 8 || bits == 12) {
            return packed(row);
        }
        ByteBuffer raw = buffer(row.length * bits / 8);
        for (double value : row) {
            put(raw, value);
        }
        return predictor == 2 ? differences(raw.array(), own) : predictor == 3 ? floatDifferences(raw.array(), own)
                : raw.array();
    }

    private void put(ByteBuffer raw, double value) {
        if (format == 3) {
            if (bits == 16) {
                raw.putShort(half((float) value));
            } else if (bits == 32) {
                raw.putFloat((float) value);
            } else {
                raw.putDouble(value);
            }
        } else if (bits == 8) {
            raw.put((byte) (long) value);
        } else if (bits == 16) {
            raw.putShort((short) (long) value);
        } else if (bits == 32) {
            raw.putInt((int) (long) value);
        } else {
            raw.putLong((long) value);
        }
    }

    private byte[] packed(double[] row) {
        byte[] out = new byte[(row.length * bits + 7) / 8];
        for (int i = 0; i < row.length * bits; i++) {
            long value = (long) row[i / bits];
            if ((value >> bits - 1 - i % bits & 1) != 0) {
                out[i / 8] |= (byte) (0x80 >> i % 8);
            }
        }
        return out;
    }

    private byte[] differences(byte[] raw, int own) {
        ByteBuffer in = ByteBuffer.wrap(raw).order(order);
        ByteBuffer out = buffer(raw.length);
        int size = bits / 8;
        for (int i = 0; i < raw.length / size; i++) {
            int before = i - own;
            if (size == 1) {
                out.put((byte) (raw[i] - (before < 0 ? 0 : raw[before])));
            } else if (size == 2) {
                out.putShort((short) (in.getShort(2 * i) - (before < 0 ? 0 : in.getShort(2 * before))));
            } else if (size == 4) {
                out.putInt(in.getInt(4 * i) - (before < 0 ? 0 : in.getInt(4 * before)));
            } else {
                out.putLong(in.getLong(8 * i) - (before < 0 ? 0 : in.getLong(8 * before)));
            }
        }
        return out.array();
    }

    /** As in the technical note: the numbers' bytes, most significant ones first, byte by byte. */
    private byte[] floatDifferences(byte[] raw, int own) {
        int size = bits / 8;
        int count = raw.length / size;
        byte[] planes = new byte[raw.length];
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < size; b++) {
                planes[b * count + i] = raw[i * size + (order == ByteOrder.BIG_ENDIAN ? b : size - 1 - b)];
            }
        }
        for (int i = raw.length - 1; i >= own; i--) {
            planes[i] -= planes[i - own];
        }
        return planes;
    }

    private byte[] compress(byte[] raw) {
        switch (compression) {
            case DEFLATE:
                Deflater deflater = new Deflater();
                deflater.setInput(raw);
                deflater.finish();
                byte[] out = new byte[raw.length + 100];
                int length = deflater.deflate(out);
                deflater.end();
                return Arrays.copyOf(out, length);
            case LZW:
                return lzw(raw);
            case PACK_BITS:
                return packBits(raw);
            default:
                return raw;
        }
    }

    /** With codes of 9 bits only: the table is cleared before it needs more. */
    private static byte[] lzw(byte[] raw) {
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < raw.length; i++) {
            if (i % 200 == 0) {
                codes.add(256);
            }
            codes.add(raw[i] & 0xff);
        }
        codes.add(257);
        byte[] out = new byte[(codes.size() * 9 + 7) / 8];
        for (int i = 0; i < codes.size() * 9; i++) {
            if ((codes.get(i / 9) >> 8 - i % 9 & 1) != 0) {
                out[i / 8] |= (byte) (0x80 >> i % 8);
            }
        }
        return out;
    }

    private static byte[] packBits(byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length; i += 100) {
            int count = Math.min(100, raw.length - i);
            out.write(count - 1);
            out.write(raw, i, count);
        }
        return out.toByteArray();
    }

    /** Only for pictures in which every block is of one grey: those come out as they are. */
    private byte[] jpeg(int page, int left, int top, int columns, int rows) throws IOException {
        BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                boolean inside = left + x < width && top + y < height;
                picture.getRaster().setSample(x, y, 0,
                        inside ? (int) values.at(page, (top + y) * width + left + x, 0) : 0);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", out);
        return out.toByteArray();
    }

    /** For numbers that a half can hold exactly, not below 2⁻¹⁴. */
    private static short half(float value) {
        int bits = Float.floatToIntBits(value);
        return value == 0 ? 0
                : (short) (bits >>> 16 & 0x8000 | ((bits >>> 23 & 0xff) - 112) << 10 | bits >>> 13 & 0x3ff);
    }

    private static float fromHalf(short half) {
        int exponent = half >>> 10 & 0x1f;
        return exponent == 0 ? 0
                : Float.intBitsToFloat((half & 0x8000) << 16 | exponent + 112 << 23 | (half & 0x3ff) << 13);
    }
}
