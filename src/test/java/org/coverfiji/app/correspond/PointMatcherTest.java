package org.coverfiji.app.correspond;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.awt.Rectangle;
import java.util.List;

import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureImages;
import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.Place;
import org.coverfiji.engine.PyramidEngine;
import org.coverfiji.image.FloatImage;
import org.junit.Test;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;

/** An image and its shifted copy: every point lies where it was shifted to. */
public class PointMatcherTest {

    /** x and y; multiples of 16, so that all levels are shifted exactly. */
    private static final int RIGHT = 32;
    private static final int DOWN = 16;

    private final FeatureExtractor extractor = FeatureImages.extractor(2);
    private final PointMatcher matcher = new PointMatcher(new PyramidEngine(), FeatureImages.model(2));

    private static FloatImage shifted(FloatImage image, int seed) {
        FloatImage copy = FeatureImages.noise(seed, 160, 160);
        FeatureImages.plant(image, new int[] {0, 0}, copy, new int[] {DOWN, RIGHT}, 128);
        return copy;
    }

    private final FloatImage original = FeatureImages.noise(1, 160, 160);
    private final ImagePlus window = FeatureImages.window("a", original);
    private final FeatureStack from = FeatureImages.stack(extractor, window);
    private final FeatureStack to = FeatureImages.stack(extractor, FeatureImages.window("b", shifted(original, 2)));

    private static void assertAt(double x, double y, Place place) {
        assertEquals(place.toString(), x, place.x(), 0.3);
        assertEquals(place.toString(), y, place.y(), 0.3);
    }

    @Test
    public void pointsAreFoundWhereTheyWereShiftedTo() {
        for (int[] point : new int[][] {{40, 40}, {71, 52}, {55, 93}}) {
            Correspondence pair = matcher.match(from, new Place(point[0], point[1], 0, 0), to);
            assertAt(point[0] + RIGHT, point[1] + DOWN, pair.to());
            assertTrue("similarity " + pair.similarity(), pair.similarity() > 0.99);
            assertTrue("fit " + pair.fit(), pair.fit() > 0.99);
            assertTrue("in a block of like pixels: " + pair.returnDistance(), pair.returnDistance() <= 8);
        }
    }

    @Test
    public void ofAStackTheSliceIsFound() {
        FeatureStack stack = FeatureImages.stack(extractor, FeatureImages.window("b",
                FeatureImages.noise(7, 160, 160), FeatureImages.noise(8, 160, 160), shifted(original, 2)));
        Correspondence pair = matcher.match(from, new Place(60, 50, 0, 0), stack);
        assertEquals(2, pair.to().slice(), 0);
        assertAt(60 + RIGHT, 50 + DOWN, pair.to());
        RoiMatcher rois = new RoiMatcher(matcher, from, stack);
        Roi roi = new OvalRoi(50, 40, 20, 24);
        roi.setName("cell");
        assertEquals(3, rois.match(roi, Place.of(window, roi)).getPosition());
    }

    @Test
    public void volumesWorkAlike() {
        FeatureExtractor volumes = FeatureImages.extractor(3);
        FloatImage first = FeatureImages.noise(1, 64, 48, 48);
        FloatImage second = FeatureImages.noise(2, 64, 48, 48);
        FeatureImages.plant(first, new int[] {0, 0, 0}, second, new int[] {16, 0, 0}, 48);
        Correspondence pair = new PointMatcher(new PyramidEngine(), FeatureImages.model(3)).match(
                FeatureImages.stack(volumes, FeatureImages.window("a", first)), new Place(24, 23, 22, 0),
                FeatureImages.stack(volumes, FeatureImages.window("b", second)));
        assertAt(24, 23, pair.to());
        assertEquals(22 + 16, pair.to().slice(), 0.3);
    }

    @Test
    public void areasKeepTheirShape() {
        RoiMatcher rois = new RoiMatcher(matcher, from, to);
        Roi rectangle = new Roi(44, 40, 24, 20);
        rectangle.setName("rectangle");
        assertBounds(new Rectangle(44 + RIGHT, 40 + DOWN, 24, 20), rois.match(rectangle, Place.of(window, rectangle)));
        Roi ring = new ShapeRoi(new OvalRoi(40, 40, 40, 40)).not(new ShapeRoi(new OvalRoi(50, 50, 20, 20)));
        ring.setName("ring");
        Roi found = rois.match(ring, Place.of(window, ring));
        assertBounds(new Rectangle(40 + RIGHT, 40 + DOWN, 40, 40), found);
        assertEquals("ring", found.getName());
        assertTrue("its hole stays", !found.contains(60 + RIGHT, 60 + DOWN)
                && found.contains(45 + RIGHT, 60 + DOWN));
    }

    private static void assertBounds(Rectangle expected, Roi roi) {
        Rectangle bounds = roi.getBounds();
        String text = expected + " and " + bounds;
        assertTrue(text, Math.abs(expected.x - bounds.x) <= 1 && Math.abs(expected.y - bounds.y) <= 1
                && Math.abs(expected.width - bounds.width) <= 2 && Math.abs(expected.height - bounds.height) <= 2);
    }

    @Test
    public void pointsGoOneByOneAndEachHasARow() {
        RoiMatcher rois = new RoiMatcher(matcher, from, to);
        PointRoi points = new PointRoi(40.5, 40.5);
        points.addPoint(71.5, 52.5);
        points.setName("points");
        Roi found = rois.match(points, Place.of(window, points));
        assertEquals(2, found.getFloatPolygon().npoints);
        assertEquals(71.5 + RIGHT, found.getFloatPolygon().xpoints[1], 0.3);
        rois.match("7", List.of(new Place(55, 93, 0, 0)));
        assertEquals(3, rois.table().table().rows().size());
        assertEquals("7", rois.table().table().get(2, "name"));
        assertEquals(93.0 + DOWN, (double) rois.table().table().get(2, "target_y"), 0.3);
    }
}
