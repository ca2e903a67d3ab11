package org.coverfiji.app.cost;

import org.coverfiji.engine.api.NetworkConfiguration;

/**
 * What memory it takes to apply a network to an image window by window: that of the network and its maps, which is the
 * engine's, and that of images, windows and results, which is Java's. Good to a quarter. Immutable.
 */
public final class InferenceEstimate {

    /** Java and the libraries, whatever the network's size. Like what follows, measured. */
    private static final long BASE_BYTES = 200_000_000;
    /** The file's weights in Java's memory, the network's own, as convolutions want them, and while they are read. */
    private static final int COPIES_OF_WEIGHTS = 5;
    /** In 2D what convolutions rearrange comes beside the maps; in 3D those that were read are gone before. */
    private static final double[] COPIES_OF_MAPS = {1.5, 0.7};
    /** Java lets garbage lie, the more of it the more it holds. */
    private static final double GARBAGE = 0.3;
    /** Up-sampling leaves so many times a window's features behind, which lie until there are so many. */
    private static final int LEFT_BY_UPSAMPLING = 10;
    private static final long MOST_LEFT_BYTES = 150_000_000;

    private final ResourceEstimate windows;
    private final int dimensions;
    private final double heldFloats;
    private final double passingFloats;
    private final double upsampledFloats;
    private final double keptFloats;

    private InferenceEstimate(ResourceEstimate windows, int dimensions, double heldFloats, double passingFloats,
            double upsampledFloats, double keptFloats) {
        this.windows = windows;
        this.dimensions = dimensions;
        this.heldFloats = heldFloats;
        this.passingFloats = passingFloats;
        this.upsampledFloats = upsampledFloats;
        this.keptFloats = keptFloats;
    }

    /**
     * Of the U-Net's maps, with or without a head on them.
     *
     * @param atOnce windows that pass the network at once
     * @param sides of a window in pixels, array order
     */
    public static InferenceEstimate ofPixels(NetworkConfiguration network, int atOnce, int... sides) {
        return of(network, ResourceEstimate.ofReading(network, atOnce, sides, true));
    }

    /** Of a network with a head on the encoder's maps, which sees one image at once. */
    public static InferenceEstimate ofImages(NetworkConfiguration network, int... sides) {
        return of(network, ResourceEstimate.ofReading(network, 1, sides, false));
    }

    private static InferenceEstimate of(NetworkConfiguration network, ResourceEstimate windows) {
        return new InferenceEstimate(windows, network.dimensions(), 0, 0, 0, 0);
    }

    /** The same with values that are in Java's memory at once: images, what is prepared of them, results. */
    public InferenceEstimate holding(double floats) {
        return new InferenceEstimate(windows, dimensions, floats, passingFloats, upsampledFloats,
                keptFloats);
    }

    /** The same with values of the windows that pass at once, in Java's memory: their pixels and what comes of them. */
    public InferenceEstimate passing(double floats) {
        return new InferenceEstimate(windows, dimensions, heldFloats, floats, upsampledFloats,
                keptFloats);
    }

    /** The same where maps of all windows together are brought to full resolution, which leaves garbage. */
    public InferenceEstimate upsampling(double floats) {
        return new InferenceEstimate(windows, dimensions, heldFloats, passingFloats, floats,
                keptFloats);
    }

    /** The same with values that stay in Java's memory until others need the room. */
    public InferenceEstimate keeping(double floats) {
        return new InferenceEstimate(windows, dimensions, heldFloats, passingFloats, upsampledFloats,
                floats);
    }

    /** What is in Java's memory at once, garbage and what is only kept aside. */
    public long heapBytes() {
        return windows.weightBytes() + Math.round(Float.BYTES * (heldFloats + passingFloats));
    }

    /** Memory that this process needs at its peak, Java and native together. */
    public long memoryBytes() {
        return memoryBytes(Runtime.getRuntime().maxMemory());
    }

    /** @param heap bytes that Java's memory cannot grow beyond */
    private long memoryBytes(long heap) {
        double left = Math.min(MOST_LEFT_BYTES, LEFT_BY_UPSAMPLING * Float.BYTES * upsampledFloats);
        double live = Float.BYTES * (heldFloats + passingFloats);
        double java = Math.max(live, Math.min(heap, (1 + GARBAGE) * (live + Float.BYTES * keptFloats) + left));
        return BASE_BYTES + Math.round(java + COPIES_OF_MAPS[dimensions - 2] * windows.mapBytes())
                + COPIES_OF_WEIGHTS * windows.weightBytes();
    }

    /** Whether that fits. */
    boolean fits(AvailableMemory memory) {
        return heapBytes() <= memory.heapBytes() && memoryBytes(memory.heapBytes()) <= memory.bytes();
    }
}
