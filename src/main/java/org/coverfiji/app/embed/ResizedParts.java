package org.coverfiji.app.embed;

import java.util.Arrays;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Resampling;

/** Brings an embedding back to the size of its image a few features at a time, which are all that is in memory. */
final class ResizedParts {

    private final int group;
    private final FloatImage small;
    private final int[] size;
    private final boolean normalize;

    /**
     * @param small the embedding of the resized image
     * @param size of the image
     * @param group how many features at a time
     * @param normalize whether every pixel's features are scaled to length 1
     */
    ResizedParts(FloatImage small, int[] size, int group, boolean normalize) {
        this.small = small;
        this.size = size.clone();
        this.group = group;
        this.normalize = normalize;
    }

    /** Group after group, each with all its rows. */
    void to(EmbeddingSink sink) {
        float[] scales = normalize ? scales() : null;
        for (int first = 0; first < small.channels(); first += group) {
            float[][] features = part(first);
            if (normalize) {
                for (float[] feature : features) {
                    for (int i = 0; i < feature.length; i++) {
                        feature[i] *= scales[i];
                    }
                }
            }
            sink.accept(first, 0, size[0], features);
        }
    }

    /** 1 / length of every pixel's features; 1 where they are all 0. */
    private float[] scales() {
        double[] squares = new double[Arrays.stream(size).reduce(1, Math::multiplyExact)];
        for (int first = 0; first < small.channels(); first += group) {
            for (float[] feature : part(first)) {
                for (int i = 0; i < squares.length; i++) {
                    squares[i] += (double) feature[i] * feature[i];
                }
            }
        }
        float[] scales = new float[squares.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = squares[i] > 0 ? (float) (1 / Math.sqrt(squares[i])) : 1;
        }
        return scales;
    }

    private float[][] part(int first) {
        int count = Math.min(group, small.channels() - first);
        float[][] features = new float[count][];
        for (int c = 0; c < count; c++) {
            int from = (first + c) * small.pixels();
            FloatImage one = small.withData(Arrays.copyOfRange(small.data(), from, from + small.pixels()), 1);
            features[c] = Resampling.toSize(one, size).data();
        }
        return features;
    }
}
