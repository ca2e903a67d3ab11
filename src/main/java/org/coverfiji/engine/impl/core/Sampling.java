package org.coverfiji.engine.impl.core;

/** What a displacement field means: at which position of an image of side s the coordinate x = p + ψ(p) is read. */
enum Sampling {

    /** At x itself: a zero field is the identity. */
    EXACT,
    /**
     * As the programs of GVSL and GEMINI have it, at x s / (s − 1) − ½: they scale coordinates to the centres of the
     * outer pixels and read them as if to their edges.
     */
    PUBLISHED;

    /** By which a coordinate is multiplied, and a gradient at it. */
    double factor(int side) {
        return this == EXACT ? 1 : side / (side - 1.0);
    }

    /** What is added then. */
    double shift() {
        return this == EXACT ? 0 : -0.5;
    }
}
