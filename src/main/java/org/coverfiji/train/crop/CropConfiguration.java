package org.coverfiji.train.crop;

import org.coverfiji.CoverException;

/** How the crops of contrastive methods are drawn and changed. Immutable. */
public final class CropConfiguration {

    private final double smallestArea;
    private final double changeProbability;
    private final double changeStrength;
    private final double blurProbability;
    private final double solariseProbability;

    /** Without solarising. */
    public CropConfiguration(double smallestArea, double changeProbability, double changeStrength,
            double blurProbability) {
        this(smallestArea, changeProbability, changeStrength, blurProbability, 0);
    }

    /**
     * @param smallestArea least part of the image's area (3D: volume) that a crop covers, above 0 and at most 1
     * @param changeProbability of a change of brightness and contrast
     * @param changeStrength s: the factors of both are uniform in 1 ± s, from 0 to 1
     * @param blurProbability of a blur of 0.1 to 2 pixels at a side of 224
     * @param solariseProbability of an inversion of all intensities of at least one half
     */
    public CropConfiguration(double smallestArea, double changeProbability, double changeStrength,
            double blurProbability, double solariseProbability) {
        require("smallest area of a crop", smallestArea, smallestArea > 0);
        require("probability of a change of intensities", changeProbability, true);
        require("strength of a change of intensities", changeStrength, true);
        require("probability of a blur", blurProbability, true);
        require("probability of solarising", solariseProbability, true);
        this.smallestArea = smallestArea;
        this.changeProbability = changeProbability;
        this.changeStrength = changeStrength;
        this.blurProbability = blurProbability;
        this.solariseProbability = solariseProbability;
    }

    private static void require(String name, double value, boolean right) {
        if (!right || !(value >= 0 && value <= 1)) {
            throw new CoverException("The " + name + " is " + value + ", but must be between 0 and 1.");
        }
    }

    double smallestArea() {
        return smallestArea;
    }

    double changeProbability() {
        return changeProbability;
    }

    double changeStrength() {
        return changeStrength;
    }

    double blurProbability() {
        return blurProbability;
    }

    double solariseProbability() {
        return solariseProbability;
    }
}
