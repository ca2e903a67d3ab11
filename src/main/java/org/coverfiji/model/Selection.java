package org.coverfiji.model;

import org.coverfiji.image.label.DataSplit;

/** How a fine-tuned model's weights are chosen: on which images, and how long without a better score. Immutable. */
public final class Selection {

    private final DataSplit split;
    private final int withoutGain;

    /** @param withoutGain validations since the last better score */
    public Selection(DataSplit split, int withoutGain) {
        this.split = split;
        this.withoutGain = withoutGain;
    }

    /** Which images were trained on and which held back. */
    public DataSplit split() {
        return split;
    }

    public int withoutGain() {
        return withoutGain;
    }

    public Selection withoutGain(int validations) {
        return new Selection(split, validations);
    }

    /** A file may hold less. */
    boolean isWhole() {
        return split != null && split.isWhole() && withoutGain >= 0;
    }
}
