package org.coverfiji.app.propagate;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;
import org.coverfiji.app.features.ImageFeatures;
import org.coverfiji.app.features.LevelMap;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.tile.LinearUpsampling;

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
        Thread asker = Thread.currentThread();
        IntStream.range(0, pixels / width).parallel().forEach(row -> {
            CancelledException.ifInterrupted(asker);
            Row nearest = new Row(width);
            nearest.search(features, outer(size, row));
            nearest.vote(shares, row * width, pixels);
        });
        return shares;
    }

    /** Where a row lies: its place along every axis but the last. */
    private static double[] outer(int[] size, int row) {
        return size.length == 2 ? new double[] {row} : new double[] {row / size[1], row % size[1]};
    }

    /** A level's features along a row, [channel][x], at its own resolution along x. */
    private static float[][] row(LevelMap level, double[] outer) {
        int[] size = level.size();
        int extent = size[size.length - 1];
        float[][] row = new float[level.channels()][extent];
        LinearUpsampling.corners(Arrays.copyOf(size, size.length - 1), level.stride(), outer, (offset, weight) -> {
            for (int c = 0; c < row.length; c++) {
                float[] channel = level.channel(c);
                for (int x = 0; x < extent; x++) {
                    row[c][x] += weight * channel[offset * extent + x];
                }
            }
        });
        return row;
    }

    /** Pixels along the last axis and their nearest neighbours so far, the nearest first. */
    private final class Row {

        private final int width;
        private final float[] similarity;
        private final int[] neighbour;
        private final float[] length;

        Row(int width) {
            this.width = width;
            similarity = new float[width * neighbours];
            neighbour = new int[width * neighbours];
            length = new float[width];
            Arrays.fill(similarity, Float.NEGATIVE_INFINITY);
        }

        void search(ImageFeatures image, double[] outer) {
            float[][][] features = new float[NetworkConfiguration.LEVELS][][];
            for (int level = memory.coarsest(); level < features.length; level++) {
                features[level] = row(image.level(level), outer);
                addSquares(features[level], image.level(level).stride());
            }
            float[] block = new float[width * FeatureMemory.BLOCK];
            for (int b = 0; b < memory.blocks(); b++) {
                Arrays.fill(block, 0);
                for (int level = memory.coarsest(); level < features.length; level++) {
                    addSimilarities(features[level], level, b, block);
                }
                keepNearest(block, b * FeatureMemory.BLOCK,
                        Math.min(FeatureMemory.BLOCK, memory.size() - b * FeatureMemory.BLOCK));
            }
        }

        private void addSquares(float[][] features, int stride) {
            for (float[] channel : features) {
                float[] full = LinearUpsampling.upsample(channel, 1, new int[] {channel.length}, stride);
                for (int x = 0; x < width; x++) {
                    length[x] += full[x] * full[x];
                }
            }
        }

        /** Of the row's pixels with a block of the memory, pixel after pixel. */
        private void addSimilarities(float[][] features, int level, int b, float[] block) {
            int count = FeatureMemory.BLOCK;
            int extent = features[0].length;
            float[] own = new float[extent * count];
            float[] vectors = memory.block(b);
            int first = memory.firstChannel(level) * count;
            for (int c = 0; c < features.length; c++) {
                int from = first + c * count;
                for (int x = 0; x < extent; x++) {
                    addProduct(features[c][x], vectors, from, own, x * count);
                }
            }
            int stride = NetworkConfiguration.levelStride(level);
            for (int x = 0; x < width; x++) {
                int to = x * count;
                LinearUpsampling.corners(new int[] {extent}, stride, new double[] {x},
                        (offset, weight) -> addProduct(weight, own, offset * count, block, to));
            }
        }

        private void keepNearest(float[] block, int first, int count) {
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
