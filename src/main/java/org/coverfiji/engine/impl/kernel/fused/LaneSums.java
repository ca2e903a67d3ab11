package org.coverfiji.engine.impl.kernel.fused;

/**
 * The sum of a quantity, lane by lane. C2 does not vectorise a loop that adds to one variable. So every index of a
 * chunk has a float sum of its own, and {@link #fold} adds these, always in the same order, to one double per lane.
 */
final class LaneSums {

    private final NormUnit unit;
    /** What loops add a chunk's values to. */
    final float[] byIndex;
    private final double[] totals;

    LaneSums(NormUnit unit, NormArray array) {
        this.unit = unit;
        byIndex = array.floats();
        Vectors.clear(byIndex, NormUnit.CHUNK);
        totals = new double[unit.lanes];
    }

    void fold() {
        unit.addLanes(byIndex, totals);
        Vectors.clear(byIndex, NormUnit.CHUNK);
    }

    /** The sums of all chunks that were folded, one per lane. */
    double[] totals() {
        return totals;
    }
}
