package org.coverfiji.image.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.coverfiji.CancelledException;

/** Reads runs of numbers from a stream, with a linear rescaling; long ones end when the thread is interrupted. */
final class SampleReader {

    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final SampleType type;
    private final double slope;
    private final double intercept;
    private final byte[] bytes = new byte[CHUNK];
    private final ByteBuffer buffer;

    SampleReader(InputStream in, SampleType type, ByteOrder order, double slope, double intercept) {
        this.in = in;
        this.type = type;
        this.slope = slope;
        this.intercept = intercept;
        buffer = ByteBuffer.wrap(bytes).order(order);
    }

    void read(float[] out, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            CancelledException.ifInterrupted();
            int samples = Math.min(count - done, CHUNK / type.bytes);
            int length = samples * type.bytes;
            if (in.readNBytes(bytes, 0, length) < length) {
                throw new UnreadableException("it ends in the middle of its pixels; copy it again");
            }
            buffer.clear();
            type.decode(buffer, samples, slope, intercept, out, offset + done);
            done += samples;
        }
    }

    /** Leaves out so many bytes. */
    void skip(long count) throws IOException {
        skip(in, count);
    }

    static void skip(InputStream in, long count) throws IOException {
        long left = count;
        while (left > 0) {
            CancelledException.ifInterrupted();
            long skipped = in.skip(left);
            if (skipped <= 0) {
                if (in.read() < 0) {
                    throw new UnreadableException("it ends before its pixels begin; copy it again");
                }
                skipped = 1;
            }
            left -= skipped;
        }
    }
}
