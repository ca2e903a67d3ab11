package org.coverfiji.train.label;

import org.coverfiji.CoverException;
import org.coverfiji.train.view.ViewConfiguration;

/** How labelled patches are drawn and changed. Immutable. */
public final class LabelPatchSettings {

    private final ViewConfiguration augmentation;
    private final double foregroundShare;
    private final boolean[] flips;

    /**
     * @param augmentation patch size, and the ranges of the spatial and intensity changes
     * @param foregroundShare part of the patches that are centred on a pixel of a class but the first, 0…1
     * @param flips per axis, whether patches may be mirrored along it
     */
    public LabelPatchSettings(ViewConfiguration augmentation, double foregroundShare, boolean... flips) {
        if (!(foregroundShare >= 0 && foregroundShare <= 1)) {
            throw new CoverException("foreground is " + foregroundShare
                    + ", but must be the part of the patches that are centred on labelled objects, 0 to 1.");
        }
        if (flips.length != augmentation.dimensions()) {
            throw new IllegalArgumentException(flips.length + " flips for " + augmentation.dimensions() + " axes");
        }
        this.augmentation = augmentation;
        this.foregroundShare = foregroundShare;
        this.flips = flips.clone();
    }

    /**
     * The ranges that fine-tuning uses: about half of the pretraining's motion and milder intensities, no blocks, so
     * that a patch stays an image that could have been taken.
     */
    public static ViewConfiguration mild(int... patch) {
        return ViewConfiguration.builder(patch).motion(0.4).noise(0.02).contrast(0.75, 1.25).brightness(0.05).blur(0.5)
                .blocks(0, 0, 0, 0).build();
    }

    /** No change at all: patches as they are. */
    public static LabelPatchSettings plain(int... patch) {
        return new LabelPatchSettings(ViewConfiguration.builder(patch).motion(0).withoutAppearance().build(), 0,
                new boolean[patch.length]);
    }

    /** Patches as they are, centred on labelled objects. */
    public static LabelPatchSettings centred(int... patch) {
        return new LabelPatchSettings(plain(patch).augmentation(), 1, new boolean[patch.length]);
    }

    public ViewConfiguration augmentation() {
        return augmentation;
    }

    public double foregroundShare() {
        return foregroundShare;
    }

    /** Per axis. */
    public boolean[] flips() {
        return flips.clone();
    }
}
