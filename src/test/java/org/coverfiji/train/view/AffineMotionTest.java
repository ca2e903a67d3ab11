package org.coverfiji.train.view;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.coverfiji.image.FloatImage;
import org.junit.Test;

public class AffineMotionTest {

    /** A as ψ shows it: the gradient of p + ψ(p), read off at the centre. */
    private static double[][] matrix(ViewConfiguration configuration, double[] spacing, long seed) {
        AffineMotion motion = AffineMotion.draw(configuration, spacing, ViewRandom.of(seed));
        int dimensions = spacing.length;
        double[][] matrix = new double[dimensions][dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            for (int other = 0; other < dimensions - 1; other++) {
                int[] row = new int[dimensions - 1];
                double before = motion.start(axis, row);
                row[other] = 1;
                matrix[axis][other] = motion.start(axis, row) - before + (axis == other ? 1 : 0);
            }
            matrix[axis][dimensions - 1] = motion.slope(axis) + (axis == dimensions - 1 ? 1 : 0);
        }
        return matrix;
    }

    private static ViewConfiguration only(double rotation, double scale, double shear, double translation,
            int... patch) {
        return ViewConfiguration.builder(patch).motion(1).rotation(rotation).scale(scale).shear(shear)
                .translation(translation).build();
    }

    @Test
    public void rotationKeepsPhysicalLengths() {
        double[] spacing = { 3, 0.5, 0.8 };
        double turned = 0;
        for (long seed = 0; seed < 20; seed++) {
            double[][] voxels = matrix(only(20, 0, 0, 0, 16, 32, 32), spacing, seed);
            double[][] physical = AffineMotion.toVoxels(voxels, new double[] { 1 / 3.0, 2, 1.25 });
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double product = 0;
                    for (int k = 0; k < 3; k++) {
                        product += physical[k][i] * physical[k][j];
                    }
                    assertEquals(i == j ? 1 : 0, product, 1e-9);
                }
                turned = Math.max(turned, 1 - physical[i][i]);
            }
        }
        assertTrue("no rotation to be seen", turned > 0.05);
    }

    /** 16 slices of 8, 3 or 1 mm with 128 × 128 pixels of 1 mm. */
    @Test
    public void aFlatPatchIsTurnedOutOfItsPlaneTheLessTheFlatterItIs() {
        assertArrayEquals(new double[] { 20, 20 }, largestTurns(8), 0.5);
        assertArrayEquals(new double[] { 15, 20 }, largestTurns(3), 0.5);
        assertArrayEquals(new double[] { 5, 20 }, largestTurns(1), 0.5);
    }

    /** Degrees by which x is turned towards z and towards y at most, as the last row shows them. */
    private static double[] largestTurns(double slice) {
        double[] largest = new double[2];
        for (long seed = 0; seed < 1000; seed++) {
            double[][] voxels = matrix(only(20, 0, 0, 0, 16, 128, 128), new double[] { slice, 1, 1 }, seed);
            double[] x = AffineMotion.toVoxels(voxels, new double[] { 1 / slice, 1, 1 })[2];
            largest[0] = Math.max(largest[0], Math.toDegrees(Math.asin(Math.abs(x[0]))));
            largest[1] = Math.max(largest[1], Math.toDegrees(Math.atan2(Math.abs(x[1]), x[2])));
        }
        return largest;
    }

    @Test
    public void rotationIn2dStaysInRange() {
        double largest = 0;
        for (long seed = 0; seed < 500; seed++) {
            double[][] a = matrix(only(20, 0, 0, 0, 64, 64), new double[] { 1, 1 }, seed);
            double degrees = Math.toDegrees(Math.atan2(a[1][0], a[0][0]));
            assertTrue(Math.abs(degrees) <= 20);
            largest = Math.max(largest, Math.abs(degrees));
        }
        assertTrue("largest rotation " + largest, largest > 19);
    }

    @Test
    public void scaleAndShearStayInRange() {
        double least = 2;
        double greatest = 0;
        double shear = 0;
        for (long seed = 0; seed < 500; seed++) {
            double[][] scaled = matrix(only(0, 0.5, 0, 0, 64, 64), new double[] { 1, 1 }, seed);
            for (int axis = 0; axis < 2; axis++) {
                least = Math.min(least, scaled[axis][axis]);
                greatest = Math.max(greatest, scaled[axis][axis]);
                assertEquals(0, scaled[axis][1 - axis], 1e-12);
            }
            double[][] sheared = matrix(only(0, 0, 180.0 / 32, 0, 64, 64), new double[] { 1, 1 }, seed);
            assertEquals(1, sheared[0][0] * sheared[1][1], 1e-12);
            shear = Math.max(shear, Math.toDegrees(Math.atan(Math.abs(sheared[0][1]))));
        }
        assertTrue(least + " to " + greatest, least >= 0.5 && least < 0.52 && greatest <= 1.5 && greatest > 1.48);
        assertTrue("shear " + shear, shear <= 180.0 / 32 && shear > 5.5);
    }

    @Test
    public void translationIsAPartOfTheSideInVoxels() {
        double[] largest = new double[3];
        for (long seed = 0; seed < 500; seed++) {
            AffineMotion motion = AffineMotion.draw(only(0, 0, 0, 0.2, 16, 32, 64), new double[] { 9, 1, 1 },
                    ViewRandom.of(seed));
            for (int axis = 0; axis < 3; axis++) {
                largest[axis] = Math.max(largest[axis], Math.abs(motion.start(axis, new int[2])));
            }
        }
        assertArrayEquals(new double[] { 3.2, 6.4, 12.8 }, largest, 0.2);
        assertTrue(largest[0] <= 3.2 && largest[1] <= 6.4 && largest[2] <= 12.8);
    }

    @Test
    public void motionScalesEveryRange() {
        ViewConfiguration configuration = ViewConfiguration.builder(64, 64).motion(0.1).build();
        for (long seed = 0; seed < 200; seed++) {
            double[][] a = matrix(configuration, new double[] { 1, 1 }, seed);
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    assertEquals(i == j ? 1 : 0, a[i][j], 0.06);
                }
            }
        }
    }

    /** A shift by (0.5, −1) on a 3 × 4 patch whose image is as large as the patch. */
    @Test
    public void handMadeShift() {
        float[] data = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
        FloatImage image = new FloatImage("ramp", data, 1, new int[] { 3, 4 }, new double[] { 1, 1 }, "pixel");
        int[] patch = { 3, 4 };
        AffineMotion motion = new AffineMotion(patch, AffineMotion.identity(2), new double[] { 0.5, -1 });
        float[] fixed = new float[12];
        float[] flow = new float[24];
        float[] mask = new float[12];
        new AffineWarp(patch).write(image, new int[2], motion, fixed, flow, mask, 0);
        assertArrayEquals(new float[] { 0, 2, 3, 4, 0, 6, 7, 8, 0, 4, 4.5f, 5 }, fixed, 0);
        // x = 1 samples column 0, which does not count; the last row samples beyond the last.
        assertArrayEquals(new float[] { 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0 }, mask, 0);
        for (int i = 0; i < 12; i++) {
            assertEquals(0.5f, flow[i], 0);
            assertEquals(-1, flow[12 + i], 0);
        }
        assertEquals(4 / 12.0, motion.coverage(), 1e-12);
    }

    /** A quarter turn about the centre maps pixel onto pixel: (y, x) shows (x, 2 − y). */
    @Test
    public void handMadeQuarterTurn() {
        FloatImage image = new FloatImage("ramp", new float[] { 0, 1, 2, 3, 4, 5, 6, 7, 8 }, 1, new int[] { 3, 3 },
                new double[] { 1, 1 }, "pixel");
        AffineMotion motion = new AffineMotion(new int[] { 3, 3 }, new double[][] { { 0, 1 }, { -1, 0 } },
                new double[2]);
        float[] fixed = new float[9];
        float[] mask = new float[9];
        new AffineWarp(new int[] { 3, 3 }).write(image, new int[2], motion, fixed, new float[18], mask, 0);
        assertArrayEquals(new float[] { 2, 5, 8, 1, 4, 7, 0, 3, 6 }, fixed, 0);
        assertArrayEquals(new float[] { 0, 1, 1, 0, 1, 1, 0, 0, 0 }, mask, 0);
    }

    @Test
    public void motionThatLosesThePatchIsDrawnAgain() {
        ViewConfiguration wild = ViewConfiguration.builder(32, 32, 32).motion(1.9).translation(1).build();
        int lost = 0;
        for (long seed = 0; seed < 300; seed++) {
            double coverage = AffineMotion.draw(wild, new double[] { 1, 1, 1 }, ViewRandom.of(seed)).coverage();
            assertTrue("coverage " + coverage, coverage >= AffineMotion.MINIMUM_COVERAGE);
            lost += coverage < 0.5 ? 1 : 0;
        }
        assertTrue("the motion is too mild to test it", lost > 100);
    }
}
