package org.coverfiji.app.correspond;

import org.coverfiji.app.features.Place;

/** A point of one image and where it lies in another. Immutable. */
public final class Correspondence {

    private final Place from;
    private final Place to;
    private final double similarity;
    private final double returnDistance;
    private final double fit;

    Correspondence(Place from, Place to, double similarity, double returnDistance, double fit) {
        this.from = from;
        this.to = to;
        this.similarity = similarity;
        this.returnDistance = returnDistance;
        this.fit = fit;
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
     * How far from the point one ends, pixels, who looks in the first image for the like of the found point: near 0
     * where the match is certain, large where much is alike.
     */
    public double returnDistance() {
        return returnDistance;
    }

    /** How well the neighbourhoods of both agree in the finest levels' features, −1…1. */
    public double fit() {
        return fit;
    }
}
