package org.coverfiji.show.live;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.List;

import org.junit.Test;

public class ScreenPlacesTest {

    private static final Dimension WANTED = new Dimension(1070, 660);
    private static final Dimension LEAST = new Dimension(720, 440);

    @Test
    public void nothingIsCoveredOnAnyScreen() {
        for (int[] size : new int[][] {{1024, 768}, {1280, 800}, {1366, 768}, {1400, 1000}, {1920, 1080},
                {3840, 2160}}) {
            Rectangle screen = new Rectangle(0, 0, size[0], size[1]);
            Rectangle main = new Rectangle((size[0] - 600) / 2, 0, 600, 98);
            Rectangle log = new Rectangle((size[0] - 400) / 2, (size[1] - 250) / 2, 400, 250);
            Rectangle[] places = ScreenPlaces.places(screen, WANTED, LEAST, List.of(main), log);
            String text = size[0] + " x " + size[1] + ": " + List.of(places);
            assertTrue(text, screen.contains(places[0]) && screen.contains(places[1]));
            assertTrue(text, places[0].width >= LEAST.width && places[0].height >= LEAST.height);
            assertFalse(text, places[0].intersects(main));
            assertFalse(text, places[0].intersects(places[1]));
            assertFalse(text, places[1].intersects(main));
        }
    }

    @Test
    public void theLogStaysWhereThereIsRoomBesideIt() {
        Rectangle log = new Rectangle(0, 700, 400, 300);
        Rectangle[] places = ScreenPlaces.places(new Rectangle(0, 0, 1920, 1080), WANTED, LEAST,
                List.of(new Rectangle(0, 0, 600, 100)), log);
        assertEquals(log, places[1]);
        assertEquals("its full size", WANTED, places[0].getSize());
    }

    @Test
    public void aSecondScreenIsMeasuredFromItsOwnCorner() {
        Rectangle screen = new Rectangle(1920, 40, 1280, 984);
        Rectangle place = ScreenPlaces.places(screen, WANTED, LEAST, List.of(new Rectangle(1920, 40, 600, 100)),
                null)[0];
        assertEquals(new Rectangle(1920 + 105, 140, 1070, 660), place);
    }

    @Test
    public void aScreenThatIsTooSmallIsFilled() {
        Rectangle[] places = ScreenPlaces.places(new Rectangle(0, 0, 640, 480), WANTED, LEAST,
                List.of(new Rectangle(0, 0, 600, 100)), null);
        assertEquals(new Rectangle(0, 0, 640, 480), places[0]);
        assertNull(places[1]);
    }

    @Test
    public void windowsOfTwoRunsAreOffset() {
        Rectangle screen = new Rectangle(0, 0, 1366, 768);
        Rectangle place = new Rectangle(100, 100, 1070, 660);
        assertEquals(place, ScreenPlaces.beside(place, screen, List.of()));
        Rectangle second = ScreenPlaces.beside(place, screen, List.of(place));
        assertTrue("" + second, second.x >= place.x + 20 && second.y >= place.y + 20);
        Rectangle third = ScreenPlaces.beside(place, screen, List.of(second, place));
        assertTrue("" + third, third.x >= second.x + 20 && third.y >= second.y + 20);
    }
}
