package org.coverfiji.train.corrupt;

import org.coverfiji.CoverException;

/**
 * How often and how strongly {@link GenesisCorruption} spoils a patch. Immutable; starts from what Models Genesis
 * published, of which other methods have variants of their own.
 */
public final class GenesisConfiguration {

    private static final int WINDOWS_3D = 10_000;
    private static final int WINDOWS_2D = 1_000;

    private final Builder builder;

    private GenesisConfiguration(Builder builder) {
        this.builder = builder;
    }

    /** Models Genesis: 10,000 windows in 3D, in 2D (ours) 1,000. */
    public static Builder builder(int dimensions) {
        return new Builder(dimensions == 3 ? WINDOWS_3D : WINDOWS_2D);
    }

    double shuffling() {
        return builder.shuffling;
    }

    int windows() {
        return builder.windows;
    }

    int windowDivisor() {
        return builder.windowDivisor;
    }

    boolean windowsAlike() {
        return builder.windowsAlike;
    }

    double curve() {
        return builder.curve;
    }

    double falling() {
        return builder.falling;
    }

    double painting() {
        return builder.painting;
    }

    double outPainting() {
        return builder.outPainting;
    }

    int blocks() {
        return builder.blocks;
    }

    int smallestBlock() {
        return builder.smallestBlock;
    }

    int largestBlock() {
        return builder.largestBlock;
    }

    boolean largestIncluded() {
        return builder.largestIncluded;
    }

    /** Collects the values. */
    public static final class Builder {

        private double shuffling = 0.5;
        private int windows;
        private int windowDivisor = 10;
        private boolean windowsAlike;
        private double curve = 0.9;
        private double falling = 0.5;
        private double painting = 0.9;
        private double outPainting = 0.8;
        private int blocks = 5;
        private int smallestBlock = 6;
        private int largestBlock = 3;
        private boolean largestIncluded = true;

        private Builder(int windows) {
            this.windows = windows;
        }

        /** Probability of local shuffling; default 0.5. */
        public Builder shuffling(double probability) {
            shuffling = probability("shuffling", probability);
            return this;
        }

        /**
         * @param count how many windows are shuffled; default 10,000 in 3D, 1,000 in 2D
         * @param divisor their largest side is the patch's over this, rounded down, at least 1; default 10
         * @param alike whether all are of that size and shuffled alike, as in GVSL and GEMINI; else, which is the
         *        default, every side of every window is drawn from 1 on, and every window has an order of its own
         */
        public Builder windows(int count, int divisor, boolean alike) {
            windows = atLeastOne("number of shuffled windows", count);
            windowDivisor = atLeastOne("divisor of their sides", divisor);
            windowsAlike = alike;
            return this;
        }

        /**
         * @param probability of a change of intensities along a curve; default 0.9
         * @param fallingShare of falling curves among these; default 0.5
         */
        public Builder curve(double probability, double fallingShare) {
            curve = probability("intensity curve", probability);
            falling = probability("falling curve", fallingShare);
            return this;
        }

        /**
         * @param probability of painting; default 0.9
         * @param outShare of out-painting, everything but a few windows, among it; else blocks are painted; default 0.8
         */
        public Builder painting(double probability, double outShare) {
            painting = probability("painting", probability);
            outPainting = probability("out-painting", outShare);
            return this;
        }

        /**
         * The blocks of in-painting, whose sides are uniform between the patch's over two divisors, rounded down.
         *
         * @param most how many there are at most; default 5
         * @param smallest divisor for the smallest side; default 6
         * @param largest divisor for the largest side; default 3
         * @param included whether the largest side and the last place are drawn, too; default yes
         */
        public Builder blocks(int most, int smallest, int largest, boolean included) {
            blocks = atLeastOne("number of painted blocks", most);
            smallestBlock = atLeastOne("divisor of their smallest side", smallest);
            largestBlock = atLeastOne("divisor of their largest side", largest);
            largestIncluded = included;
            return this;
        }

        private static double probability(String what, double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new CoverException("The probability of " + what + " is " + value
                        + ", but must be between 0 and 1.");
            }
            return value;
        }

        private static int atLeastOne(String what, int value) {
            if (value < 1) {
                throw new CoverException("The " + what + " is " + value + ", but must be at least 1.");
            }
            return value;
        }

        public GenesisConfiguration build() {
            Builder copy = new Builder(windows);
            copy.shuffling = shuffling;
            copy.windowDivisor = windowDivisor;
            copy.windowsAlike = windowsAlike;
            copy.curve = curve;
            copy.falling = falling;
            copy.painting = painting;
            copy.outPainting = outPainting;
            copy.blocks = blocks;
            copy.smallestBlock = smallestBlock;
            copy.largestBlock = largestBlock;
            copy.largestIncluded = largestIncluded;
            return new GenesisConfiguration(copy);
        }
    }
}
