package org.coverfiji.engine.api;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;

/**
 * COVER beside the U-Net: projection heads, mixture of vectors, weight of the second loss. A batch holds
 * {@value #MOVING} and {@value #FIXED} [N, C, (D,) H, W], {@value #FLOW} in pixels [N, 2 or 3, (D,) H, W] with
 * components in array order, and {@value #MASK} [N, 1, (D,) H, W], 1 where a pixel counts: fixed(p) =
 * moving(p + flow(p)) up to appearance. Immutable.
 */
public final class CoverConfiguration implements MethodConfiguration {

    public static final String MOVING = "moving";
    public static final String FIXED = "fixed";
    public static final String FLOW = "flow";
    public static final String MASK = "mask";

    /** The loss L_vec, pixels. */
    public static final String VECTOR_LOSS = "vector";
    /** The loss L_con, 0…2, unweighted. */
    public static final String CONSISTENCY_LOSS = "consistency";
    /** The measure Σ mask·|ψ'−ψ|₁ / Σ mask·|ψ|₁, which the network tells where it is one of several ranks. */
    public static final String RATIO = "ratio";

    /** How the levels' vectors become the field. */
    public enum Aggregation {
        /** Vector pyramid aggregation over all five levels. */
        PYRAMID,
        /**
         * The vectors of level 0 alone, up-sampled and scaled to full resolution: our reading of a method without the
         * pyramid, as vectors of full resolution reach but a few pixels.
         */
        COARSEST
    }

    private final int headDimension;
    private final int[] heads;
    private final int amplitude;
    private final double consistencyWeight;
    private final double vectorWeight;
    private final Aggregation aggregation;

    /**
     * With the pyramid, and weight 1 for L_vec.
     *
     * @param headDimension features per projection head
     * @param heads projection heads per level, from the bottleneck (0) to full resolution (4)
     * @param amplitude A: the mixture's window has 2A+1 offsets per axis
     * @param consistencyWeight of L_con beside L_vec
     * @throws CoverException if a value cannot work
     */
    public CoverConfiguration(int headDimension, int[] heads, int amplitude, double consistencyWeight) {
        this(headDimension, heads, amplitude, consistencyWeight, 1, Aggregation.PYRAMID);
    }

    private CoverConfiguration(int headDimension, int[] heads, int amplitude, double consistencyWeight,
            double vectorWeight, Aggregation aggregation) {
        if (headDimension < 1 || headDimension > Limits.NETWORK_HEADS) {
            throw new CoverException("The head dimension is " + headDimension + "; it must be 1 to "
                    + Limits.NETWORK_HEADS + ".");
        }
        if (heads.length != NetworkConfiguration.LEVELS) {
            throw new CoverException(
                    "heads has " + heads.length + " numbers; it needs five, one per level, such as 4,4,4,1,1.");
        }
        for (int count : heads) {
            if (count < 1 || count > Limits.NETWORK_HEADS) {
                throw new CoverException("heads contains " + count + "; every level needs at least 1"
                        + (count < 1 ? "." : ", and at most " + Limits.NETWORK_HEADS + "."));
            }
        }
        if (amplitude < 1 || amplitude > Limits.NETWORK_AMPLITUDE) {
            throw new CoverException("amplitude is " + amplitude + "; it must be at least 1"
                    + (amplitude < 1 ? "." : ", and at most " + Limits.NETWORK_AMPLITUDE + "."));
        }
        this.headDimension = headDimension;
        this.heads = heads.clone();
        this.amplitude = amplitude;
        if (consistencyWeight == 0 && vectorWeight == 0) {
            throw new CoverException("consistency and vector_weight are both 0; one of the losses must count.");
        }
        if (consistencyWeight == 0 && aggregation == Aggregation.COARSEST) {
            throw new CoverException("consistency is 0 although aggregation is coarsest, which leaves nothing that"
                    + " trains the U-Net's way up; give consistency a weight above 0.");
        }
        this.consistencyWeight = consistencyWeight;
        this.vectorWeight = vectorWeight;
        this.aggregation = aggregation;
    }

    /**
     * The same with another weight of L_vec; with 0 the projections and their vectors are not built.
     *
     * @throws CoverException if no loss is left
     */
    public CoverConfiguration withVectorWeight(double weight) {
        return new CoverConfiguration(headDimension, heads, amplitude, consistencyWeight, weight, aggregation);
    }

    /** The same with another aggregation. @throws CoverException if nothing would train the way up */
    public CoverConfiguration withAggregation(Aggregation other) {
        return new CoverConfiguration(headDimension, heads, amplitude, consistencyWeight, vectorWeight, other);
    }

    /** Of L_vec. */
    public double vectorWeight() {
        return vectorWeight;
    }

    /** Whether vectors are regressed at all. */
    public boolean hasVectors() {
        return vectorWeight > 0;
    }

    public Aggregation aggregation() {
        return aggregation;
    }

    /** How many levels, from the deepest on, have projections and vectors of their own. */
    public int vectorLevels() {
        return !hasVectors() ? 0 : aggregation == Aggregation.COARSEST ? 1 : NetworkConfiguration.LEVELS;
    }

    public int headDimension() {
        return headDimension;
    }

    public int[] heads() {
        return heads.clone();
    }

    public int amplitude() {
        return amplitude;
    }

    public double consistencyWeight() {
        return consistencyWeight;
    }

    @Override
    public boolean trainsDecoder() {
        return true;
    }
}
