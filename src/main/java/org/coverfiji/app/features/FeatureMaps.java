package org.coverfiji.app.features;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.coverfiji.engine.api.NetworkConfiguration;
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
    private final LevelBands bands;
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
        bands = new LevelBands(levels, size);
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
        return Arrays.stream(levels).mapToLong(LevelMap::bytes).sum() + (long) Float.BYTES * pixels();
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
        float[] lengths = inverseLengths();
        float[] cosines = new float[lengths.length];
        float[][] dots = coarseDots(vector);
        bands.each(band -> {
            addDots(band, dots, vector, cosines, band.start());
            for (int i = band.start(); i < band.start() + band.pixels(); i++) {
                // Rounding may lead beyond what a cosine can be.
                cosines[i] = Math.max(-1, Math.min(1, cosines[i] * lengths[i]));
            }
        });
        return cosines;
    }

    /**
     * Principal components of every pixel's features, [count, (D,) H, W] of the prepared image. Projecting and
     * up-sampling are both linear, so that each level is projected at its own resolution.
     */
    float[] projected(PrincipalComponents components, int count) {
        int pixels = pixels();
        float[] result = new float[Math.multiplyExact(count, pixels)];
        for (int k = 0; k < count; k++) {
            double[] direction = components.direction(k);
            float[] vector = new float[features];
            for (int i = 0; i < features; i++) {
                vector[i] = (float) direction[i];
            }
            float[][] dots = coarseDots(vector);
            float offset = (float) components.offset(k);
            int first = k * pixels;
            bands.each(band -> {
                int start = first + band.start();
                addDots(band, dots, vector, result, start);
                for (int i = start; i < start + band.pixels(); i++) {
                    result[i] -= offset;
                }
            });
        }
        return result;
    }

    private int pixels() {
        return Arrays.stream(size).reduce(1, (a, b) -> a * b);
    }

    /**
     * The dot products of features and a vector, level by level at their own resolution, but for the finest level: the
     * dot product is linear, as up-sampling is.
     */
    private float[][] coarseDots(float[] vector) {
        float[][] dots = new float[levels.length - 1][];
        int first = 0;
        for (int level = 0; level < dots.length; level++) {
            dots[level] = dots(levels[level], vector, first);
            first += levels[level].channels();
        }
        return dots;
    }

    private static float[] dots(LevelMap level, float[] vector, int first) {
        float[] sum = new float[level.pixels()];
        IntStream.range(0, (sum.length + PORTION - 1) / PORTION).parallel().forEach(portion -> {
            int start = portion * PORTION;
            int count = Math.min(sum.length - start, PORTION);
            for (int c = 0; c < level.channels(); c++) {
                addScaled(level.channel(c), start, vector[first + c], sum, start, count);
            }
        });
        return sum;
    }

    /** Adds the dot product of every pixel's features and a vector, to a band of an image that begins somewhere. */
    private void addDots(LevelBands.Band band, float[][] coarse, float[] vector, float[] sum, int start) {
        int finest = levels.length - 1;
        LevelMap level = levels[finest];
        for (int c = 0; c < level.channels(); c++) {
            addScaled(band.of(finest, level.channel(c)), 0, vector[features - level.channels() + c], sum, start,
                    band.pixels());
        }
        for (int l = 0; l < finest; l++) {
            addScaled(band.of(l, coarse[l]), 0, 1, sum, start, band.pixels());
        }
    }

    private static void addScaled(float[] values, int from, float factor, float[] sum, int start, int count) {
        for (int i = 0; i < count; i++) {
            sum[start + i] += factor * values[from + i];
        }
    }

    /** 1/length of every pixel's features; 0 where all are 0. Squares are not linear: every channel is up-sampled. */
    private synchronized float[] inverseLengths() {
        if (inverseLengths == null) {
            float[] lengths = new float[pixels()];
            bands.each(band -> {
                for (int l = 0; l < levels.length; l++) {
                    for (int c = 0; c < levels[l].channels(); c++) {
                        addSquares(band.of(l, levels[l].channel(c)), lengths, band.start(), band.pixels());
                    }
                }
                for (int i = band.start(); i < band.start() + band.pixels(); i++) {
                    lengths[i] = lengths[i] > 0 ? (float) (1 / Math.sqrt(lengths[i])) : 0;
                }
            });
            inverseLengths = lengths;
        }
        return inverseLengths;
    }

    private static void addSquares(float[] values, float[] sum, int start, int count) {
        for (int i = 0; i < count; i++) {
            sum[start + i] += values[i] * values[i];
        }
    }
}
