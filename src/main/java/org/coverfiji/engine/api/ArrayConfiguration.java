package org.coverfiji.engine.api;

import org.coverfiji.CoverException;

/**
 * An array of the loss core's own that is trained, such as prototypes: the core reads it as an extra and gives a
 * gradient for it. It has a phase of its own: Adam, clipped apart from the network. Immutable.
 */
public final class ArrayConfiguration {

    private final int rows;
    private final int channels;
    private final boolean unitRows;
    private final long frozenSteps;

    private ArrayConfiguration(int rows, int channels, boolean unitRows, long frozenSteps) {
        this.rows = rows;
        this.channels = channels;
        this.unitRows = unitRows;
        this.frozenSteps = frozenSteps;
    }

    /** [rows, channels]; starts with random rows of length 1. @throws CoverException if there are none */
    public static ArrayConfiguration of(int rows, int channels) {
        if (rows < 1 || channels < 1) {
            throw new CoverException("A trained array has " + rows + " rows of " + channels
                    + " channels; it needs at least one of each.");
        }
        return new ArrayConfiguration(rows, channels, false, 0);
    }

    /** Every row is brought back to length 1 before each step. */
    public ArrayConfiguration keptAtUnitLength() {
        return new ArrayConfiguration(rows, channels, true, frozenSteps);
    }

    /** It does not change in the first steps. */
    public ArrayConfiguration frozenFor(long steps) {
        return new ArrayConfiguration(rows, channels, unitRows, steps);
    }

    public int rows() {
        return rows;
    }

    public int channels() {
        return channels;
    }

    public boolean unitRows() {
        return unitRows;
    }

    public long frozenSteps() {
        return frozenSteps;
    }
}
