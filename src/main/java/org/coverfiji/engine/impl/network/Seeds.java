package org.coverfiji.engine.impl.network;

/** A seed for every layer from one for the network, so that a layer's weights do not depend on the other layers. */
final class Seeds {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long seed;

    Seeds(long seed) {
        this.seed = seed;
    }

    long of(String name) {
        long mixed = seed * GOLDEN_GAMMA + name.hashCode();
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
