package org.coverfiji.image;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;

/** Writes arrays for NumPy: .npy version 1.0, little-endian float32 in C order. */
public final class NpyWriter {

    private static final int ALIGNMENT = 64;
    private static final int CHUNK = 1 << 14;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    private NpyWriter() {
    }

    /**
     * As [C, (D,) H, W].
     *
     * @throws CoverException if the file cannot be written
     */
    public static void write(File target, FloatImage image) {
        int[] size = image.size();
        int[] shape = new int[size.length + 1];
        shape[0] = image.channels();
        System.arraycopy(size, 0, shape, 1, size.length);
        write(target, image.data(), shape);
    }

    /** @throws CoverException if the file cannot be written */
    public static void write(File target, float[] data, int... shape) {
        AtomicFile.write(target, out -> write(out, data, shape));
    }

    /** To a stream, which stays open. */
    public static void write(OutputStream out, float[] data, int... shape) throws IOException {
        writeHeader(out, shape);
        writeData(out, data);
    }

    private static void writeHeader(OutputStream out, int[] shape) throws IOException {
        String extents = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + extents
                + (shape.length == 1 ? "," : "") + "), }";
        int unpadded = MAGIC.length + 2 + text.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        String header = text + " ".repeat(padding) + "\n";
        out.write(MAGIC);
        out.write(header.length() & 0xff);
        out.write(header.length() >> 8);
        out.write(header.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void writeData(OutputStream out, float[] data) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < data.length; from += CHUNK) {
            int count = Math.min(CHUNK, data.length - from);
            bytes.clear().asFloatBuffer().put(data, from, count);
            out.write(bytes.array(), 0, count * Float.BYTES);
        }
    }
}
