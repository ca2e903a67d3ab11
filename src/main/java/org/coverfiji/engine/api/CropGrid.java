package org.coverfiji.engine.api;

import java.util.Arrays;

/**
 * The bins of a grid that is laid over a crop, in coordinates of the image that the crop is of. A position is a bin's
 * number in row-major order. Immutable.
 */
public final class CropGrid {

    private final double[] start;
    private final double[] step;
    private final int[] size;
    private final int positions;

    /**
     * @param boxes holds the crop's box from {@code from} on: starts of all axes, then ends, as parts of the image; a
     *        mirrored axis has its start behind its end
     * @param size bins along every axis
     */
    public CropGrid(float[] boxes, int from, int... size) {
        this.size = size.clone();
        positions = Arrays.stream(size).reduce(1, (a, b) -> a * b);
        start = new double[size.length];
        step = new double[size.length];
        for (int axis = 0; axis < size.length; axis++) {
            start[axis] = boxes[from + axis];
            step[axis] = (boxes[from + size.length + axis] - start[axis]) / size[axis];
        }
    }

    /** How many bins there are. */
    public int positions() {
        return positions;
    }

    /** The centre of a bin. */
    public double[] centre(int position) {
        double[] centre = new double[size.length];
        int rest = position;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            centre[axis] = start[axis] + (rest % size[axis] + 0.5) * step[axis];
            rest /= size[axis];
        }
        return centre;
    }

    /** The length of a bin's diagonal. */
    public double diagonal() {
        return Math.sqrt(Arrays.stream(step).map(length -> length * length).sum());
    }

    /** The position of the bin in which a point lies; −1 outside the crop. */
    public int at(double[] point) {
        int position = 0;
        for (int axis = 0; axis < size.length; axis++) {
            int bin = bin(axis, point[axis]);
            if (bin < 0) {
                return -1;
            }
            position = position * size[axis] + bin;
        }
        return position;
    }

    private int bin(int axis, double coordinate) {
        double bin = Math.floor((coordinate - start[axis]) / step[axis]);
        return bin >= 0 && bin < size[axis] ? (int) bin : -1;
    }

    /** For every position of this grid that of the other in which its centre lies; −1 where it lies outside. */
    public int[] matches(CropGrid other) {
        int[] matches = new int[positions];
        Arrays.setAll(matches, position -> other.at(centre(position)));
        return matches;
    }

    /** Which share of this grid's positions have their centres in the other crop. */
    public double shareIn(CropGrid other) {
        double share = 1;
        for (int axis = 0; axis < size.length; axis++) {
            int inside = 0;
            for (int i = 0; i < size[axis]; i++) {
                inside += other.bin(axis, start[axis] + (i + 0.5) * step[axis]) >= 0 ? 1 : 0;
            }
            share *= (double) inside / size[axis];
        }
        return share;
    }

    /**
     * For every position of this grid those of the other whose centres are nearer than a share of the longer of both
     * diagonals.
     */
    public int[][] near(CropGrid other, double share) {
        double limit = share * Math.max(diagonal(), other.diagonal());
        double[][] centres = new double[other.positions][];
        Arrays.setAll(centres, other::centre);
        int[][] near = new int[positions][];
        int[] found = new int[other.positions];
        for (int position = 0; position < positions; position++) {
            double[] centre = centre(position);
            int count = 0;
            for (int i = 0; i < centres.length; i++) {
                if (distance(centre, centres[i]) < limit) {
                    found[count++] = i;
                }
            }
            near[position] = Arrays.copyOf(found, count);
        }
        return near;
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int axis = 0; axis < a.length; axis++) {
            squares += (a[axis] - b[axis]) * (a[axis] - b[axis]);
        }
        return Math.sqrt(squares);
    }
}
