package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class UsualPixelSizeTest {

    private final UsualPixelSize.Collector sizes = new UsualPixelSize.Collector();

    @Test
    public void medianOnEveryAxisInAnyOrder() {
        add("mm", 9, 1);
        add("mm", 2, 3);
        add("mm", 3, 2);
        assertArrayEquals(new double[] {3, 2}, sizes.median().spacing(), 0);
        assertTrue(sizes.median().differs());
    }

    @Test
    public void equalSizesAreNotWorthAWord() {
        add("mm", 0.5, 0.5);
        add("mm", 0.5001, 0.5);
        assertFalse(sizes.median().differs());
    }

    @Test
    public void unitsAreConvertedToTheUsualOne() {
        add("µm", 400, 400);
        add("mm", 0.5, 0.5);
        add("mm", 0.6, 0.6);
        assertArrayEquals(new double[] {0.5, 0.5}, sizes.median().spacing(), 1e-12);
        assertEquals("mm", sizes.median().unit());
    }

    @Test
    public void anImageWithoutCalibrationIsNotCountedAmongOthers() {
        add("pixel", 1, 1);
        add("mm", 0.25, 0.25);
        add("mm", 0.25, 0.25);
        assertArrayEquals(new double[] {0.25, 0.25}, sizes.median().spacing(), 0);
        assertTrue(sizes.median().differs());
        String told = sizes.median().toString();
        assertTrue(told, told.contains("1 in units that cannot be converted"));
    }

    private void add(String unit, double... spacing) {
        sizes.add(spacing, unit);
    }
}
