package org.coverfiji.engine.api;

import java.util.Arrays;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.Limits;

/**
 * The shape of the U-Net: all that fixes the names and shapes of the backbone's parameters. Immutable.
 */
public final class NetworkConfiguration {

    /** Scales of the U-Net: level 0 is the bottleneck at 1/16 of the side, level 4 is full resolution. */
    public static final int LEVELS = 5;

    /** Sides must be multiples of this: four halvings. */
    public static final int SIDE_MULTIPLE = 16;

    private final int dimensions;
    private final int inputChannels;
    private final int[] widths;

    /**
     * @param dimensions 2 or 3
     * @param inputChannels channels of the input image
     * @param widths nine channel counts: inc, down1…down4, up1…up4; each a multiple of 8 (group normalisation has C/8
     *      groups)
     * @throws CoverException if a value cannot work
     */
    public NetworkConfiguration(int dimensions, int inputChannels, int[] widths) {
        if (dimensions != 2 && dimensions != 3) {
            throw new CoverException("dimensions is " + dimensions + "; it must be 2 or 3.");
        }
        if (inputChannels < 1 || inputChannels > Limits.NETWORK_CHANNELS) {
            throw new CoverException("The number of input channels is " + inputChannels + "; it must be 1 to "
                    + Limits.NETWORK_CHANNELS + ".");
        }
        if (widths.length != 9) {
            throw new CoverException("There are " + widths.length + " widths; a U-Net of five scales has nine.");
        }
        for (int width : widths) {
            if (width < 8 || width % 8 != 0 || width > Limits.NETWORK_CHANNELS) {
                throw new CoverException("width " + width + " is not a positive multiple of 8"
                        + (width > Limits.NETWORK_CHANNELS ? " up to " + Limits.NETWORK_CHANNELS : "") + ".");
            }
        }
        this.dimensions = dimensions;
        this.inputChannels = inputChannels;
        this.widths = widths.clone();
    }

    /** The least sides that the network takes and that hold these. */
    public static int[] roundedUp(int... sides) {
        return Arrays.stream(sides).map(side -> (side + SIDE_MULTIPLE - 1) / SIDE_MULTIPLE * SIDE_MULTIPLE).toArray();
    }

    /** The nine widths that follow from the first: ×1, 2, 4, 8, 16 and back. */
    public static int[] widthsFrom(int first) {
        int[] factors = {1, 2, 4, 8, 16, 8, 4, 2, 1};
        return Arrays.stream(factors).map(f -> f * first).toArray();
    }

    public int dimensions() {
        return dimensions;
    }

    public int inputChannels() {
        return inputChannels;
    }

    public int[] widths() {
        return widths.clone();
    }

    /** Channels of the U-Net's map at a level: 0 is the bottleneck, 4 full resolution. */
    public int levelChannels(int level) {
        return widths[4 + level];
    }

    /** How many pixels of the input one pixel of a level spans, per axis. */
    public static int levelStride(int level) {
        return 1 << (LEVELS - 1 - level);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof NetworkConfiguration)) {
            return false;
        }
        NetworkConfiguration that = (NetworkConfiguration) other;
        return dimensions == that.dimensions && inputChannels == that.inputChannels
                && Arrays.equals(widths, that.widths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(widths) * 31 + dimensions;
    }

    @Override
    public String toString() {
        return dimensions + "D U-Net, " + Counted.of(inputChannels, "input channel")
                + ", widths " + Arrays.toString(widths);
    }
}
