package org.coverfiji.image;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.zip.GZIPOutputStream;

/** Builds NIfTI files byte by byte, after the published header tables. */
public final class NiftiBytes {

    public static final int UINT8 = 2;
    public static final int INT16 = 4;
    public static final int INT32 = 8;
    public static final int FLOAT32 = 16;
    public static final int FLOAT64 = 64;
    public static final int INT8 = 256;
    public static final int UINT16 = 512;
    public static final int UINT32 = 768;
    public static final int INT64 = 1024;
    public static final int UINT64 = 1280;

    private final boolean second;
    private final ByteBuffer header;
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private final int type;

    public NiftiBytes(boolean second, ByteOrder order, int type, int... dim) {
        this.second = second;
        this.type = type;
        header = ByteBuffer.allocate(second ? 544 : 352).order(order);
        header.putInt(0, second ? 540 : 348);
        byte[] magic = second ? new byte[] {'n', '+', '2', 0, 13, 10, 26, 10} : new byte[] {'n', '+', '1', 0};
        header.position(second ? 4 : 344);
        header.put(magic);
        for (int i = 0; i <= dim.length; i++) {
            long extent = i == 0 ? dim.length : dim[i - 1];
            if (second) {
                header.putLong(16 + 8 * i, extent);
            } else {
                header.putShort(40 + 2 * i, (short) extent);
            }
        }
        header.putShort(second ? 12 : 70, (short) type);
        if (second) {
            header.putLong(168, 544);
        } else {
            header.putFloat(108, 352);
        }
    }

    public NiftiBytes scaling(double slope, double intercept) {
        real(second ? 176 : 112, 0, slope);
        real(second ? 176 : 112, 1, intercept);
        return this;
    }

    public NiftiBytes pixdim(double... pixdim) {
        for (int i = 0; i < pixdim.length; i++) {
            real(second ? 104 : 76, i, pixdim[i]);
        }
        return this;
    }

    public NiftiBytes units(int code) {
        if (second) {
            header.putInt(500, code);
        } else {
            header.put(123, (byte) code);
        }
        return this;
    }

    public NiftiBytes sform(int code, double... affine) {
        code(second ? 348 : 254, code);
        for (int i = 0; i < 12; i++) {
            real(second ? 400 : 280, i, affine[i]);
        }
        return this;
    }

    public NiftiBytes qform(int code, double... bcdxyz) {
        code(second ? 344 : 252, code);
        for (int i = 0; i < 6; i++) {
            real(second ? 352 : 256, i, bcdxyz[i]);
        }
        return this;
    }

    public NiftiBytes values(double... data) {
        for (double value : data) {
            ByteBuffer b = ByteBuffer.allocate(8).order(header.order());
            switch (type) {
                case INT16: case UINT16:
                    b.putShort((short) (int) value);
                    break;
                case INT32: case UINT32:
                    b.putInt((int) (long) value);
                    break;
                case FLOAT32:
                    b.putFloat((float) value);
                    break;
                case FLOAT64:
                    b.putDouble(value);
                    break;
                case INT64: case UINT64:
                    b.putLong((long) value);
                    break;
                default:
                    b.put((byte) (int) value);
            }
            values.write(b.array(), 0, b.position());
        }
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(header.array(), 0, header.capacity());
        byte[] content = values.toByteArray();
        all.write(content, 0, content.length);
        return all.toByteArray();
    }

    public File write(File file) throws IOException {
        try (OutputStream out = file.getName().endsWith(".gz") ? new GZIPOutputStream(Files.newOutputStream(
                file.toPath())) : Files.newOutputStream(file.toPath())) {
            out.write(bytes());
        }
        return file;
    }

    private void code(int position, int code) {
        if (second) {
            header.putInt(position, code);
        } else {
            header.putShort(position, (short) code);
        }
    }

    private void real(int position, int index, double value) {
        if (second) {
            header.putDouble(position + 8 * index, value);
        } else {
            header.putFloat(position + 4 * index, (float) value);
        }
    }
}
