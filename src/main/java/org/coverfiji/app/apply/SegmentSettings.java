package org.coverfiji.app.apply;

import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.setting.Setting;

/** How a segmentation model is applied. Immutable; every value has a default. */
public final class SegmentSettings {

    private static final Setting<Double> OVERLAP = Setting.number("overlap", SlidingWindow.USUAL_OVERLAP)
            .between(0, 0.5);
    private static final Setting<Integer> TILE = Setting.whole("tile", 0).atLeast(0);

    private final boolean wholeImage;
    private final boolean flips;
    private final boolean resample;
    private final double overlap;
    private final int tile;

    private SegmentSettings(Builder builder) {
        wholeImage = builder.wholeImage;
        flips = builder.flips;
        resample = builder.resample;
        overlap = builder.overlap;
        tile = builder.tile;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Whether the network sees the whole image at once, instead of windows of the training patch's size. */
    public boolean wholeImage() {
        return wholeImage;
    }

    /** Whether results are averaged over all mirror images: better borders for 4 (2D) or 8 (3D) times the time. */
    public boolean flips() {
        return flips;
    }

    /** Whether images whose pixel size differs by more than 20 % are brought to that of the training images. */
    public boolean resample() {
        return resample;
    }

    /** Share of a window that the next one covers too. */
    public double overlap() {
        return overlap;
    }

    /** Longest side of a window, pixels, where that is more than the training patch's; 0 = the training patch. */
    public int tile() {
        return tile;
    }

    /** As macros write them. */
    @Override
    public String toString() {
        return "flip=" + flips + " resample=" + resample + " whole=" + wholeImage + " overlap=" + overlap
                + " tile=" + tile;
    }

    /** Collects the values. */
    public static final class Builder {

        private boolean wholeImage;
        private boolean flips;
        private boolean resample = true;
        private double overlap = OVERLAP.standard();
        private int tile = TILE.standard();

        private Builder() {
        }

        /** Default no. */
        public Builder wholeImage(boolean value) {
            wholeImage = value;
            return this;
        }

        /** Default no. */
        public Builder flips(boolean value) {
            flips = value;
            return this;
        }

        /** Default yes. */
        public Builder resample(boolean value) {
            resample = value;
            return this;
        }

        /** From 0 to 0.5, the default: the less, the faster, and the more of windows' rims is seen. */
        public Builder overlap(double value) {
            overlap = value;
            return this;
        }

        /** Pixels; 0, the default, is the training patch. */
        public Builder tile(int value) {
            tile = value;
            return this;
        }

        /** @throws org.coverfiji.CoverException naming the first value that cannot be used */
        public SegmentSettings build() {
            OVERLAP.check(overlap);
            TILE.check(tile);
            return new SegmentSettings(this);
        }
    }
}
