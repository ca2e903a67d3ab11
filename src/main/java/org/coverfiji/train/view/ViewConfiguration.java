package org.coverfiji.train.view;

import java.util.Arrays;

import org.coverfiji.CoverException;

/**
 * How view pairs are drawn: patch size, ranges of the spatial transform (scaled by one number, the motion d) and ranges
 * of the appearance transform. A range of 0 (contrast: 1 to 1) switches that transform off. Immutable; its fields are
 * plain, so that it can be stored as JSON beside the model.
 */
public final class ViewConfiguration {

    /** Motion that trained well in short runs on 128² radiographs. */
    public static final double DEFAULT_MOTION = 0.6;

    private final int[] patch;

    private final double motion;
    private final double rotationDegrees;
    private final double scale;
    private final double shearDegrees;
    private final double translation;

    private final double noise;
    private final double contrastLow;
    private final double contrastHigh;
    private final double brightness;
    private final double blur;
    private final int blocks;
    private final double blockProbability;
    private final double blockLow;
    private final double blockHigh;

    private ViewConfiguration(Builder builder) {
        patch = builder.patch.clone();
        motion = builder.motion;
        rotationDegrees = builder.rotationDegrees;
        scale = builder.scale;
        shearDegrees = builder.shearDegrees;
        translation = builder.translation;
        noise = builder.noise;
        contrastLow = builder.contrastLow;
        contrastHigh = builder.contrastHigh;
        brightness = builder.brightness;
        blur = builder.blur;
        blocks = builder.blocks;
        blockProbability = builder.blockProbability;
        blockLow = builder.blockLow;
        blockHigh = builder.blockHigh;
    }

    /** Starts from the default ranges; the patch is {height, width} or {depth, height, width} in pixels. */
    public static Builder builder(int... patch) {
        return new Builder(patch);
    }

    /** A builder that starts from these settings; the patch may be of another size and of other dimensions. */
    public Builder toBuilder(int... newPatch) {
        return new Builder(newPatch)
                .motion(motion).rotation(rotationDegrees).scale(scale).shear(shearDegrees).translation(translation)
                .noise(noise).contrast(contrastLow, contrastHigh).brightness(brightness).blur(blur)
                .blocks(blocks, blockProbability, blockLow, blockHigh);
    }

    /** Patch size in array order. */
    public int[] patch() {
        return patch.clone();
    }

    /** 2 or 3. */
    public int dimensions() {
        return patch.length;
    }

    /** d, the number that scales the four spatial ranges. */
    public double motion() {
        return motion;
    }

    /** At d = 1, each plane is rotated by up to ± this many degrees (in physical space). */
    public double rotationDegrees() {
        return rotationDegrees;
    }

    /** At d = 1, each axis is scaled by 1 ± this. */
    public double scale() {
        return scale;
    }

    /** At d = 1, each plane is sheared by up to ± this many degrees. */
    public double shearDegrees() {
        return shearDegrees;
    }

    /** At d = 1, each axis is displaced by up to ± this part of the patch's side. */
    public double translation() {
        return translation;
    }

    /** Largest standard deviation of the added Gaussian noise. */
    public double noise() {
        return noise;
    }

    /** Smallest contrast factor about the mean. */
    public double contrastLow() {
        return contrastLow;
    }

    /** Largest contrast factor about the mean. */
    public double contrastHigh() {
        return contrastHigh;
    }

    /** Standard deviation of the added brightness. */
    public double brightness() {
        return brightness;
    }

    /** Largest standard deviation of the Gaussian blur, in pixels of the finest axis. */
    public double blur() {
        return blur;
    }

    /** Largest number of in-painted blocks. */
    public int blocks() {
        return blocks;
    }

    /** Probability of each of the blocks. */
    public double blockProbability() {
        return blockProbability;
    }

    /** Smallest extent of a block, as a part of the side. */
    public double blockLow() {
        return blockLow;
    }

    /** Largest extent of a block, as a part of the side. */
    public double blockHigh() {
        return blockHigh;
    }

    /**
     * Checks every value; settings that were read from a file come here unchecked.
     *
     * @throws CoverException naming the first value that is out of its range
     */
    void validate() {
        if (patch == null || patch.length != 2 && patch.length != 3) {
            throw new CoverException("The patch size " + Arrays.toString(patch) + " is neither 2D nor 3D: give 2 or 3 "
                    + "numbers of pixels.");
        }
        for (int side : patch) {
            require(side >= 2, "patch side", side, "at least 2 pixels");
        }
        requireRange("rotation", rotationDegrees, 180);
        requireRange("scale", scale, 1);
        requireRange("shear", shearDegrees, 45);
        requireRange("translation", translation, 1);
        require(motion >= 0 && motion < 2, "motion", motion, "at least 0 and below 2");
        require(motion * scale < 1, "scale times motion", motion * scale, "below 1");
        requireRange("noise", noise, 1);
        require(contrastLow >= 0 && contrastLow <= contrastHigh && contrastHigh <= 10, "contrast range",
                contrastLow + " to " + contrastHigh, "between 0 and 10, the smaller factor first");
        requireRange("brightness", brightness, 1);
        requireRange("blur", blur, 20);
        require(blocks >= 0 && blocks <= 1000, "number of in-painted blocks", blocks, "between 0 and 1000");
        requireRange("probability of an in-painted block", blockProbability, 1);
        require(blockLow >= 0 && blockLow <= blockHigh && blockHigh <= 1, "extent of in-painted blocks",
                blockLow + " to " + blockHigh, "between 0 and 1 of the side, the smaller first");
    }

    private static void requireRange(String name, double value, double high) {
        require(value >= 0 && value <= high, name, value, "between 0 and " + high);
    }

    private static void require(boolean condition, String name, Object value, String right) {
        if (!condition) {
            throw new CoverException("The " + name + " of the views is " + value + ", but must be " + right + ".");
        }
    }

    @Override
    public String toString() {
        return "patch " + Arrays.toString(patch) + ", motion " + motion + " (rotation ±" + rotationDegrees
                + "°, scale ±" + scale + ", shear ±" + shearDegrees + "°, translation ±" + translation
                + "), noise " + noise + ", contrast " + contrastLow + "–" + contrastHigh + ", brightness " + brightness
                + ", blur " + blur + ", " + blocks + " blocks at " + blockProbability + " of " + blockLow + "–"
                + blockHigh;
    }

    /** Collects the settings; starts with the published ranges. */
    public static final class Builder {

        private final int[] patch;

        private double motion = DEFAULT_MOTION;
        private double rotationDegrees = 20;
        private double scale = 0.5;
        private double shearDegrees = 180.0 / 32;
        private double translation = 0.2;

        private double noise = 0.02;
        private double contrastLow = 0.5;
        private double contrastHigh = 1.5;
        private double brightness = 0.1;
        private double blur = 1;
        private int blocks = 10;
        private double blockProbability = 0.95;
        private double blockLow = 0.10;
        private double blockHigh = 0.13;

        private Builder(int... patch) {
            this.patch = patch.clone();
        }

        /** d in [0, 2): scales the four spatial ranges; 0 makes both views show the same. */
        public Builder motion(double value) {
            motion = value;
            return this;
        }

        /** Range of the rotation in each plane at d = 1, degrees. */
        public Builder rotation(double degrees) {
            rotationDegrees = degrees;
            return this;
        }

        /** Range of each axis' scale about 1 at d = 1. */
        public Builder scale(double range) {
            scale = range;
            return this;
        }

        /** Range of the shear in each plane at d = 1, degrees. */
        public Builder shear(double degrees) {
            shearDegrees = degrees;
            return this;
        }

        /** Range of each axis' displacement at d = 1, as a part of the patch's side. */
        public Builder translation(double part) {
            translation = part;
            return this;
        }

        /** Largest standard deviation of Gaussian noise. */
        public Builder noise(double deviation) {
            noise = deviation;
            return this;
        }

        /** Range of the contrast factor about the mean. */
        public Builder contrast(double low, double high) {
            contrastLow = low;
            contrastHigh = high;
            return this;
        }

        /** Standard deviation of the added brightness. */
        public Builder brightness(double deviation) {
            brightness = deviation;
            return this;
        }

        /** Largest standard deviation of Gaussian blur, in pixels of the finest axis. */
        public Builder blur(double pixels) {
            blur = pixels;
            return this;
        }

        /**
         * In-painted blocks.
         *
         * @param count how many are tried
         * @param probability that a try happens
         * @param low smallest extent as a part of the side
         * @param high largest extent as a part of the side
         */
        public Builder blocks(int count, double probability, double low, double high) {
            blocks = count;
            blockProbability = probability;
            blockLow = low;
            blockHigh = high;
            return this;
        }

        /** Switches every appearance transform off: M is the patch as it is. */
        public Builder withoutAppearance() {
            return noise(0).contrast(1, 1).brightness(0).blur(0).blocks(0, 0, 0, 0);
        }

        /** @throws CoverException if a value is out of its range */
        public ViewConfiguration build() {
            ViewConfiguration configuration = new ViewConfiguration(this);
            configuration.validate();
            return configuration;
        }
    }
}
