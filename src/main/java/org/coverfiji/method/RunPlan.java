package org.coverfiji.method;

import org.coverfiji.engine.api.NetworkConfiguration;

/** What a run is, as far as a method's network depends on it. Immutable. */
public final class RunPlan {

    private final NetworkConfiguration network;
    private final int[] patch;
    private final int samples;
    private final int images;
    private final long iterations;

    /**
     * @param patch sides in array order, pixels
     * @param samples of a step
     * @param images how many there are to train on, at least 1
     * @param iterations steps of the whole run
     */
    public RunPlan(NetworkConfiguration network, int[] patch, int samples, int images, long iterations) {
        this.network = network;
        this.patch = patch.clone();
        this.samples = samples;
        this.images = images;
        this.iterations = iterations;
    }

    public NetworkConfiguration network() {
        return network;
    }

    /** 2 or 3. */
    public int dimensions() {
        return patch.length;
    }

    /** Sides in array order, pixels. */
    public int[] patch() {
        return patch.clone();
    }

    /** Of a step. */
    public int samples() {
        return samples;
    }

    /** How many there are to train on. */
    public int images() {
        return images;
    }

    /** Steps of the whole run. */
    public long iterations() {
        return iterations;
    }
}
