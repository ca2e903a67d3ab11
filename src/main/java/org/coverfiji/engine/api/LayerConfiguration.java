package org.coverfiji.engine.api;

import org.coverfiji.CoverException;

/**
 * One layer of a head: a convolution of side 1 (a linear layer, on vectors too) or 3, perhaps a normalisation, perhaps
 * a rectifier. Immutable; each method gives another layer.
 *
 * <pre>{@code
 * LayerConfiguration.convolution(16, 3).group(4).leaky()
 * }</pre>
 */
public final class LayerConfiguration {

    /** The leaky rectifier's slope below 0, as in the U-Net. */
    public static final double LEAKY_SLOPE = 0.2;

    /** What stands between a convolution and its rectifier. */
    public enum Norm {
        /** Statistics of the batch at hand, per channel and view. */
        BATCH,
        /** Statistics of each sample, per group of channels. */
        GROUP,
        NONE
    }

    private final int width;
    private final int kernel;
    private final boolean padded;
    private final boolean biased;
    /** NaN for the usual first weights. */
    private final double deviation;
    private final Norm norm;
    private final int groups;
    private final boolean scaled;
    /** Below 0: 1 for no rectifier. */
    private final double slope;

    private LayerConfiguration(int width, int kernel, boolean padded, boolean biased, double deviation, Norm norm,
            int groups, boolean scaled, double slope) {
        this.width = width;
        this.kernel = kernel;
        this.padded = padded;
        this.biased = biased;
        this.deviation = deviation;
        this.norm = norm;
        this.groups = groups;
        this.scaled = scaled;
        this.slope = slope;
    }

    /** A linear layer with a bias, of vectors or of every position of a map. @param width channels that come out */
    public static LayerConfiguration linear(int width) {
        return convolution(width, 1);
    }

    /**
     * A convolution with a bias that keeps the side.
     *
     * @param width channels that come out
     * @param kernel its side, 1 or 3
     * @throws CoverException if one of them cannot work
     */
    public static LayerConfiguration convolution(int width, int kernel) {
        if (width < 1) {
            throw new CoverException("A layer has the width " + width + "; it must be at least 1.");
        }
        if (kernel != 1 && kernel != 3) {
            throw new CoverException("A layer has the kernel " + kernel + "; it must be 1 or 3.");
        }
        return new LayerConfiguration(width, kernel, true, true, Double.NaN, Norm.NONE, 1, true, 1);
    }

    /** Only where the kernel lies inside the map, which shrinks by two pixels a side for a kernel of 3. */
    public LayerConfiguration valid() {
        return new LayerConfiguration(width, kernel, false, biased, deviation, norm, groups, scaled, slope);
    }

    public LayerConfiguration withoutBias() {
        return new LayerConfiguration(width, kernel, padded, false, deviation, norm, groups, scaled, slope);
    }

    /** First weights normal with this deviation about 0, first bias 0. */
    public LayerConfiguration startingNormal(double newDeviation) {
        return new LayerConfiguration(width, kernel, padded, biased, newDeviation, norm, groups, scaled, slope);
    }

    /** Batch normalisation, each view apart, with a trained scale and shift. */
    public LayerConfiguration batch() {
        return new LayerConfiguration(width, kernel, padded, biased, deviation, Norm.BATCH, 1, true, slope);
    }

    /** Batch normalisation without scale and shift, as at the end of SimSiam's projector. */
    public LayerConfiguration batchAlone() {
        return new LayerConfiguration(width, kernel, padded, biased, deviation, Norm.BATCH, 1, false, slope);
    }

    /** @throws CoverException if the width is no multiple of the number of groups */
    public LayerConfiguration group(int newGroups) {
        if (newGroups < 1 || width % newGroups != 0) {
            throw new CoverException("A layer of width " + width + " has " + newGroups
                    + " groups; the width must be a multiple of them.");
        }
        return new LayerConfiguration(width, kernel, padded, biased, deviation, Norm.GROUP, newGroups, true, slope);
    }

    /** The normalisation of that kind, group normalisation with one group. */
    public LayerConfiguration norm(Norm kind) {
        return kind == Norm.BATCH ? batch() : kind == Norm.GROUP ? group(1) : this;
    }

    public LayerConfiguration relu() {
        return rectified(0);
    }

    /** A rectifier of slope {@value #LEAKY_SLOPE} below 0. */
    public LayerConfiguration leaky() {
        return rectified(LEAKY_SLOPE);
    }

    private LayerConfiguration rectified(double newSlope) {
        return new LayerConfiguration(width, kernel, padded, biased, deviation, norm, groups, scaled, newSlope);
    }

    /** Channels that come out. */
    public int width() {
        return width;
    }

    public int kernel() {
        return kernel;
    }

    /** Whether the side is kept. */
    public boolean padded() {
        return padded;
    }

    public boolean biased() {
        return biased;
    }

    /** Of the first weights; NaN for the usual ones: He-normal before group normalisation, else as PyTorch's. */
    public double deviation() {
        return deviation;
    }

    public Norm norm() {
        return norm;
    }

    public int groups() {
        return groups;
    }

    /** Whether the normalisation has a trained scale and shift. */
    public boolean scaled() {
        return scaled;
    }

    /** The rectifier's slope below 0; 1 for none. */
    public double slope() {
        return slope;
    }

    public boolean rectified() {
        return slope != 1;
    }

    /** Places in the published programs' sequences: convolution, normalisation, rectifier. */
    public int places() {
        return 1 + (norm == Norm.NONE ? 0 : 1) + (rectified() ? 1 : 0);
    }
}
