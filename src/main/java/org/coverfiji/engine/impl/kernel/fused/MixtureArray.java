package org.coverfiji.engine.impl.kernel.fused;

/** The working arrays of the mixture of vectors, each of which has a slot of the thread's scratch memory to itself. */
enum MixtureArray {

    /** Of one head, [feature][region]. */
    KEYS,
    KEY_GRADIENTS,
    /** Of one head and run, [feature][run]. */
    QUERIES,
    QUERY_GRADIENTS,
    /** [offset][run]. */
    WEIGHTS,
    SLOPES,
    /** Displacements or their gradients, [axis][run]. */
    VECTORS,
    /** The slab's displacements, [axis][slab]. */
    FIELD,
    /** One value a pixel of a run. */
    MAXIMUM,
    INVERSE_SUM,
    MEAN_SLOPE,
    /** Pieces of longer arrays, brought to where the run's arrays begin. */
    SHIFTED,
    ALSO_SHIFTED,
    /** A row of a map. */
    IMAGE_ROW;

    /** At least {@code length} floats with undefined contents. */
    float[] floats(int length) {
        return Scratch.floats(ordinal(), length);
    }

    /** At least {@code count} arrays of at least {@code length} floats with undefined contents. */
    float[][] rows(int count, int length) {
        return Scratch.rows(ordinal(), count, length);
    }
}
