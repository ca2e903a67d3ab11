package org.coverfiji.math;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;

/**
 * The feature vectors of one map's pixels, one after the other, so that products of two pixels run through memory in
 * order. Immutable.
 */
public final class PixelVectors {

    private final float[] vectors;
    private final int channels;
    private final int[] extents;

    private PixelVectors(float[] vectors, int channels, int[] extents) {
        this.vectors = vectors;
        this.channels = channels;
        this.extents = extents;
    }

    /** @param map [1, C, (D,) H, W] */
    public static PixelVectors of(Tensor map) {
        if (map.size(0) != 1) {
            throw new IllegalArgumentException(map + " is not one map");
        }
        int channels = map.size(1);
        float[] data = map.data();
        int pixels = data.length / channels;
        float[] vectors = new float[data.length];
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < pixels; p++) {
                vectors[p * channels + c] = data[c * pixels + p];
            }
        }
        return new PixelVectors(vectors, channels, Arrays.copyOfRange(map.shape(), 2, map.rank()));
    }

    public int pixels() {
        return vectors.length / channels;
    }

    public int channels() {
        return channels;
    }

    /** Array order. */
    public int[] extents() {
        return extents.clone();
    }

    /** A copy of a pixel's vector. */
    public float[] vector(int pixel) {
        return Arrays.copyOfRange(vectors, pixel * channels, (pixel + 1) * channels);
    }

    /** (x − mean) · scale, channel by channel. */
    public PixelVectors standardized(float[] mean, float[] scale) {
        float[] result = new float[vectors.length];
        for (int i = 0; i < result.length; i++) {
            int c = i % channels;
            result[i] = (vectors[i] - mean[c]) * scale[c];
        }
        return new PixelVectors(result, channels, extents);
    }

    /** Every vector at length 1; those of length 0 stay. */
    public PixelVectors unit() {
        float[] result = vectors.clone();
        for (int start = 0; start < result.length; start += channels) {
            double squares = 0;
            for (int c = 0; c < channels; c++) {
                squares += (double) result[start + c] * result[start + c];
            }
            float factor = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 1;
            for (int c = 0; c < channels; c++) {
                result[start + c] *= factor;
            }
        }
        return new PixelVectors(result, channels, extents);
    }

    /** Every value times a factor. */
    public PixelVectors scaled(double factor) {
        float[] result = new float[vectors.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (factor * vectors[i]);
        }
        return new PixelVectors(result, channels, extents);
    }

    /** The channels c of one head: those with c mod heads = head. */
    public PixelVectors head(int head, int heads) {
        int own = channels / heads;
        float[] result = new float[pixels() * own];
        for (int p = 0; p < pixels(); p++) {
            for (int d = 0; d < own; d++) {
                result[p * own + d] = vectors[p * channels + d * heads + head];
            }
        }
        return new PixelVectors(result, own, extents);
    }

    /** ⟨f_i, g_j⟩. @param other of as many channels */
    public double product(int i, PixelVectors other, int j) {
        double sum = 0;
        int a = i * channels;
        int b = j * channels;
        for (int c = 0; c < channels; c++) {
            sum += (double) vectors[a + c] * other.vectors[b + c];
        }
        return sum;
    }
}
