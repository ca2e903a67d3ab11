package org.coverfiji.image.tile;

import java.util.Arrays;

/**
 * Tiles along one axis: where each begins, and the weight of each of its pixels in the blended result: a raised
 * cosine, which hands over from one tile to the next as gradually as their overlap allows. At every pixel the
 * weights of the tiles that cover it sum to 1, so that products over the axes do as well.
 */
final class TileAxis {

    /** How much of the axis the tiles cover. */
    final int size;
    /** How much of that the image holds; what is beyond is mirrored. */
    final int content;
    final int window;
    /** May be negative where the image is smaller than the window, which then reaches over it on both sides. */
    final int[] starts;
    private final float[][] weights;

    /** @param overlap least share of a tile that the next one covers too */
    TileAxis(int size, int window, double overlap) {
        this(size, size, window, starts(size, window, overlap, 1));
    }

    private TileAxis(int size, int content, int window, int[] starts) {
        this.size = size;
        this.content = content;
        this.window = window;
        this.starts = starts;
        weights = weights();
    }

    /**
     * Tiles that begin at multiples of a number of pixels only and cover the image up to such a multiple, so that their
     * coarser maps have one grid; neighbours overlap by about half.
     *
     * @param window a multiple of it
     */
    static TileAxis aligned(int size, int window, int multiple) {
        int covered = (size + multiple - 1) / multiple * multiple;
        return new TileAxis(covered, size, window, starts(covered, window, 0.5, multiple));
    }

    /** The same tiles in pixels that are so many times larger; starts and window are multiples of that. */
    TileAxis coarser(int factor) {
        return new TileAxis(size / factor, (content + factor - 1) / factor, window / factor,
                Arrays.stream(starts).map(start -> start / factor).toArray());
    }

    /** Evenly spaced, overlapping by no less, the first and the last flush with the image's borders. */
    private static int[] starts(int size, int window, double overlap, int multiple) {
        if (size <= window) {
            return new int[] {-(window - size) / 2 / multiple * multiple};
        }
        int step = Math.max(multiple, (int) (window * (1 - overlap)) / multiple * multiple);
        int count = (size - window + step - 1) / step + 1;
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            double steps = (double) i * (size - window) / (count - 1) / multiple;
            starts[i] = multiple * (int) Math.round(steps);
        }
        return starts;
    }

    private float[][] weights() {
        double[] cosine = new double[window];
        for (int i = 0; i < window; i++) {
            double sine = Math.sin(Math.PI * (i + 0.5) / window);
            cosine[i] = sine * sine;
        }
        double[] sum = new double[size];
        for (int tile = 0; tile < starts.length; tile++) {
            for (int i = first(tile); i < last(tile); i++) {
                sum[starts[tile] + i] += cosine[i];
            }
        }
        float[][] normalized = new float[starts.length][window];
        for (int tile = 0; tile < starts.length; tile++) {
            for (int i = first(tile); i < last(tile); i++) {
                normalized[tile][i] = (float) (cosine[i] / sum[starts[tile] + i]);
            }
        }
        return normalized;
    }

    /** The first of a tile's pixels that lies on the axis. */
    int first(int tile) {
        return Math.max(0, -starts[tile]);
    }

    /** The end (exclusive) of a tile's pixels that lie in the image. */
    int last(int tile) {
        return Math.min(window, size - starts[tile]);
    }

    /** Per pixel of the tile, 0 outside the image. */
    float[] weights(int tile) {
        return weights[tile];
    }

    /** Per pixel of the tile, the pixel of the image that it shows; beyond the borders mirrored, not repeating them. */
    int[] sources(int tile) {
        int[] sources = new int[window];
        int period = Math.max(1, 2 * (content - 1));
        for (int i = 0; i < window; i++) {
            int position = Math.floorMod(starts[tile] + i, period);
            sources[i] = Math.min(position, period - position) % content;
        }
        return sources;
    }
}
