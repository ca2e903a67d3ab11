package org.coverfiji.engine.api;

import org.coverfiji.CoverException;

/**
 * A head of linear layers (1×1 convolutions) on pooled features or on a map, with normalisation and ReLU between them
 * but not after the last. Its parameters are named as those of the published programs' sequences, {@code name.0.weight}
 * and so on. Immutable.
 */
public final class HeadConfiguration {

    /** What stands between two linear layers, before the ReLU. */
    public enum Norm {
        /** Statistics of the batch at hand, per channel and view. */
        BATCH,
        /** Statistics of each sample, over all channels. */
        GROUP,
        NONE
    }

    private final String name;
    private final int[] widths;
    private final Norm norm;
    private final boolean lastBias;

    /**
     * @param name first part of its parameters' names
     * @param widths channels after each linear layer, such as 256, 128
     * @param lastBias whether the last layer has a bias; vector heads have none, map heads have
     */
    public HeadConfiguration(String name, int[] widths, Norm norm, boolean lastBias) {
        if (widths.length == 0) {
            throw new CoverException(
                    "The head \"" + name + "\" has no widths; it needs at least one, such as 256,128.");
        }
        for (int width : widths) {
            if (width < 1) {
                throw new CoverException(
                        "The head \"" + name + "\" has the width " + width + "; it must be at least 1.");
            }
        }
        this.name = name;
        this.widths = widths.clone();
        this.norm = norm;
        this.lastBias = lastBias;
    }

    public String name() {
        return name;
    }

    public int[] widths() {
        return widths.clone();
    }

    /** Channels that come out. */
    public int outputs() {
        return widths[widths.length - 1];
    }

    public Norm norm() {
        return norm;
    }

    public boolean lastBias() {
        return lastBias;
    }
}
