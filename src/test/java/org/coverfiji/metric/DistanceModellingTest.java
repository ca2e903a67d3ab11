package org.coverfiji.metric;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.math.PixelVectors;
import org.junit.Test;

public class DistanceModellingTest {

    private static final int SIDE = 9;

    /** Every pixel has a direction of its own. */
    private static float[] distinct() {
        int pixels = SIDE * SIDE;
        float[] values = new float[pixels * pixels];
        for (int p = 0; p < pixels; p++) {
            values[p * pixels + p] = 1;
        }
        return values;
    }

    private static PixelVectors map(float[] values) {
        return PixelVectors.of(new Tensor(values, 1, values.length / (SIDE * SIDE), SIDE, SIDE));
    }

    /** What is seen at p of what was at p + (dy, dx). */
    private static float[] moved(float[] values, int dy, int dx) {
        float[] moved = new float[values.length];
        for (int c = 0; c < values.length / (SIDE * SIDE); c++) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    if (y + dy >= 0 && y + dy < SIDE && x + dx >= 0 && x + dx < SIDE) {
                        moved[(c * SIDE + y) * SIDE + x] = values[(c * SIDE + y + dy) * SIDE + x + dx];
                    }
                }
            }
        }
        return moved;
    }

    private static DistanceModelling of(float[] moved, float[] still, double[] displacement, double temperature) {
        DistanceModelling modelling = new DistanceModelling(temperature);
        modelling.add(new NeighbourProducts(map(moved), map(still), 2), displacement);
        return modelling;
    }

    @Test
    public void pixelsThatAllDifferTellTheDisplacementExactly() {
        DistanceModelling exact = of(moved(distinct(), 1, -2), distinct(), new double[] {1, -2}, 0.01);
        assertEquals(0, exact.weightError(), 1e-9);
        assertEquals(0, exact.vectorError(), 1e-9);
        assertTrue("the nearest offset has the largest product", exact.rankCorrelation() > 0);
    }

    @Test
    public void aWrongDisplacementIsMeasuredAsWrong() {
        DistanceModelling wrong = of(moved(distinct(), 1, 0), distinct(), new double[] {-1, 0}, 0.01);
        assertEquals("all weight lies elsewhere, but for pixels that came from beyond", 2, wrong.weightError(), 0.03);
        assertEquals("as far off again as it should have gone", 2, wrong.vectorError(), 0.25);
    }

    /**
     * In the inner pixels the weights are all 1/25, so that the vector is 0 and only one offset has weight it should.
     */
    @Test
    public void pixelsThatAreAllAlikeTellNothing() {
        float[] flat = new float[SIDE * SIDE];
        Arrays.fill(flat, 1);
        DistanceModelling alike = of(flat, flat, new double[] {1, 0}, 1);
        assertTrue(Double.isNaN(alike.rankCorrelation()));
        assertEquals(1, alike.vectorError(), 0.35);
        assertEquals(2 * 24.0 / 25, alike.weightError(), 0.05);
    }

    @Test
    public void halfAPixelIsTheMixtureOfTwoOffsets() {
        float[] still = distinct();
        float[] one = moved(still, 1, 0);
        float[] between = new float[still.length];
        for (int i = 0; i < between.length; i++) {
            between[i] = 0.5f * (still[i] + one[i]);
        }
        DistanceModelling half = of(between, still, new double[] {0.5, 0}, 0.01);
        assertEquals(0, half.weightError(), 1e-9);
        assertEquals(0, half.vectorError(), 1e-9);
    }

    /** A right vector does not say that the weights are right: the equation holds one way only. */
    @Test
    public void aVectorCanBeRightThoughTheWeightsAreNot() {
        float[] still = distinct();
        float[] up = moved(still, -1, 0);
        float[] down = moved(still, 1, 0);
        float[] both = new float[still.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = 0.5f * (up[i] + down[i]);
        }
        DistanceModelling modelling = of(both, still, new double[] {0, 1e-9}, 0.01);
        assertTrue(modelling.weightError() > 1.7);
    }

    /** Products that fall with the distance from where the pixel went have the rank correlation 1. */
    @Test
    public void productsInTheOrderOfDistancesCorrelateFully() {
        float[] still = new float[3 * SIDE * SIDE];
        float[] queries = new float[3 * SIDE * SIDE];
        double[] t = {1, 0};
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int p = y * SIDE + x;
                // 2⟨u, v⟩ − |v|² falls with |u − v|.
                still[p] = y;
                still[SIDE * SIDE + p] = x;
                still[2 * SIDE * SIDE + p] = y * y + x * x;
                queries[p] = (float) (2 * (y + t[0]));
                queries[SIDE * SIDE + p] = (float) (2 * (x + t[1]));
                queries[2 * SIDE * SIDE + p] = -1;
            }
        }
        assertEquals(1, of(queries, still, t, 1).rankCorrelation(), 1e-9);
        assertEquals(-1, of(negative(queries), still, t, 1).rankCorrelation(), 1e-9);
    }

    private static float[] negative(float[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = -values[i];
        }
        return result;
    }

    @Test
    public void ofSeveralTemperaturesThatCountsWithWhichVectorsAreLeastWrong() {
        DistanceModelling modelling = new DistanceModelling(10, 0.01, 1);
        modelling.add(new NeighbourProducts(map(moved(distinct(), 0, 2)), map(distinct()), 2), new double[] {0, 2});
        assertEquals(0.01, modelling.temperature(), 0);
        assertEquals(0, modelling.vectorError(), 1e-9);
        assertEquals(0, modelling.weightError(), 1e-9);
    }

    @Test
    public void nothingIsDefinedWhereNothingWasAdded() {
        DistanceModelling none = new DistanceModelling(1);
        assertTrue(Double.isNaN(none.weightError()) && Double.isNaN(none.vectorError())
                && Double.isNaN(none.rankCorrelation()));
    }
}
