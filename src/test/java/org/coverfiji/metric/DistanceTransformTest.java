package org.coverfiji.metric;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.SplittableRandom;

import org.junit.Test;

public class DistanceTransformTest {

    private static final double INFINITE = Double.POSITIVE_INFINITY;

    @Test
    public void oneMarkedPixelOfAnisotropicSize() {
        boolean[] marked = {false, false, false, false, true, false};
        assertArrayEquals(new double[] {9 + 4, 9, 9 + 4, 4, 0, 4},
                DistanceTransform.squared(marked, new int[] {2, 3}, new double[] {3, 2}), 1e-12);
    }

    @Test
    public void nothingMarked() {
        assertArrayEquals(new double[] {INFINITE, INFINITE},
                DistanceTransform.squared(new boolean[2], new int[] {1, 2}, new double[] {1, 1}), 0);
    }

    @Test
    public void asBruteForce() {
        SplittableRandom random = new SplittableRandom(3);
        int[][] sizes = {{1, 17}, {13, 1}, {9, 11}, {5, 7, 6}, {1, 8, 9}};
        for (int[] size : sizes) {
            for (double density : new double[] {0.02, 0.2, 0.9}) {
                double[] spacing = random.doubles(size.length, 0.3, 4).toArray();
                int pixels = 1;
                for (int extent : size) {
                    pixels *= extent;
                }
                boolean[] marked = new boolean[pixels];
                marked[random.nextInt(pixels)] = true;
                for (int i = 0; i < pixels; i++) {
                    marked[i] |= random.nextDouble() < density;
                }
                double[] squared = DistanceTransform.squared(marked, size, spacing);
                for (int i = 0; i < pixels; i++) {
                    assertEquals(nearest(i, marked, size, spacing), squared[i], 1e-9);
                }
            }
        }
    }

    private static double nearest(int from, boolean[] marked, int[] size, double[] spacing) {
        double nearest = INFINITE;
        for (int to = 0; to < marked.length; to++) {
            if (marked[to]) {
                double sum = 0;
                int a = from;
                int b = to;
                for (int axis = size.length - 1; axis >= 0; axis--) {
                    double d = (a % size[axis] - b % size[axis]) * spacing[axis];
                    sum += d * d;
                    a /= size[axis];
                    b /= size[axis];
                }
                nearest = Math.min(nearest, sum);
            }
        }
        assertTrue(nearest < INFINITE);
        return nearest;
    }
}
