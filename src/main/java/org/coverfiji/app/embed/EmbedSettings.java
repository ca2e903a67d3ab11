package org.coverfiji.app.embed;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;

/** What an embedding is to hold. Immutable; every value has a default. */
public final class EmbedSettings {

    /** Stands for every level. */
    public static final int ALL_LEVELS = -1;

    private final int level;
    private final int features;
    private final boolean normalize;
    private final boolean wholeImage;
    private final long seed;

    private EmbedSettings(Builder builder) {
        level = builder.level;
        features = builder.features;
        normalize = builder.normalize;
        wholeImage = builder.wholeImage;
        seed = builder.seed;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** 0 (bottleneck) to 4 (full resolution), or {@link #ALL_LEVELS}. */
    public int level() {
        return level;
    }

    /** How many principal components to keep; 0 keeps the features as they are. */
    public int features() {
        return features;
    }

    /** Whether every pixel's features are scaled to length 1. */
    public boolean normalize() {
        return normalize;
    }

    /** Whether the network sees the whole image at once, instead of windows that blend into each other. */
    public boolean wholeImage() {
        return wholeImage;
    }

    /** Fixes which pixels the principal components are computed from. */
    public long seed() {
        return seed;
    }

    /** As macros write them. */
    @Override
    public String toString() {
        return "level=" + (level == ALL_LEVELS ? "all" : level) + " features=" + features + " normalize=" + normalize
                + " whole=" + wholeImage + " seed=" + seed;
    }

    /** Collects the values. */
    public static final class Builder {

        private int level = ALL_LEVELS;
        private int features;
        private boolean normalize;
        private boolean wholeImage;
        private long seed = 1;

        private Builder() {
        }

        public Builder level(int value) {
            level = value;
            return this;
        }

        /**
         * A level as users write it.
         *
         * @param value {@code 0} to {@code 4} or {@code all}
         * @throws CoverException if it is something else
         */
        public Builder level(String value) {
            String text = value.trim();
            if (text.equalsIgnoreCase("all")) {
                return level(ALL_LEVELS);
            }
            if (!text.matches("[0-4]")) {
                throw new CoverException("level is " + value + "; it must be 0, 1, 2, 3, 4 or all.");
            }
            return level(Integer.parseInt(text));
        }

        public Builder features(int value) {
            features = value;
            return this;
        }

        public Builder normalize(boolean value) {
            normalize = value;
            return this;
        }

        public Builder wholeImage(boolean value) {
            wholeImage = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** @throws CoverException if a value is out of range */
        public EmbedSettings build() {
            if (level < ALL_LEVELS || level >= NetworkConfiguration.LEVELS) {
                throw new CoverException("level is " + level + "; it must be 0, 1, 2, 3, 4 or all.");
            }
            if (features < 0) {
                throw new CoverException("features is " + features
                        + "; it must be the number of principal components to keep, or 0 for all features.");
            }
            return new EmbedSettings(this);
        }
    }
}
