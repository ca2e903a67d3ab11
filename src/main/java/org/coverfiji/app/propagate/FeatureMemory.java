package org.coverfiji.app.propagate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.coverfiji.engine.api.NetworkConfiguration;

/**
 * Features of labelled pixels, all of length 1, with their classes. Classes take turns, so that among equal neighbours
 * none is preferred. Vectors lie in blocks, channel after channel, as searching wants them. Immutable.
 */
final class FeatureMemory {

    /** Vectors that are searched together. */
    static final int BLOCK = 256;

    private final int coarsest;
    private final int[] firstChannels = new int[NetworkConfiguration.LEVELS + 1];
    private final float[][] blocks;
    private final int[] classes;
    private final double[] weights;

    /**
     * @param network of the features
     * @param coarsest level of the vectors, the others are finer ones
     * @param vectors by class; each of these levels, coarsest first, of length 1
     * @param weights by class, what the vote of one of its vectors counts
     */
    FeatureMemory(NetworkConfiguration network, int coarsest, List<List<float[]>> vectors, double[] weights) {
        this.coarsest = coarsest;
        this.weights = weights.clone();
        for (int level = coarsest; level < NetworkConfiguration.LEVELS; level++) {
            firstChannels[level + 1] = firstChannels[level] + network.levelChannels(level);
        }
        List<Deque<float[]>> left = new ArrayList<>();
        vectors.forEach(own -> left.add(new ArrayDeque<>(own)));
        int size = vectors.stream().mapToInt(List::size).sum();
        classes = new int[size];
        int channels = firstChannels[NetworkConfiguration.LEVELS];
        blocks = new float[(size + BLOCK - 1) / BLOCK][channels * BLOCK];
        for (int i = 0; i < size;) {
            for (int c = 0; c < left.size(); c++) {
                if (!left.get(c).isEmpty()) {
                    put(left.get(c).poll(), i);
                    classes[i++] = c;
                }
            }
        }
    }

    private void put(float[] vector, int place) {
        float[] block = blocks[place / BLOCK];
        for (int channel = 0; channel < vector.length; channel++) {
            block[channel * BLOCK + place % BLOCK] = vector[channel];
        }
    }

    /** The coarsest level that is compared. */
    int coarsest() {
        return coarsest;
    }

    int size() {
        return classes.length;
    }

    int blocks() {
        return blocks.length;
    }

    /** [channel][vector]; what is beyond the last vector is 0. */
    float[] block(int number) {
        return blocks[number];
    }

    /** Where a level's channels begin in a block. */
    int firstChannel(int level) {
        return firstChannels[level];
    }

    int classOf(int vector) {
        return classes[vector];
    }

    /** What its vote counts. */
    double weightOf(int vector) {
        return weights[classes[vector]];
    }
}
