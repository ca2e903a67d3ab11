package org.coverfiji.image.tile;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;

/**
 * The weighted sum of overlapping tiles, of which only one window's height exists at a time: rows that no further
 * tile covers are handed on and forgotten.
 */
final class BandAccumulator {

    private final TileGrid grid;
    private final float[][] channels;
    private final int rowLength;
    private int bandStart;

    BandAccumulator(TileGrid grid, int channels) {
        this(grid, channels, Math.min(grid.axis(0).window, grid.axis(0).size));
    }

    private BandAccumulator(TileGrid grid, int channels, int rows) {
        this.grid = grid;
        rowLength = grid.axis(1).size * grid.axis(2).size;
        this.channels = new float[channels][rows * rowLength];
    }

    /** One that holds all rows, for results that are kept. */
    static BandAccumulator whole(TileGrid grid, int channels) {
        return new BandAccumulator(grid, channels, grid.axis(0).size);
    }

    /** All rows of every channel, where all are held. */
    float[][] channels() {
        return channels;
    }

    /** Adds entry n of a batch of results, [n, K, (D,) H, W], at its place, weighted. */
    void add(Tensor results, int n, int[] tile) {
        TileAxis first = grid.axis(0);
        TileAxis middle = grid.axis(1);
        TileAxis last = grid.axis(2);
        float[] lastWeights = last.weights(tile[2]);
        int begin = last.first(tile[2]);
        int end = last.last(tile[2]);
        for (int k = 0; k < channels.length; k++) {
            float[] sum = channels[k];
            int source = (n * channels.length + k) * grid.windowPixels();
            for (int i = first.first(tile[0]); i < first.last(tile[0]); i++) {
                int row = (first.starts[tile[0]] + i - bandStart) * rowLength;
                for (int j = middle.first(tile[1]); j < middle.last(tile[1]); j++) {
                    float weight = first.weights(tile[0])[i] * middle.weights(tile[1])[j];
                    int to = row + (middle.starts[tile[1]] + j) * last.size + last.starts[tile[2]];
                    int from = source + (i * middle.window + j) * last.window;
                    addLine(sum, to, results.data(), from, lastWeights, weight, begin, end);
                }
            }
        }
    }

    private static void addLine(float[] sum, int to, float[] values, int from, float[] weights, float weight,
            int begin, int end) {
        for (int x = begin; x < end; x++) {
            sum[to + x] += weight * weights[x] * values[from + x];
        }
    }

    /** Hands on all rows before a position along the first axis, and makes room for as many behind. */
    void finishBefore(int position, BandConsumer consumer) {
        int rows = position - bandStart;
        consumer.accept(bandStart, rows, channels);
        int finished = rows * rowLength;
        for (float[] sum : channels) {
            System.arraycopy(sum, finished, sum, 0, sum.length - finished);
            Arrays.fill(sum, sum.length - finished, sum.length, 0);
        }
        bandStart = position;
    }
}
