package org.coverfiji.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.Sha256;

/** What tells a model from others. */
final class Fingerprint {

    private static final int CHUNK_FLOATS = 1 << 14;

    private Fingerprint() {
    }

    /** Of all that a model's results depend on: its description and weights. */
    static String of(ModelFile model) {
        MessageDigest digest = Sha256.digest();
        digest.update(ModelJson.GSON.toJson(model.description()).getBytes(StandardCharsets.UTF_8));
        return of(model.weights(), digest);
    }

    /** Of weights by name. */
    static String of(Map<String, Tensor> weights) {
        return of(weights, Sha256.digest());
    }

    private static String of(Map<String, Tensor> all, MessageDigest digest) {
        ByteBuffer chunk = ByteBuffer.allocate(Float.BYTES * CHUNK_FLOATS);
        for (Map.Entry<String, Tensor> weights : all.entrySet()) {
            digest.update(weights.getKey().getBytes(StandardCharsets.UTF_8));
            float[] data = weights.getValue().data();
            for (int start = 0; start < data.length; start += CHUNK_FLOATS) {
                int count = Math.min(CHUNK_FLOATS, data.length - start);
                chunk.asFloatBuffer().put(data, start, count);
                digest.update(chunk.array(), 0, Float.BYTES * count);
            }
        }
        return Sha256.text(digest);
    }
}
