package org.coverfiji.engine.impl.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The regions of the local loss of Chaitanya et al. by their first corners on a map: in 2D thirteen on a lattice of
 * five
 * by five, each with five places of that lattice as negatives, as published; in 3D, in our reading, centre, middles of
 * the faces and corners, each with the five nearest others. A region is 3 positions wide.
 */
final class Regions {

    static final int SIDE = 3;

    private static final int NEGATIVES = 5;
    /** Row and column on the lattice. */
    private static final int[][] PLANE = {{0, 0}, {0, 2}, {0, 4}, {2, 0}, {2, 2}, {2, 4}, {4, 0}, {4, 2}, {4, 4},
            {1, 1}, {1, 3}, {3, 1}, {3, 3}};
    private static final int[][][] PLANE_NEGATIVES = {
            {{0, 2}, {1, 1}, {1, 2}, {2, 0}, {2, 1}},
            {{0, 0}, {0, 4}, {1, 1}, {1, 3}, {2, 2}},
            {{0, 2}, {1, 2}, {1, 3}, {2, 3}, {2, 4}},
            {{0, 0}, {1, 1}, {2, 2}, {4, 0}, {3, 1}},
            {{1, 1}, {1, 3}, {3, 1}, {3, 3}, {2, 0}},
            {{0, 4}, {2, 2}, {4, 4}, {1, 3}, {3, 3}},
            {{2, 0}, {2, 1}, {4, 2}, {3, 1}, {3, 2}},
            {{2, 2}, {4, 0}, {4, 4}, {3, 1}, {3, 3}},
            {{2, 3}, {2, 4}, {4, 2}, {3, 3}, {3, 2}},
            {{0, 0}, {0, 2}, {2, 0}, {2, 2}, {1, 3}},
            {{0, 2}, {0, 4}, {1, 1}, {2, 2}, {2, 4}},
            {{2, 0}, {2, 2}, {4, 0}, {4, 2}, {3, 3}},
            {{2, 2}, {2, 4}, {4, 2}, {4, 4}, {3, 1}}};

    private final int[][] corners;
    private final int[][][] negatives;

    /** @param size of the map on which regions lie, in array order */
    Regions(int... size) {
        if (size.length == 2) {
            corners = Arrays.stream(PLANE).map(place -> inPlane(place, size)).toArray(int[][]::new);
            negatives = Arrays.stream(PLANE_NEGATIVES).map(places -> Arrays.stream(places)
                    .map(place -> inPlane(place, size)).toArray(int[][]::new)).toArray(int[][][]::new);
        } else {
            corners = inSpace(size);
            negatives = Arrays.stream(corners).map(this::nearest).toArray(int[][][]::new);
        }
    }

    /** A quarter of the lattice is that of the side less one region and one, as published. */
    private static int[] inPlane(int[] place, int[] size) {
        int[] corner = new int[2];
        Arrays.setAll(corner, axis -> place[axis] * (size[axis] - SIDE - 1) / 4);
        return corner;
    }

    private static int[][] inSpace(int[] size) {
        List<int[]> found = new ArrayList<>();
        for (int place = 0; place < 27; place++) {
            int[] lattice = {place / 9, place / 3 % 3, place % 3};
            // The middles of the edges, with one coordinate between, are left out.
            if (Arrays.stream(lattice).filter(coordinate -> coordinate == 1).count() != 1) {
                int[] corner = new int[3];
                Arrays.setAll(corner, axis -> lattice[axis] * ((size[axis] - SIDE) / 2));
                found.add(corner);
            }
        }
        return found.toArray(new int[0][]);
    }

    private int[][] nearest(int[] corner) {
        return Arrays.stream(corners).filter(other -> !Arrays.equals(other, corner))
                .sorted(Comparator.comparingInt((int[] other) -> squaredDistance(corner, other))
                        .thenComparing(Arrays::compare))
                .limit(NEGATIVES).toArray(int[][]::new);
    }

    private static int squaredDistance(int[] a, int[] b) {
        int squares = 0;
        for (int axis = 0; axis < a.length; axis++) {
            squares += (a[axis] - b[axis]) * (a[axis] - b[axis]);
        }
        return squares;
    }

    /** The regions' first corners in array order, [regions][axes]. */
    int[][] corners() {
        return corners;
    }

    /** Of every region those that it is told from, [regions][5][axes]. */
    int[][][] negatives() {
        return negatives;
    }

    /** Whether all of them lie at different places. */
    boolean distinct() {
        return Arrays.stream(corners).map(Arrays::toString).distinct().count() == corners.length;
    }
}
