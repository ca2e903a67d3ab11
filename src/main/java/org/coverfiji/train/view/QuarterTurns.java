package org.coverfiji.train.view;

import java.util.Arrays;

/**
 * The rotations by quarter turns that a network is to tell apart. In 2D classes 0 to 3 are 0, 90, 180 and 270°
 * counter-clockwise; in 3D class 0 is none, 1 to 3 turn within the first two axes by one, two and three quarters, 4 to
 * 6 within the last two and 7 to 9 within the first and last, both by three, two and one.
 */
public final class QuarterTurns {

    private static final int[][] PLANES = {{0, 1}, {1, 2}, {0, 2}};
    private static final int QUARTERS = 4;
    /** Voxel sizes differ by less than this part where they are equal but for rounding. */
    private static final double EQUAL = 0.01;

    private QuarterTurns() {
    }

    /** How many classes there are. */
    public static int classes(int dimensions) {
        return dimensions == 2 ? QUARTERS : 1 + PLANES.length * (QUARTERS - 1);
    }

    /** The classes that turn within axes of equal voxel size; another turn could be told by the shape of the voxels. */
    public static int[] within(double[] spacing) {
        int dimensions = spacing.length;
        int[] all = new int[classes(dimensions)];
        int count = 0;
        for (int turn = 0; turn < all.length; turn++) {
            int[] plane = plane(dimensions, turn);
            if (turn == 0 || Math.abs(spacing[plane[0]] / spacing[plane[1]] - 1) < EQUAL) {
                all[count++] = turn;
            }
        }
        return Arrays.copyOf(all, count);
    }

    private static int[] plane(int dimensions, int turn) {
        return PLANES[dimensions == 2 || turn == 0 ? 0 : (turn - 1) / (QUARTERS - 1)];
    }

    private static int quarters(int dimensions, int turn) {
        if (dimensions == 2 || turn < QUARTERS) {
            return turn;
        }
        return QUARTERS - 1 - (turn - 1) % (QUARTERS - 1);
    }

    /**
     * Turns one channel of a patch of equal sides.
     *
     * @param source holds it from {@code from} on
     * @param target another array, which receives it from {@code to} on
     */
    public static void apply(int turn, int dimensions, int side, float[] source, int from, float[] target, int to) {
        int[] plane = plane(dimensions, turn);
        int quarters = quarters(dimensions, turn);
        int[] at = new int[dimensions];
        int pixels = (int) Math.pow(side, dimensions);
        for (int i = 0; i < pixels; i++) {
            int rest = i;
            for (int axis = dimensions - 1; axis >= 0; axis--) {
                at[axis] = rest % side;
                rest /= side;
            }
            int first = at[plane[0]];
            int second = at[plane[1]];
            at[plane[0]] = quarters == 0 ? first : quarters == 1 ? second : side - 1 - (quarters == 2 ? first : second);
            at[plane[1]] = quarters == 0 ? second : quarters == 3 ? first : side - 1 - (quarters == 1 ? first : second);
            int place = 0;
            for (int axis = 0; axis < dimensions; axis++) {
                place = place * side + at[axis];
            }
            target[to + i] = source[from + place];
        }
    }
}
