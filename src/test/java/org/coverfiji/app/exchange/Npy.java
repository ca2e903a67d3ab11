package org.coverfiji.app.exchange;

import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coverfiji.engine.api.Tensor;

/** Reads a NumPy array of 32-bit numbers. */
final class Npy {

    private static final int HEADER = 10;
    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([0-9, ]*)\\)");

    private Npy() {
    }

    static int[] shape(byte[] file) {
        Matcher shape = SHAPE.matcher(header(file));
        assertTrue(header(file), shape.find());
        return Arrays.stream(shape.group(1).split(",")).map(String::trim).filter(side -> !side.isEmpty())
                .mapToInt(Integer::parseInt).toArray();
    }

    private static String header(byte[] file) {
        return new String(file, HEADER, length(file), StandardCharsets.US_ASCII);
    }

    private static int length(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(HEADER - 2);
    }

    static Tensor read(byte[] file) {
        int start = HEADER + length(file);
        float[] data = new float[(file.length - start) / Float.BYTES];
        ByteBuffer.wrap(file, start, file.length - start).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(data);
        return new Tensor(data, shape(file));
    }
}
