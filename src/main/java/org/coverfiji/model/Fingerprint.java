package org.coverfiji.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;

/** SHA-256 sums, as lower-case hexadecimal. */
public final class Fingerprint {

    private static final int CHUNK_FLOATS = 1 << 14;

    private Fingerprint() {
    }

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The sum of what the digest has been given. */
    public static String text(MessageDigest digest) {
        StringBuilder text = new StringBuilder();
        for (byte b : digest.digest()) {
            text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }

    /** Of all that a model's results depend on: its description and weights. */
    static String of(ModelFile model) {
        MessageDigest digest = digest();
        digest.update(ModelJson.GSON.toJson(model.description()).getBytes(StandardCharsets.UTF_8));
        ByteBuffer chunk = ByteBuffer.allocate(Float.BYTES * CHUNK_FLOATS);
        for (Map.Entry<String, Tensor> weights : model.weights().entrySet()) {
            digest.update(weights.getKey().getBytes(StandardCharsets.UTF_8));
            float[] data = weights.getValue().data();
            for (int start = 0; start < data.length; start += CHUNK_FLOATS) {
                int count = Math.min(CHUNK_FLOATS, data.length - start);
                chunk.asFloatBuffer().put(data, start, count);
                digest.update(chunk.array(), 0, Float.BYTES * count);
            }
        }
        return text(digest);
    }
}
