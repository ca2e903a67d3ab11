package org.coverfiji.train.pair;

import org.coverfiji.train.corrupt.GenesisConfiguration;

/** How pairs of images are drawn, moved and spoilt. Immutable; each method gives another configuration. */
public final class PairConfiguration {

    private final double rotation;
    private final int turns;
    private final double scale;
    private final double shear;
    private final double translation;
    private final double elasticity;
    private final boolean grouped;
    private final boolean published;
    private final GenesisConfiguration corruption;

    private PairConfiguration(double rotation, int turns, double scale, double shear, double translation,
            double elasticity, boolean grouped, boolean published, GenesisConfiguration corruption) {
        this.rotation = rotation;
        this.turns = turns;
        this.scale = scale;
        this.shear = shear;
        this.translation = translation;
        this.elasticity = elasticity;
        this.grouped = grouped;
        this.published = published;
        this.corruption = corruption;
    }

    /** Images that are not moved. @param corruption of the first image of a pair */
    public static PairConfiguration still(GenesisConfiguration corruption) {
        return new PairConfiguration(0, 1, 0, 0, 0, 0, false, false, corruption);
    }

    /**
     * @param degrees largest angle of a turn in the plane of two axes
     * @param count turns that are added up in every plane: 2 make small angles more likely than large ones
     */
    public PairConfiguration rotation(double degrees, int count) {
        return new PairConfiguration(degrees, count, scale, shear, translation, elasticity, grouped, published,
                corruption);
    }

    /** Scales within 1 ± this, per axis. */
    public PairConfiguration scale(double range) {
        return new PairConfiguration(rotation, turns, range, shear, translation, elasticity, grouped, published,
                corruption);
    }

    /** Shears between any two axes by at most this angle, and shifts by at most this part of the side. */
    public PairConfiguration shearAndShift(double degrees, double part) {
        return new PairConfiguration(rotation, turns, scale, degrees, part, elasticity, grouped, published,
                corruption);
    }

    /** @param largest factor of the smoothed noise, see {@link ElasticField}; 0 for no elastic field */
    public PairConfiguration elastic(double largest) {
        return new PairConfiguration(rotation, turns, scale, shear, translation, largest, grouped, published,
                corruption);
    }

    /** Partners are of one group, see {@link org.coverfiji.image.ImageSource#group}, where it has several images. */
    public PairConfiguration grouped() {
        return new PairConfiguration(rotation, turns, scale, shear, translation, elasticity, true, published,
                corruption);
    }

    /**
     * Positions are those of the published programs: coordinates from a centre half a pixel off where a side is even,
     * read as if scaled to the outer edges of the patch.
     */
    public PairConfiguration published() {
        return new PairConfiguration(rotation, turns, scale, shear, translation, elasticity, grouped, true, corruption);
    }

    double rotation() {
        return rotation;
    }

    int turns() {
        return turns;
    }

    double scale() {
        return scale;
    }

    double shear() {
        return shear;
    }

    double translation() {
        return translation;
    }

    double elasticity() {
        return elasticity;
    }

    boolean isGrouped() {
        return grouped;
    }

    boolean isPublished() {
        return published;
    }

    GenesisConfiguration corruption() {
        return corruption;
    }
}
