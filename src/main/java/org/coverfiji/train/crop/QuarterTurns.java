package org.coverfiji.train.crop;

import java.util.Arrays;

import org.coverfiji.train.view.Rows;

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

    /**
     * The classes that turn within axes of equal voxel size and of equal sides of the patch; another turn could be told
     * by the shape of the voxels, or would not fit.
     */
    public static int[] within(double[] spacing, int[] patch) {
        int dimensions = patch.length;
        int[] all = new int[classes(dimensions)];
        int count = 0;
        for (int turn = 0; turn < all.length; turn++) {
            int[] plane = plane(dimensions, turn);
            boolean alike = patch[plane[0]] == patch[plane[1]]
                    && Math.abs(spacing[plane[0]] / spacing[plane[1]] - 1) < EQUAL;
            if (turn == 0 || alike) {
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
     * Turns one channel of a patch, whose sides are equal on the two axes of the turn.
     *
     * @param patch sides in array order
     * @param source holds it from {@code from} on
     * @param target another array, which receives it from {@code to} on
     */
    public static void apply(int turn, int[] patch, float[] source, int from, float[] target, int to) {
        int[] plane = plane(patch.length, turn);
        int quarters = quarters(patch.length, turn);
        int last = patch[plane[0]] - 1;
        int[] at = new int[patch.length];
        int i = to;
        do {
            int first = at[plane[0]];
            int second = at[plane[1]];
            int place = 0;
            for (int axis = 0; axis < patch.length; axis++) {
                int own = axis == plane[0] ? turnedFirst(quarters, first, second, last)
                        : axis == plane[1] ? turnedSecond(quarters, first, second, last) : at[axis];
                place = place * patch[axis] + own;
            }
            target[i++] = source[from + place];
        } while (Rows.next(at, patch));
    }

    /** Where on the first axis of its plane a turned pixel comes from. */
    private static int turnedFirst(int quarters, int first, int second, int last) {
        switch (quarters) {
            case 0:
                return first;
            case 1:
                return second;
            case 2:
                return last - first;
            default:
                return last - second;
        }
    }

    private static int turnedSecond(int quarters, int first, int second, int last) {
        switch (quarters) {
            case 0:
                return second;
            case 1:
                return last - first;
            case 2:
                return last - second;
            default:
                return first;
        }
    }
}
