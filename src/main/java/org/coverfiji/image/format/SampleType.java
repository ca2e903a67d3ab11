package org.coverfiji.image.format;

import java.nio.ByteBuffer;

/** How a number is stored in a file. */
enum SampleType {
    UINT8(1), INT8(1), UINT16(2), INT16(2), UINT32(4), INT32(4), UINT64(8), INT64(8), FLOAT32(4), FLOAT64(8);

    private static final double UNSIGNED_64 = 18446744073709551616.0;

    final int bytes;

    SampleType(int bytes) {
        this.bytes = bytes;
    }

    /** The type of numbers in a file, or null if it is none of these. */
    static SampleType of(int bits, int sampleFormat) {
        boolean signed = sampleFormat == TiffDirectory.SIGNED;
        boolean real = sampleFormat == TiffDirectory.FLOAT;
        switch (bits) {
            case 8:
                return real ? null : signed ? INT8 : UINT8;
            case 16:
                return real ? null : signed ? INT16 : UINT16;
            case 32:
                return real ? FLOAT32 : signed ? INT32 : UINT32;
            case 64:
                return real ? FLOAT64 : signed ? INT64 : UINT64;
            default:
                return null;
        }
    }

    /** Takes count numbers from the buffer, in its byte order, and writes slope · number + intercept. */
    void decode(ByteBuffer in, int count, double slope, double intercept, float[] out, int offset) {
        boolean raw = slope == 1 && intercept == 0;
        if (raw && this == FLOAT32) {
            in.asFloatBuffer().get(out, offset, count);
            in.position(in.position() + 4 * count);
            return;
        }
        for (int i = 0; i < count; i++) {
            double value = next(in);
            out[offset + i] = (float) (raw ? value : slope * value + intercept);
        }
    }

    private double next(ByteBuffer in) {
        switch (this) {
            case UINT8:
                return in.get() & 0xff;
            case INT8:
                return in.get();
            case UINT16:
                return in.getShort() & 0xffff;
            case INT16:
                return in.getShort();
            case UINT32:
                return in.getInt() & 0xffffffffL;
            case INT32:
                return in.getInt();
            case UINT64:
                long value = in.getLong();
                return value < 0 ? value + UNSIGNED_64 : value;
            case INT64:
                return in.getLong();
            case FLOAT32:
                return in.getFloat();
            default:
                return in.getDouble();
        }
    }
}
