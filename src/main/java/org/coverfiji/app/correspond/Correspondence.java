package org.coverfiji.app.correspond;

import org.coverfiji.app.features.Place;

/** A point of one image and where it lies in another. Immutable. */
public final class Correspondence {

    private final Place from;
    private final Place to;
    private final double similarity;
    private final double returnDistance;
    private final boolean refined;

    Correspondence(Place from, Place to, double similarity, double returnDistance, boolean refined) {
        this.from = from;
        this.to = to;
        this.similarity = similarity;
        this.returnDistance = returnDistance;
        this.refined = refined;
    }

    public Place from() {
        return from;
    }

    public Place to() {
        return to;
    }

    /** Cosine of both points' features, −1…1. */
    public double similarity() {
        return similarity;
    }

    /**
     * Whoever looks from the found point for its like in the first image ends so far from where he started, pixels: near
     * 0 where the match is certain, large where much is alike.
     */
    public double returnDistance() {
        return returnDistance;
    }

    /** Whether the point lies elsewhere than the most similar pixel, because the surroundings fit better there. */
    public boolean isRefined() {
        return refined;
    }
}
