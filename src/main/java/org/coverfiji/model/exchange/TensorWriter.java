package org.coverfiji.model.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.coverfiji.engine.api.Tensor;

/** A tensor's values as bytes: little-endian 32-bit numbers, row-major. */
final class TensorWriter {

    private static final int CHUNK = 1 << 14;

    private TensorWriter() {
    }

    static void write(Tensor tensor, OutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] data = tensor.data();
        for (int from = 0; from < data.length; from += CHUNK) {
            int count = Math.min(CHUNK, data.length - from);
            bytes.clear().asFloatBuffer().put(data, from, count);
            out.write(bytes.array(), 0, count * Float.BYTES);
        }
    }
}
