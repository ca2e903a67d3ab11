package org.coverfiji.engine.impl.core;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/** The rows of two views, one view after the other: which row of the second array is the twin of one of the first. */
final class Twins {

    private final int rows;

    /** @throws CoverException if these are not two views of equally many vectors of equally many channels */
    Twins(UnitRows first, UnitRows second, Tensor given, Tensor others) {
        rows = first.rows();
        if (rows != second.rows() || first.channels() != second.channels() || given.size(0) < 2
                || given.size(0) % 2 != 0) {
            throw new CoverException("The loss was given " + given + " and " + others
                    + "; it needs two views of every image in both, and as many channels.");
        }
    }

    int rows() {
        return rows;
    }

    /** Of the same image in the other view. */
    int of(int row) {
        return (row + rows / 2) % rows;
    }
}
