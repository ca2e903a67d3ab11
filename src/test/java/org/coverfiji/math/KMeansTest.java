package org.coverfiji.math;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.Test;

public class KMeansTest {

    private static final int CLUSTERS = 4;

    /** Clouds far from each other; point i is of cloud i modulo 4. */
    private static double[][] clouds(int points) {
        SplittableRandom random = new SplittableRandom(3);
        double[][] clouds = new double[points][];
        for (int i = 0; i < points; i++) {
            clouds[i] = new double[] {10 * (i % 2) + random.nextDouble(), 10 * (i / 2 % 2) + random.nextDouble()};
        }
        return clouds;
    }

    @Test
    public void cloudsAreFound() {
        double[][] points = clouds(80);
        int[] assignment = KMeans.seeded(points, CLUSTERS, 1).run(20).assignment();
        Set<Integer> clusters = new HashSet<>();
        for (int i = 0; i < points.length; i++) {
            assertEquals(assignment[i % CLUSTERS], assignment[i]);
            clusters.add(assignment[i]);
        }
        assertEquals(CLUSTERS, clusters.size());
    }

    @Test
    public void equalSeedsClusterAlike() {
        double[][] points = clouds(50);
        assertArrayEquals(KMeans.seeded(points, 7, 5).run(3).assignment(),
                KMeans.seeded(points, 7, 5).run(3).assignment());
    }

    /** The third centroid is nobody's; it takes over the point that is farthest from its own. */
    @Test
    public void anEmptyClusterTakesTheFarthestPoint() {
        double[][] points = {{0}, {1}, {5}, {20}, {21}};
        KMeans clustering = new KMeans(points, new double[][] {{0}, {20}, {-50}});
        assertEquals(0 + 1 + 25 + 0 + 1, clustering.assign(), 1e-12);
        assertArrayEquals(new int[] {3, 2, 0}, clustering.sizes());
        clustering.update();
        assertArrayEquals(new int[] {2, 2, 1}, clustering.sizes());
        assertArrayEquals(new int[] {0, 0, 2, 1, 1}, clustering.assignment());
        assertArrayEquals(new double[] {0.5}, clustering.centroids()[0], 1e-12);
        assertArrayEquals(new double[] {5}, clustering.centroids()[2], 1e-12);
    }

    @Test
    public void equalPointsAndMoreClustersThanPointsDoNoHarm() {
        double[][] points = {{1, 2}, {1, 2}, {1, 2}};
        int[] assignment = KMeans.seeded(points, 3, 1).run(2).assignment();
        assertEquals(3, assignment.length);
        double[][] centroids = KMeans.seeded(points, 2, 1).run(2).centroids();
        assertTrue(Double.isFinite(centroids[1][0]));
    }
}
