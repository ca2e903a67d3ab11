package org.coverfiji.app.correspond;

import static org.junit.Assert.assertEquals;

import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.Test;

public class PlaneMapTest {

    private final List<double[]> from = new ArrayList<>();
    private final List<double[]> to = new ArrayList<>();

    private void pairs(AffineTransform map, int count, int astray) {
        Random random = new Random(3);
        for (int i = 0; i < count; i++) {
            double[] point = {100 * random.nextDouble(), 80 * random.nextDouble()};
            double[] moved = new double[2];
            map.transform(point, 0, moved, 0, 1);
            from.add(point);
            to.add(i < astray ? new double[] {200 * random.nextDouble(), 200 * random.nextDouble()} : moved);
        }
    }

    @Test
    public void pairsThatGoAstrayHaveNoSay() {
        AffineTransform map = AffineTransform.getRotateInstance(0.3, 40, 40);
        map.scale(1.2, 0.9);
        pairs(map, 40, 15);
        AffineTransform found = PlaneMap.of(from, to, 2);
        double[] expected = new double[6];
        double[] actual = new double[6];
        map.getMatrix(expected);
        found.getMatrix(actual);
        for (int i = 0; i < 6; i++) {
            assertEquals(expected[i], actual[i], 1e-6);
        }
    }

    @Test
    public void fewPairsAreShiftedByTheirMiddle() {
        pairs(AffineTransform.getTranslateInstance(5, -3), 3, 1);
        AffineTransform found = PlaneMap.of(from, to, 2);
        assertEquals(1, found.getScaleX(), 0);
        assertEquals(0, found.getShearX(), 0);
    }

    @Test
    public void pointsOnALineAreShifted() {
        for (int i = 0; i < 20; i++) {
            from.add(new double[] {i, 2 * i});
            to.add(new double[] {i + 7, 2 * i - 4});
        }
        AffineTransform found = PlaneMap.of(from, to, 1);
        assertEquals(AffineTransform.getTranslateInstance(7, -4), found);
    }
}
