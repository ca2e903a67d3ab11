package org.coverfiji.app.apply;

/** How a segmentation model is applied. Immutable; every value has a default. */
public final class SegmentSettings {

    private final boolean wholeImage;
    private final boolean flips;
    private final boolean resample;

    private SegmentSettings(Builder builder) {
        wholeImage = builder.wholeImage;
        flips = builder.flips;
        resample = builder.resample;
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

    /** As macros write them. */
    @Override
    public String toString() {
        return "flip=" + flips + " resample=" + resample + " whole=" + wholeImage;
    }

    /** Collects the values. */
    public static final class Builder {

        private boolean wholeImage;
        private boolean flips;
        private boolean resample = true;

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

        public SegmentSettings build() {
            return new SegmentSettings(this);
        }
    }
}
