package org.coverfiji.engine.impl.kernel.fused;

/**
 * The working arrays of group normalisation, as long as a chunk, each of which has a slot of the thread's scratch
 * memory to itself.
 */
enum NormArray {

    /** What is read from maps, and written to them. */
    VALUES,
    GRADIENTS,
    /** Constants of a channel, repeated as the channels repeat in memory. */
    MEAN,
    INVERSE,
    SCALE,
    SHIFT,
    FACTOR,
    ADDEND,
    MEAN_GRADIENT,
    MEAN_PRODUCT,
    /** Sums over chunks, index by index. */
    FIRST_SUM,
    SECOND_SUM,
    THIRD_SUM;

    /** {@link NormUnit#CHUNK} floats with undefined contents. */
    float[] floats() {
        return Scratch.floats(ordinal(), NormUnit.CHUNK);
    }
}
