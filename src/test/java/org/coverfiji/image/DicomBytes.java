package org.coverfiji.image;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Builds DICOM files element by element. */
public final class DicomBytes {

    public static final String IMPLICIT = "1.2.840.10008.1.2";
    public static final String EXPLICIT = "1.2.840.10008.1.2.1";
    public static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean explicit = true;

    public DicomBytes(String syntax) {
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes(StandardCharsets.ISO_8859_1));
        text(0x00020010, "UI", syntax);
        explicit = !syntax.equals(IMPLICIT);
        order = syntax.equals(BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN : order;
    }

    public DicomBytes text(int tag, String kind, String value) {
        String even = value.length() % 2 == 0 ? value : value + (kind.equals("UI") ? '\0' : ' ');
        return element(tag, kind, even.getBytes(StandardCharsets.ISO_8859_1));
    }

    public DicomBytes number(int tag, int value) {
        return element(tag, "US", ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    /** A sequence of undefined length with one item of one text element, which must not be taken for the image's. */
    public DicomBytes sequence(int tag, int inner, String kind, String value) {
        DicomBytes item = new DicomBytes(explicit ? order == ByteOrder.BIG_ENDIAN ? BIG_ENDIAN : EXPLICIT : IMPLICIT);
        item.out.reset();
        item.text(inner, kind, value);
        header(tag, "SQ", 0xffffffff);
        tag(0xfffee000).integer(0xffffffff);
        out.writeBytes(item.out.toByteArray());
        return tag(0xfffee00d).integer(0).tag(0xfffee0dd).integer(0);
    }

    /** A sequence of one item, both of undefined length. */
    public DicomBytes sequence(int tag, DicomBytes item) {
        header(tag, "SQ", 0xffffffff);
        tag(0xfffee000).integer(0xffffffff);
        out.writeBytes(item.out.toByteArray());
        return tag(0xfffee00d).integer(0).tag(0xfffee0dd).integer(0);
    }

    /** A sequence of items of explicit length. */
    public DicomBytes items(int tag, DicomBytes... items) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (DicomBytes item : items) {
            byte[] bytes = item.out.toByteArray();
            content.writeBytes(ByteBuffer.allocate(8).order(order).putShort((short) 0xfffe).putShort((short) 0xe000)
                    .putInt(bytes.length).array());
            content.writeBytes(bytes);
        }
        return element(tag, "SQ", content.toByteArray());
    }

    /** Elements without a file's beginning, explicit little endian. */
    static DicomBytes item() {
        DicomBytes item = new DicomBytes(EXPLICIT);
        item.out.reset();
        return item;
    }

    public DicomBytes words(int tag, int... values) {
        ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            data.putShort((short) value);
        }
        return element(tag, "US", data.array());
    }

    /** The kind of pixels, all bits used, and their values. */
    public DicomBytes pixels(int bits, boolean signed, int... values) {
        number(0x00280100, bits).number(0x00280101, bits).number(0x00280102, bits - 1);
        number(0x00280103, signed ? 1 : 0);
        return rawPixels(bits, values);
    }

    public DicomBytes size(int rows, int columns) {
        return number(0x00280010, rows).number(0x00280011, columns);
    }

    public DicomBytes rawPixels(int bits, int... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * bits / 8 + 1 & ~1).order(order);
        for (int value : values) {
            if (bits == 8) {
                data.put((byte) value);
            } else {
                data.putShort((short) value);
            }
        }
        return element(0x7fe00010, bits == 8 ? "OB" : "OW", data.array());
    }

    public DicomBytes element(int tag, String kind, byte[] value) {
        header(tag, kind, value.length);
        out.writeBytes(value);
        return this;
    }

    private void header(int tag, String kind, int length) {
        tag(tag);
        if (!explicit) {
            integer(length);
        } else if (kind.equals("OB") || kind.equals("OW") || kind.equals("SQ")) {
            out.writeBytes(kind.getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(new byte[2]);
            integer(length);
        } else {
            out.writeBytes(kind.getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(ByteBuffer.allocate(2).order(order).putShort((short) length).array());
        }
    }

    private DicomBytes tag(int tag) {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(order);
        out.writeBytes(bytes.putShort((short) (tag >>> 16)).putShort((short) tag).array());
        return this;
    }

    private DicomBytes integer(int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(order).putInt(value).array());
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    public File write(File file) throws IOException {
        Files.write(file.toPath(), bytes());
        return file;
    }
}
