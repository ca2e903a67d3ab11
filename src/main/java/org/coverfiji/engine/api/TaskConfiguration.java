package org.coverfiji.engine.api;

import org.coverfiji.CoverException;

/** What a fine-tuned network is to tell apart, and how much of it is trained. Immutable. */
public final class TaskConfiguration {

    /** What the labels are for. */
    public enum Task {
        /** A class for every pixel. */
        SEGMENTATION,
        /** A class for every image. */
        CLASSIFICATION
    }

    /** Which weights are trained. */
    public enum Protocol {
        /** All of them. */
        FULL,
        /** The U-Net's way up and the head; the encoder stays as it is. */
        DECODER,
        /** The head alone, on standardised features. */
        LINEAR
    }

    /** Added to the variance of a map before its root is pooled: a map of one value has a deviation of 1e-4. */
    public static final double POOLING_EPSILON = 1e-8;

    private final Task task;
    private final Protocol protocol;
    private final float[] classWeights;
    private final int[] headLevels;
    private final float[][] means;
    private final float[][] deviations;

    /**
     * @param classWeights what each class counts for in the cross-entropy; as many as there are classes, at least two
     * @param headLevels which of the U-Net's levels the head of a segmentation sees, one after the other up to 4;
     *        for classification the pooled maps in the order in which an image passes them and of the network's widths:
     *        0 (full resolution) to 4 (bottleneck) on the way down, 5 to 8 on the way up
     * @param means per head level and channel, subtracted from the features; null for none. Of a classification that
     *        has twice as many as the map has channels both averages and deviations are pooled, in this order
     * @param deviations per head level and channel, the features are divided by them; null for none
     * @throws CoverException if there are fewer than two classes
     */
    public TaskConfiguration(Task task, Protocol protocol, float[] classWeights, int[] headLevels, float[][] means,
            float[][] deviations) {
        if (classWeights.length < 2) {
            throw new CoverException("There are " + classWeights.length + " classes; at least two are needed.");
        }
        this.task = task;
        this.protocol = protocol;
        this.classWeights = classWeights.clone();
        this.headLevels = headLevels.clone();
        this.means = means;
        this.deviations = deviations;
    }

    public Task task() {
        return task;
    }

    public Protocol protocol() {
        return protocol;
    }

    public int classes() {
        return classWeights.length;
    }

    public float[] classWeights() {
        return classWeights.clone();
    }

    public int[] headLevels() {
        return headLevels.clone();
    }

    /** Whether the i-th map of a classification with so many channels is pooled to averages and deviations. */
    public boolean poolsDeviations(int i, int channels) {
        return means(i) != null && means(i).length == 2 * channels;
    }

    /** Means of the features of the i-th head level, or null where features are not standardised. */
    public float[] means(int i) {
        return means == null ? null : means[i];
    }

    /** Standard deviations of the features of the i-th head level, or null. */
    public float[] deviations(int i) {
        return deviations == null ? null : deviations[i];
    }
}
