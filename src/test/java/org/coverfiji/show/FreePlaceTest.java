package org.coverfiji.show;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

import org.junit.Test;

public class FreePlaceTest {

    private static final Dimension TABLE = new Dimension(700, 380);
    private static final Dimension LEAST = new Dimension(420, 180);

    @Test
    public void imageLabelsTableAndLogAreSeenOnALaptop() {
        for (int[] size : new int[][] {{1366, 768}, {1440, 900}, {1920, 1080}}) {
            Rectangle screen = new Rectangle(0, 0, size[0], size[1]);
            Rectangle image = new Rectangle(100, 120, 500, 540);
            List<Rectangle> seen = new ArrayList<>(List.of(new Rectangle(300, 0, 600, 98), image));
            Rectangle labels = find(screen, seen, image, new Dimension(500, 540));
            assertEquals("beside the image", new Rectangle(600, 120, 500, 540), labels);
            seen.add(labels);
            Rectangle table = find(screen, seen, image, TABLE, LEAST, new Dimension(260, 180));
            assertEquals(0, FreePlace.hidden(table, seen));
            assertTrue(table.toString(), screen.contains(table));
        }
    }

    @Test
    public void theLargestSizeThatHidesNothingIsTaken() {
        Rectangle screen = new Rectangle(0, 0, 1000, 800);
        Rectangle image = new Rectangle(0, 0, 600, 800);
        assertEquals(new Dimension(400, 180), find(screen, List.of(image), image, TABLE, new Dimension(400, 180),
                new Dimension(100, 100)).getSize());
    }

    @Test
    public void whereThereIsNoRoomLeastIsHidden() {
        Rectangle screen = new Rectangle(0, 40, 800, 600);
        Rectangle image = new Rectangle(0, 40, 700, 600);
        Rectangle place = find(screen, List.of(image), image, new Dimension(300, 300));
        assertEquals(new Rectangle(500, 40, 300, 300), place);
        assertEquals("not larger than the screen", new Rectangle(0, 40, 800, 600),
                find(screen, List.of(image), image, new Dimension(2000, 2000)));
    }

    @Test
    public void aSecondScreenIsMeasuredFromItsOwnCorner() {
        Rectangle screen = new Rectangle(1920, 0, 1280, 1024);
        Rectangle image = new Rectangle(1920, 100, 640, 640);
        assertEquals(new Rectangle(2560, 100, 640, 640),
                find(screen, List.of(image), image, new Dimension(640, 640)));
    }

    @Test
    public void otherWindowsAreHiddenOnlyWhereItCannotBeHelped() {
        Rectangle screen = new Rectangle(0, 0, 900, 600);
        Rectangle image = new Rectangle(300, 0, 300, 300);
        Rectangle earlier = new Rectangle(600, 0, 300, 300);
        Dimension size = new Dimension(300, 300);
        FreePlace place = new FreePlace(screen, List.of(image), List.of(earlier), image);
        assertEquals(new Rectangle(0, 0, 300, 300), place.find(List.of(size)));
        assertEquals("rather the earlier one than the image", earlier,
                new FreePlace(new Rectangle(300, 0, 600, 300), List.of(image), List.of(earlier), image)
                        .find(List.of(size)));
    }

    private static Rectangle find(Rectangle screen, List<Rectangle> seen, Rectangle near, Dimension... sizes) {
        return new FreePlace(screen, seen, List.of(), near).find(List.of(sizes));
    }
}
