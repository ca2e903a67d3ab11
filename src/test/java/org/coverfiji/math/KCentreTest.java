package org.coverfiji.math;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.Test;

public class KCentreTest {

    private static final double[][] LINE = {{0}, {1}, {2}, {10}, {11}, {30}};

    private static List<Integer> order(KCentre centres, int first) {
        List<Integer> order = new ArrayList<>();
        for (int next = first; next >= 0; next = centres.next()) {
            order.add(next);
            centres.choose(next);
        }
        return order;
    }

    @Test
    public void theFarthestComesNext() {
        KCentre centres = new KCentre(LINE, null);
        // From 0: 30 is farthest, then 11, then 2 (2 from 0), then 1 and 10 (1 away each), the first first.
        assertEquals(List.of(0, 5, 4, 2, 1, 3), order(centres, 0));
    }

    @Test
    public void distancesAreToTheNearestChosenPoint() {
        KCentre centres = new KCentre(new double[][] {{0, 0}, {3, 4}, {6, 8}}, null);
        assertEquals(Double.POSITIVE_INFINITY, centres.distance(1), 0);
        assertEquals(-1, centres.nearest(1));
        centres.choose(0);
        assertEquals(5, centres.distance(1), 0);
        assertEquals(10, centres.distance(2), 0);
        centres.choose(2);
        assertEquals(5, centres.distance(1), 0);
        assertEquals("of equal ones the first chosen", 0, centres.nearest(1));
        assertEquals(0, centres.distance(2), 0);
    }

    @Test
    public void weightsCountBesideDistances() {
        KCentre centres = new KCentre(LINE, new double[] {1, 1, 10, 1, 1, 0.5});
        centres.choose(0);
        // 2 × 10 against 30 × 0.5 and 11 × 1.
        assertEquals(2, centres.next());
        assertEquals(20, centres.worth(2), 0);
    }

    @Test
    public void theCentralPointIsNearestToTheMean() {
        // The mean is 9.
        assertEquals(3, new KCentre(LINE, null).central());
        assertEquals("of equal ones the first", 0, new KCentre(new double[][] {{5}, {5}}, null).central());
    }

    /** What makes the greedy choice worth its name: with k points, twice the least possible radius at most. */
    @Test
    public void threeClustersAreCoveredByThreePoints() {
        double[][] points = new double[30][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {100 * (i % 3) + 0.1 * (i / 3), i % 2};
        }
        KCentre centres = new KCentre(points, null);
        int[] seen = new int[3];
        int next = centres.central();
        for (int i = 0; i < 3; i++, next = centres.next()) {
            seen[next % 3]++;
            centres.choose(next);
        }
        for (int cluster : seen) {
            assertEquals(1, cluster);
        }
        for (int i = 0; i < points.length; i++) {
            assertTrue(centres.distance(i) < 2);
        }
    }
}
