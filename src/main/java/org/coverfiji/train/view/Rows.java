package org.coverfiji.train.view;

/** Steps through the rows of a patch: runs along x, named by their place on the other axes. */
public final class Rows {

    private Rows() {
    }

    /**
     * Moves on to the next row in array order; after the last one, back to the first.
     *
     * @param row the row's (z,) y; changed
     * @param size extents in array order, (z,) y, x
     * @return false after the last row
     */
    public static boolean next(int[] row, int[] size) {
        for (int axis = row.length - 1; axis >= 0; axis--) {
            if (++row[axis] < size[axis]) {
                return true;
            }
            row[axis] = 0;
        }
        return false;
    }
}
