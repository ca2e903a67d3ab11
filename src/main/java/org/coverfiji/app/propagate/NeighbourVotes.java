package org.coverfiji.app.propagate;

import java.util.Arrays;

import org.coverfiji.app.features.ImageFeatures;
import org.coverfiji.app.features.LevelMap;
import org.coverfiji.app.features.Portions;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.tile.LinearUpsampling;
import org.coverfiji.image.tile.UpsampledRows;

/**
 * Lets the labelled pixels with the most similar features vote for the classes of an image's pixels. A vote weighs
 * exp(cosine/0.1), so that of several neighbours those count most that are nearly the same, times what the memory says
 * of its class; a class's share is that of the weights.
 *
 * <p>Similarity is linear in the features, so that features are interpolated along every axis but the last, and
 * similarities along that: level l then costs W/stride(l) instead of W products a row and channel, and no map is
 * up-sampled as a whole.
 */
final class NeighbourVotes {

    private static final float TEMPERATURE = 0.1f;

    /** Of shares from 0 to 1: what only rounding would decide is a tie. */
    private static final int STEPS = 1 << 17;

    private final FeatureMemory memory;
    private final int neighbours;
    private final int classes;

    /** @param neighbours that vote, at most as many as are remembered */
    NeighbourVotes(FeatureMemory memory, int neighbours, int classes) {
        this.memory = memory;
        this.neighbours = Math.min(neighbours, memory.size());
        this.classes = classes;
    }

    /** How many values the remembered features have. */
    double values() {
        return memory.blocks() * (double) memory.block(0).length;
    }

    /** Shares of the classes, [class, (D,) H, W] of the image as the network saw it. */
    float[] shares(ImageFeatures features) {
        int[] size = features.preparedSize();
        int width = size[size.length - 1];
        int pixels = Arrays.stream(size).reduce(1, Math::multiplyExact);
        float[] shares = new float[Math.multiplyExact(classes, pixels)];
        Portions.each(pixels / width, () -> new Row(features, width), (nearest, row) -> {
            nearest.search(outer(size, row));
            nearest.vote(shares, row * width, pixels);
        });
        return shares;
    }

    /** Where a row lies: its place along every axis but the last. */
    private static double[] outer(int[] size, int row) {
        return size.length == 2 ? new double[] {row} : new double[] {row / size[1], row % size[1]};
    }

    /** Fills in a level's features along a row, [channel][x], at its own resolution along x. */
    private static void fill(float[][] row, LevelMap level, double[] outer) {
        int[] size = level.size();
        int extent = size[size.length - 1];
        for (float[] channel : row) {
            Arrays.fill(channel, 0);
        }
        LinearUpsampling.corners(Arrays.copyOf(size, size.length - 1), level.stride(), outer, (offset, weight) -> {
            for (int c = 0; c < row.length; c++) {
                float[] channel = level.channel(c);
                for (int x = 0; x < extent; x++) {
                    row[c][x] += weight * channel[offset * extent + x];
                }
            }
        });
    }

    /**
     * Pixels along the last axis and their nearest neighbours so far, the nearest first. Its buffers, which are large
     * beside the results, serve one row after the other.
     */
    private final class Row {

        private final ImageFeatures image;
        private final int width;
        private final float[] similarity;
        private final int[] neighbour;
        private final float[] length;
        /** By level: the features along the row, and what brings them to its width. */
        private final float[][][] features = new float[NetworkConfiguration.LEVELS][][];
        private final UpsampledRows[] wide = new UpsampledRows[NetworkConfiguration.LEVELS];
        /** Of the row's pixels with a block of the memory, pixel after pixel; of those of a level. */
        private final float[] block;
        private final float[] own;

        Row(ImageFeatures image, int width) {
            this.image = image;
            this.width = width;
            similarity = new float[width * neighbours];
            neighbour = new int[width * neighbours];
            length = new float[width];
            int longest = 0;
            for (int level = memory.coarsest(); level < features.length; level++) {
                int[] size = image.level(level).size();
                int extent = size[size.length - 1];
                longest = Math.max(longest, extent);
                features[level] = new float[image.level(level).channels()][extent];
                wide[level] = new UpsampledRows(new int[] {1, extent}, image.level(level).stride(), 1, width);
            }
            block = new float[width * FeatureMemory.BLOCK];
            own = new float[longest * FeatureMemory.BLOCK];
        }

        void search(double[] outer) {
            Arrays.fill(similarity, Float.NEGATIVE_INFINITY);
            Arrays.fill(length, 0);
            for (int level = memory.coarsest(); level < features.length; level++) {
                fill(features[level], image.level(level), outer);
                addSquares(level);
            }
            for (int b = 0; b < memory.blocks(); b++) {
                Arrays.fill(block, 0);
                for (int level = memory.coarsest(); level < features.length; level++) {
                    addSimilarities(level, b);
                }
                keepNearest(b * FeatureMemory.BLOCK,
                        Math.min(FeatureMemory.BLOCK, memory.size() - b * FeatureMemory.BLOCK));
            }
        }

        private void addSquares(int level) {
            for (float[] channel : features[level]) {
                float[] full = wide[level].of(channel, 0, 0, 1);
                for (int x = 0; x < width; x++) {
                    length[x] += full[x] * full[x];
                }
            }
        }

        private void addSimilarities(int level, int b) {
            int count = FeatureMemory.BLOCK;
            int extent = features[level][0].length;
            Arrays.fill(own, 0, extent * count, 0);
            float[] vectors = memory.block(b);
            int first = memory.firstChannel(level) * count;
            for (int c = 0; c < features[level].length; c++) {
                int from = first + c * count;
                for (int x = 0; x < extent; x++) {
                    addProduct(features[level][c][x], vectors, from, own, x * count);
                }
            }
            int stride = NetworkConfiguration.levelStride(level);
            for (int x = 0; x < width; x++) {
                int to = x * count;
                LinearUpsampling.corners(new int[] {extent}, stride, new double[] {x},
                        (offset, weight) -> addProduct(weight, own, offset * count, block, to));
            }
        }

        private void keepNearest(int first, int count) {
            for (int x = 0; x < width; x++) {
                int start = x * neighbours;
                int last = start + neighbours - 1;
                for (int i = 0; i < count; i++) {
                    float one = block[x * FeatureMemory.BLOCK + i];
                    if (one > similarity[last]) {
                        int place = last;
                        for (; place > start && similarity[place - 1] < one; place--) {
                            similarity[place] = similarity[place - 1];
                            neighbour[place] = neighbour[place - 1];
                        }
                        similarity[place] = one;
                        neighbour[place] = first + i;
                    }
                }
            }
        }

        private void vote(float[] shares, int first, int pixels) {
            for (int x = 0; x < width; x++) {
                int start = x * neighbours;
                // A pixel whose features are all 0 is like every other: its neighbours have one vote each.
                double scale = length[x] > 0 ? 1 / (Math.sqrt(length[x]) * TEMPERATURE) : 0;
                double[] votes = new double[classes];
                double sum = 0;
                for (int i = 0; i < neighbours; i++) {
                    double weight = memory.weightOf(neighbour[start + i])
                            * Math.exp((similarity[start + i] - similarity[start]) * scale);
                    votes[memory.classOf(neighbour[start + i])] += weight;
                    sum += weight;
                }
                for (int c = 0; c < classes; c++) {
                    shares[c * pixels + first + x] = Math.round(votes[c] / sum * STEPS) / (float) STEPS;
                }
            }
        }
    }

    private static void addProduct(float factor, float[] from, int fromStart, float[] to, int toStart) {
        for (int i = 0; i < FeatureMemory.BLOCK; i++) {
            to[toStart + i] += factor * from[fromStart + i];
        }
    }
}
