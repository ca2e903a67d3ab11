package org.coverfiji.app.features;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.tile.LinearUpsampling;
import org.coverfiji.math.PrincipalComponents;

/**
 * The levels' maps of one prepared image and what is computed of them on its grid. Images of the same content share
 * one, whatever they are called.
 */
final class FeatureMaps {

    /** Pixels per portion of a sum over channels: sums and one channel's values stay in the processor's first cache. */
    private static final int PORTION = 4096;

    private final LevelMap[] levels;
    private final int[] size;
    private final int features;
    private float[] inverseLengths;

    /**
     * @param maps [level][channel], each (D,) H, W of the grid at the level's stride
     * @param gridSize extents of the finest level
     * @param size extents of the prepared image, which begins where the grid does
     */
    FeatureMaps(float[][][] maps, int[] gridSize, int[] size) {
        levels = new LevelMap[maps.length];
        for (int level = 0; level < maps.length; level++) {
            int stride = NetworkConfiguration.levelStride(level);
            levels[level] = new LevelMap(maps[level],
                    Arrays.stream(gridSize).map(side -> side / stride).toArray(), stride);
        }
        this.size = size.clone();
        features = Arrays.stream(levels).mapToInt(LevelMap::channels).sum();
    }

    LevelMap level(int level) {
        return levels[level];
    }

    int features() {
        return features;
    }

    int[] size() {
        return size.clone();
    }

    long bytes() {
        return Arrays.stream(levels).mapToLong(LevelMap::bytes).sum() + (long) Float.BYTES * levels[4].pixels();
    }

    /** All features at a point, level after level, of whatever length. */
    float[] at(double[] point) {
        float[] vector = new float[features];
        int start = 0;
        for (LevelMap level : levels) {
            level.at(point, vector, start);
            start += level.channels();
        }
        return vector;
    }

    /** The cosine of every pixel's features and a vector of length 1, on the prepared image's grid. */
    float[] cosines(float[] vector) {
        float[] sum = sumOfLevels(vector);
        float[] lengths = inverseLengths();
        IntStream.range(0, portions(sum.length)).parallel().forEach(portion -> {
            int end = Math.min(sum.length, (portion + 1) * PORTION);
            for (int i = portion * PORTION; i < end; i++) {
                // Rounding may lead beyond what a cosine can be.
                sum[i] = Math.max(-1, Math.min(1, sum[i] * lengths[i]));
            }
        });
        return cropped(sum);
    }

    /**
     * Principal components of every pixel's features, [count, (D,) H, W] of the prepared image. Projecting and
     * up-sampling are both linear, so that each level is projected at its own resolution.
     */
    float[] projected(PrincipalComponents components, int count) {
        int pixels = Arrays.stream(size).reduce(1, (a, b) -> a * b);
        float[] result = new float[Math.multiplyExact(count, pixels)];
        for (int k = 0; k < count; k++) {
            double[] direction = components.direction(k);
            float[] vector = new float[features];
            for (int i = 0; i < features; i++) {
                vector[i] = (float) direction[i];
            }
            float[] values = cropped(sumOfLevels(vector));
            float offset = (float) components.offset(k);
            for (int i = 0; i < pixels; i++) {
                result[k * pixels + i] = values[i] - offset;
            }
        }
        return result;
    }

    /** The dot product of every pixel's features and a vector, on the grid of the finest level. */
    private float[] sumOfLevels(float[] vector) {
        int[] first = new int[levels.length];
        for (int level = 1; level < levels.length; level++) {
            first[level] = first[level - 1] + levels[level - 1].channels();
        }
        // The dot product is linear, as up-sampling is: each level is summed at its own resolution.
        float[][] parts = IntStream.range(0, levels.length).parallel()
                .mapToObj(level -> LinearUpsampling.upsample(dots(levels[level], vector, first[level]), 1,
                        levels[level].size(), levels[level].stride()))
                .toArray(float[][]::new);
        float[] sum = parts[levels.length - 1];
        IntStream.range(0, portions(sum.length)).parallel().forEach(portion -> {
            int end = Math.min(sum.length, (portion + 1) * PORTION);
            for (int level = 0; level < levels.length - 1; level++) {
                float[] part = parts[level];
                for (int i = portion * PORTION; i < end; i++) {
                    sum[i] += part[i];
                }
            }
        });
        return sum;
    }

    private static float[] dots(LevelMap level, float[] vector, int first) {
        float[] sum = new float[level.pixels()];
        IntStream.range(0, portions(sum.length)).parallel().forEach(portion -> {
            int end = Math.min(sum.length, (portion + 1) * PORTION);
            for (int c = 0; c < level.channels(); c++) {
                addScaled(level.channel(c), vector[first + c], sum, portion * PORTION, end);
            }
        });
        return sum;
    }

    private static void addScaled(float[] values, float factor, float[] sum, int start, int end) {
        for (int i = start; i < end; i++) {
            sum[i] += factor * values[i];
        }
    }

    /** 1/length of every pixel's features on the finest grid; 0 where all are 0. */
    private synchronized float[] inverseLengths() {
        if (inverseLengths == null) {
            float[] squares = new float[levels[levels.length - 1].pixels()];
            for (LevelMap level : levels) {
                addSquares(level, squares);
            }
            for (int i = 0; i < squares.length; i++) {
                squares[i] = squares[i] > 0 ? (float) (1 / Math.sqrt(squares[i])) : 0;
            }
            inverseLengths = squares;
        }
        return inverseLengths;
    }

    /** Squares are not linear: every channel is up-sampled once. Sums keep the channels' order. */
    private static void addSquares(LevelMap level, float[] squares) {
        int together = Runtime.getRuntime().availableProcessors();
        for (int start = 0; start < level.channels(); start += together) {
            int end = Math.min(level.channels(), start + together);
            float[][] values = IntStream.range(start, end).parallel().mapToObj(c ->
                    LinearUpsampling.upsample(level.channel(c), 1, level.size(), level.stride()))
                    .toArray(float[][]::new);
            IntStream.range(0, portions(squares.length)).parallel().forEach(portion -> {
                int last = Math.min(squares.length, (portion + 1) * PORTION);
                for (float[] channel : values) {
                    for (int i = portion * PORTION; i < last; i++) {
                        squares[i] += channel[i] * channel[i];
                    }
                }
            });
        }
    }

    private static int portions(int length) {
        return (length + PORTION - 1) / PORTION;
    }

    /** Of a map on the finest grid, what lies in the image. */
    private float[] cropped(float[] map) {
        int[] grid = levels[levels.length - 1].size();
        if (Arrays.equals(grid, size)) {
            return map;
        }
        int last = size.length - 1;
        int rows = Arrays.stream(size, 0, last).reduce(1, (a, b) -> a * b);
        float[] result = new float[rows * size[last]];
        for (int row = 0; row < rows; row++) {
            int from = last == 1 ? row : row / size[1] * grid[1] + row % size[1];
            System.arraycopy(map, from * grid[last], result, row * size[last], size[last]);
        }
        return result;
    }
}
