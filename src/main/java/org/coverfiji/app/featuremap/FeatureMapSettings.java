package org.coverfiji.app.featuremap;

import java.util.Locale;

import org.coverfiji.CoverException;

/** What of the features is shown, and how. Immutable. */
public final class FeatureMapSettings {

    /** Ways into the plane. */
    public enum Projection { PCA, UMAP }

    /** Beyond this, distances of all pairs take long. */
    static final int MOST_POINTS = 5000;

    private final Projection projection;
    private final int points;
    private final int neighbours;
    private final long seed;

    /**
     * @param projection {@code pca} or {@code umap}
     * @param points of every class, drawn from all images
     * @param neighbours of a point that purity looks at and UMAP keeps together
     * @param seed of what is drawn, and of UMAP
     * @throws CoverException if a value cannot work
     */
    public FeatureMapSettings(String projection, int points, int neighbours, long seed) {
        this.projection = projection(projection);
        if (points < 10 || points > MOST_POINTS) {
            throw new CoverException("points is " + points + "; it must be 10 to " + MOST_POINTS
                    + " pixels of every class.");
        }
        if (neighbours < 2 || neighbours >= points) {
            throw new CoverException("neighbours is " + neighbours + "; it must be at least 2 and fewer than the "
                    + points + " points of a class.");
        }
        this.points = points;
        this.neighbours = neighbours;
        this.seed = seed;
    }

    private static Projection projection(String name) {
        try {
            return Projection.valueOf(name.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CoverException("projection is " + name + "; it must be pca or umap.", e);
        }
    }

    public Projection projection() {
        return projection;
    }

    public int points() {
        return points;
    }

    public int neighbours() {
        return neighbours;
    }

    public long seed() {
        return seed;
    }
}
