package org.coverfiji.engine;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.coverfiji.engine.api.AffineMap;
import org.coverfiji.engine.api.AffineMatrix;

import org.junit.Test;

public class AffineMapTest {

    private static final double STEP = 1e-6;

    private static double[] random(long seed, int count, double limit) {
        return new SplittableRandom(seed).doubles(count, -limit, limit).toArray();
    }

    /** Where the pixels of a grid go, summed up with weights. */
    private static double weighted(int[] size, boolean published, double[] numbers, double[][] weights) {
        double[][] positions = new AffineMap(size, published).positions(new AffineMatrix(size.length).of(numbers));
        double sum = 0;
        for (int axis = 0; axis < size.length; axis++) {
            for (int i = 0; i < positions[axis].length; i++) {
                sum += weights[axis][i] * positions[axis][i];
            }
        }
        return sum;
    }

    private static void gradients(int[] size, boolean published) {
        AffineMatrix matrix = new AffineMatrix(size.length);
        double[] numbers = random(1, matrix.numbers(), 0.9);
        double[][] weights = new double[size.length][];
        Arrays.setAll(weights, axis -> random(2 + axis, Arrays.stream(size).reduce(1, (a, b) -> a * b), 1));
        double[] gradient = matrix.gradient(numbers, new AffineMap(size, published).gradient(weights));
        for (int i = 0; i < numbers.length; i++) {
            double origin = numbers[i];
            numbers[i] = origin + STEP;
            double above = weighted(size, published, numbers, weights);
            numbers[i] = origin - STEP;
            double below = weighted(size, published, numbers, weights);
            numbers[i] = origin;
            assertEquals("number " + i, (above - below) / (2 * STEP), gradient[i], 1e-6);
        }
    }

    @Test
    public void gradientsAreSlopes() {
        gradients(new int[] {3, 4}, false);
        gradients(new int[] {2, 4, 3}, false);
        gradients(new int[] {3, 4}, true);
        gradients(new int[] {2, 4, 3}, true);
    }

    @Test
    public void zeroNumbersMoveNothing() {
        double[] zero = new AffineMatrix(3).of(new double[15]);
        assertArrayEquals(new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0}, zero, 0);
        double[][] positions = new AffineMap(new int[] {2, 3, 4}, false).positions(zero);
        for (int i = 0; i < 24; i++) {
            assertArrayEquals(new double[] {i / 12, i / 4 % 3, i % 4},
                    new double[] {positions[0][i], positions[1][i], positions[2][i]}, 1e-12);
        }
    }

    /** A quarter turn is too much for the head's numbers, so the matrix is given: pixels keep their distances. */
    @Test
    public void turnsAboutTheCentreWithoutShearWhateverTheSides() {
        double[][] turned = new AffineMap(new int[] {1, 5}, false).positions(new double[] {0, -1, 0, 1, 0, 0});
        assertArrayEquals(new double[] {-2, -1, 0, 1, 2}, turned[0], 1e-12);
        assertArrayEquals(new double[] {2, 2, 2, 2, 2}, turned[1], 1e-12);
        assertArrayEquals(new double[] {-1.5, 3},
                new AffineMap(new int[] {1, 5}, false).position(new double[] {0, -1, 0, 1, 0, 0}, -1, 0.5), 1e-12);
    }

    @Test
    public void translationsAreHalvedAsPublished() {
        double[] numbers = new double[7];
        numbers[3] = 3;
        double[][] moved = new AffineMap(new int[] {2, 6}, false).positions(new AffineMatrix(2).of(numbers));
        assertEquals(3 * 5 / 12.0, moved[1][0], 1e-12);
        assertEquals(0, moved[0][0], 1e-12);
    }

    /** All but translations are cut to −1 … 1, beyond which they have no gradient. */
    @Test
    public void numbersAreCut() {
        AffineMatrix matrix = new AffineMatrix(2);
        double[] far = {5, -5, 5, 0, 0, 5, 5};
        double[] cut = {1, -1, 1, 0, 0, 1, 1};
        assertArrayEquals(matrix.of(cut), matrix.of(far), 0);
        double[] gradient = matrix.gradient(far, new double[] {1, 2, 3, 4, 5, 6});
        assertArrayEquals(new double[] {0, 0, 0, 3, 6, 0, 0}, gradient, 0);
    }
}
