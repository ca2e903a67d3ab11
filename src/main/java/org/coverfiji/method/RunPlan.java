package org.coverfiji.method;

import java.util.Arrays;

import org.coverfiji.engine.api.NetworkConfiguration;

/** What a method is told of the run that it is to pretrain in. Immutable. */
public final class RunPlan {

    private final NetworkConfiguration network;
    private final int[] patch;
    private final int samples;
    private final long iterations;
    private final int images;
    private final long seed;

    /**
     * @param patch sides in pixels, array order
     * @param samples of a step
     * @param iterations of the whole run
     * @param images to train on; at least 1, and a guess where they are not yet counted
     */
    public RunPlan(NetworkConfiguration network, int[] patch, int samples, long iterations, int images, long seed) {
        this.network = network;
        this.patch = patch.clone();
        this.samples = samples;
        this.iterations = iterations;
        this.images = images;
        this.seed = seed;
    }

    public NetworkConfiguration network() {
        return network;
    }

    /** 2 or 3. */
    public int dimensions() {
        return patch.length;
    }

    /** Channels of the images. */
    public int channels() {
        return network.inputChannels();
    }

    /** Sides in pixels, array order. */
    public int[] patch() {
        return patch.clone();
    }

    /** Samples of a step. */
    public int samples() {
        return samples;
    }

    /** Steps of the whole run. */
    public long iterations() {
        return iterations;
    }

    /** Images to train on; a guess in a forecast. */
    public int images() {
        return images;
    }

    public long seed() {
        return seed;
    }

    /** The same with so many samples in a step. */
    public RunPlan withSamples(int other) {
        return new RunPlan(network, patch, other, iterations, images, seed);
    }

    /** The same from another seed. */
    public RunPlan withSeed(long other) {
        return new RunPlan(network, patch, samples, iterations, images, other);
    }

    /** Pixels of all patches of a step. */
    public long pixels() {
        return Arrays.stream(patch).asLongStream().reduce(samples, (a, b) -> a * b);
    }
}
