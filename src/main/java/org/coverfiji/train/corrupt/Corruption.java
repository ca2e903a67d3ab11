package org.coverfiji.train.corrupt;

import org.coverfiji.train.view.ViewRandom;

/** Spoils a patch in place. May own buffers: not safe for use by several threads. */
public interface Corruption {

    /** Whether {@link #apply} fills a mask. */
    default boolean hides() {
        return false;
    }

    /**
     * @param data holds the patch [C, (D,) H, W], in [0, 1], from {@code start} on
     * @param mask receives 1 where something is hidden, [(D,) H, W] of zeros from {@code maskStart} on; null where
     *        {@link #hides()} is false
     */
    void apply(float[] data, int start, int channels, float[] mask, int maskStart, ViewRandom random);
}
