package org.coverfiji.engine.api;

import java.util.Objects;

import org.coverfiji.CoverException;

/**
 * What a head, a part of a method's own or the loss core reads: something of the U-Net, of all views or of one, or what
 * a port or a part gives. Immutable.
 */
public final class Feature {

    /** Kinds of features. */
    public enum Kind {
        GLOBAL, LEVEL, GRID, NAMED
    }

    /** The mean over all positions of the bottleneck, [N, C, 1, 1(, 1)]; needs the encoder alone. */
    public static final Feature GLOBAL = new Feature(Kind.GLOBAL, 0, 0, "", -1);
    /** The map of full resolution, [N, C, (D,) H, W]; needs the whole U-Net. */
    public static final Feature FINEST = level(NetworkConfiguration.LEVELS - 1);

    private final Kind kind;
    private final int level;
    private final int side;
    private final String name;
    private final int view;

    private Feature(Kind kind, int level, int side, String name, int view) {
        if (level < 0 || level >= NetworkConfiguration.LEVELS) {
            throw new CoverException("There is no level " + level + " of the U-Net; it must be 0 (deepest) to "
                    + (NetworkConfiguration.LEVELS - 1) + ".");
        }
        this.kind = kind;
        this.level = level;
        this.side = side;
        this.name = name;
        this.view = view;
    }

    /** The map of a level as it is: 0 the bottleneck, 4 full resolution; needs the way up as far as that. */
    public static Feature level(int level) {
        return new Feature(Kind.LEVEL, level, 0, "", -1);
    }

    /**
     * The map of a level, averaged to a grid as PyTorch's adaptive_avg_pool does: bin i of n pixels begins at
     * ⌊i·n/side⌋ and ends before ⌈(i+1)·n/side⌉.
     *
     * @param side bins along every axis
     */
    public static Feature grid(int level, int side) {
        if (side < 1) {
            throw new CoverException("The grid's side is " + side + "; it must be at least 1, such as 16.");
        }
        return new Feature(Kind.GRID, level, side, "", -1);
    }

    /** What the port or the part of this name gives, such as a projection that a predictor reads. */
    public static Feature of(String name) {
        return new Feature(Kind.NAMED, 0, 0, name, -1);
    }

    /** The same of one view alone. @param number its place among the views that are seen, from 0 */
    public Feature view(int number) {
        return new Feature(kind, level, side, name, number);
    }

    public Kind kind() {
        return kind;
    }

    /** The U-Net's level that it needs. */
    public int level() {
        return level;
    }

    public int side() {
        return side;
    }

    /** Of the port or part that is read; else empty. */
    public String name() {
        return name;
    }

    /** The one view that is read; −1 for all, one after the other. */
    public int view() {
        return view;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Feature)) {
            return false;
        }
        Feature that = (Feature) other;
        return kind == that.kind && level == that.level && side == that.side && view == that.view
                && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, level, side, name, view);
    }

    /** Such as {@code level2}, {@code grid4x16} or {@code z}, with {@code .view1} for one view. */
    @Override
    public String toString() {
        String what = kind == Kind.GLOBAL ? "global" : kind == Kind.LEVEL ? "level" + level
                : kind == Kind.GRID ? "grid" + level + "x" + side : name;
        return view < 0 ? what : what + ".view" + view;
    }
}
