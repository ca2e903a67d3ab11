package org.coverfiji.engine.impl.core;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.CropGrid;
import org.coverfiji.engine.api.Tensor;

/** What dense losses ask of maps [N, C, …]. */
final class Maps {

    private Maps() {
    }

    /** The extents of a map's axes; none for a vector. */
    static int[] size(Tensor map) {
        return Arrays.copyOfRange(map.shape(), 2, map.rank());
    }

    static int positions(Tensor map) {
        return Math.toIntExact(Tensor.size(size(map)));
    }

    /** @throws CoverException if they differ in samples or extents */
    static void requireAlike(Tensor map, Tensor other) {
        if (map.size(0) != other.size(0) || !Arrays.equals(size(map), size(other))) {
            throw new CoverException("The loss was given the maps " + map + " and " + other
                    + "; they must have as many samples and the same extents.");
        }
    }

    /** The samples from one to before another. */
    static Tensor samples(Tensor tensor, int from, int to) {
        int length = tensor.data().length / tensor.size(0);
        int[] shape = tensor.shape();
        shape[0] = to - from;
        return new Tensor(Arrays.copyOfRange(tensor.data(), from * length, to * length), shape);
    }

    /** Of two views, one after the other, the first. */
    static Tensor firstHalf(Tensor views) {
        requireTwoViews(views);
        return samples(views, 0, views.size(0) / 2);
    }

    /** Of two views, one after the other, the second. */
    static Tensor secondHalf(Tensor views) {
        requireTwoViews(views);
        return samples(views, views.size(0) / 2, views.size(0));
    }

    private static void requireTwoViews(Tensor views) {
        if (views.size(0) % 2 != 0) {
            throw new CoverException("The loss was given " + views + " as two views one after the other;"
                    + " the number of samples must be even.");
        }
    }

    /** The mean over all positions of every channel, [N, C]. */
    static Tensor mean(Tensor map) {
        int positions = positions(map);
        Tensor mean = Tensor.zeros(map.size(0), map.size(1));
        for (int i = 0; i < mean.data().length; i++) {
            double sum = 0;
            for (int p = i * positions; p < (i + 1) * positions; p++) {
                sum += map.data()[p];
            }
            mean.data()[i] = (float) (sum / positions);
        }
        return mean;
    }

    /** Some vectors of a map. @param rows position after position of every sample */
    static UnitRows rows(Tensor map, int... rows) {
        int channels = map.size(1);
        int positions = positions(map);
        double[] vectors = new double[rows.length * channels];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = map.data()[index(rows[i / channels], i % channels, channels, positions)];
        }
        return new UnitRows(vectors, new int[] {rows.length, channels});
    }

    /** A map of this shape with vectors added where {@link #rows} took them from, else 0. @param vectors [rows, C] */
    static Tensor scattered(Tensor vectors, int[] rows, int[] shape) {
        Tensor map = Tensor.zeros(shape);
        int channels = shape[1];
        int positions = positions(map);
        for (int i = 0; i < vectors.data().length; i++) {
            map.data()[index(rows[i / channels], i % channels, channels, positions)] += vectors.data()[i];
        }
        return map;
    }

    private static int index(int row, int channel, int channels, int positions) {
        return (row / positions * channels + channel) * positions + row % positions;
    }

    /** The grid of a map's positions in the image of one sample. @param boxes [N, 2 · axes] */
    static CropGrid grid(Tensor boxes, int sample, Tensor map) {
        return new CropGrid(boxes.data(), sample * boxes.size(1), size(map));
    }

    /** Keys as unit vectors for a queue. @param embeddings [N, C] or [N, C, …] */
    static Tensor unit(Tensor embeddings) {
        return new UnitRows(embeddings).toTensor();
    }
}
