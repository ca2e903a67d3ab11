package org.coverfiji.app.features;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.junit.Test;

public class PlaceTest {

    @Test
    public void placesAreReadAsPeopleCount() {
        Place place = Place.read("point", " 120, 85.5,3 ,2");
        assertEquals(120, place.x(), 0);
        assertEquals(85.5, place.y(), 0);
        assertEquals(2, place.slice(), 0);
        assertEquals(1, place.frame());
        assertEquals("120,85.50,3,2", place.toString());
        List<Place> places = Place.readAll("points", "1,2; 3,4,5;");
        assertEquals("[1,2, 3,4,5]", places.toString());
        assertEquals(0, Place.readAll("points", " ").size());
    }

    @Test
    public void whatIsNoPlaceIsNamed() {
        for (String wrong : List.of("12", "a,b", "1,2,0", "1,2,3,4,5", "1,2,1,1.5")) {
            CoverException e = assertThrows(wrong, CoverException.class, () -> Place.read("point", wrong));
            assertTrue(e.getMessage(), e.getMessage().startsWith("point is '" + wrong + "'; it must be x,y"));
        }
    }

    @Test
    public void planesAndTimePointsAreImagesOfAStack() {
        FloatImage plane = FeatureImages.noise(1, 16, 16);
        FeatureStack stack = FeatureImages.stack(FeatureImages.extractor(2),
                FeatureImages.window("stack", plane, plane, plane));
        assertEquals(2, stack.indexOf(new Place(5, 6, 2, 0)));
        assertArrayEquals(new double[] {6, 5}, stack.point(new Place(5, 6, 2, 0)), 0);
        assertEquals("5,6,3", stack.place(2, 6, 5).toString());
        CoverException e = assertThrows(CoverException.class, () -> stack.indexOf(new Place(5, 6, 3, 0)));
        assertTrue(e.getMessage(), e.getMessage().endsWith("which has 16 × 16 pixels, 3 slices; give one inside."));
        FeatureStack single = FeatureImages.stack(FeatureImages.extractor(2), FeatureImages.window("single", plane));
        e = assertThrows(CoverException.class, () -> single.indexOf(new Place(5, 6, 8, 0)));
        assertTrue(e.getMessage(), e.getMessage().endsWith("which has 16 × 16 pixels and one slice; give one inside."));
        assertThrows(CoverException.class, () -> stack.mean(List.of()));
    }

    @Test
    public void aVolumeIsOneImage() {
        FeatureStack stack = FeatureImages.stack(FeatureImages.extractor(3),
                FeatureImages.window("volume", FeatureImages.noise(1, 16, 16, 16)));
        assertEquals(0, stack.indexOf(new Place(5, 6, 7, 0)));
        assertArrayEquals(new double[] {7, 6, 5}, stack.point(new Place(5, 6, 7, 0)), 0);
        assertEquals("5,6,8", stack.place(0, 7, 6, 5).toString());
    }
}
