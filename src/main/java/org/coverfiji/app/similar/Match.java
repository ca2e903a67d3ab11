package org.coverfiji.app.similar;

import org.coverfiji.app.features.Place;

/** A place and how alike it is to what was looked for. Immutable. */
public final class Match {

    private final Place place;
    private final double similarity;

    Match(Place place, double similarity) {
        this.place = place;
        this.similarity = similarity;
    }

    public Place place() {
        return place;
    }

    /** Cosine, −1…1. */
    public double similarity() {
        return similarity;
    }
}
