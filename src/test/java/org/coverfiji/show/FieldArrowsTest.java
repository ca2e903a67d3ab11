package org.coverfiji.show;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

import org.junit.Test;

public class FieldArrowsTest {

    private static final int ZOOM = 4;

    @Test
    public void anArrowGoesFromItsPixelToWhereItPoints() {
        float[] dx = new float[81];
        dx[40] = 3;
        float[] mask = new float[81];
        mask[40] = 1;
        BufferedImage picture = draw(new FieldArrows(9, 9, 9), new float[81], dx, mask);
        int row = 18;
        assertTrue("starts in the middle", lit(picture, 19, row));
        assertTrue("reaches its end", lit(picture, 29, row));
        assertTrue("but not further", !lit(picture, 31, row));
        assertTrue("nor backwards", !lit(picture, 16, row));
        assertTrue("nor down", !lit(picture, 18, 24));
        assertEquals(0, count(picture, 0, 0, 36, 14));
    }

    @Test
    public void downIsDown() {
        float[] dy = new float[81];
        dy[40] = 3;
        BufferedImage picture = draw(new FieldArrows(9, 9, 9), dy, new float[81], null);
        assertTrue(lit(picture, 18, 29));
        assertTrue(!lit(picture, 18, 14));
        assertTrue(!lit(picture, 29, 18));
    }

    @Test
    public void standingStillIsADot() {
        BufferedImage picture = draw(new FieldArrows(9, 9, 9), new float[81], new float[81], null);
        assertTrue(lit(picture, 17, 17));
        int lit = count(picture, 0, 0, 36, 36);
        assertTrue(lit + " pixels", lit <= 9);
    }

    @Test
    public void arrowsStandOnACentredGridAndNowhereOutsideTheMask() {
        float[] mask = new float[81];
        for (int i = 0; i < 45; i++) {
            mask[i] = 1;
        }
        BufferedImage picture = draw(new FieldArrows(9, 9, 4), new float[81], new float[81], mask);
        for (int y : new int[] {0, 4, 8}) {
            for (int x : new int[] {0, 4, 8}) {
                boolean dot = count(picture, x * ZOOM, y * ZOOM, ZOOM, ZOOM) > 0;
                assertEquals(x + ", " + y, y <= 4, dot);
            }
        }
        assertEquals("between the dots", 0, count(picture, 5, 0, 10, 36));
    }

    @Test
    public void aGridNeedsAStep() {
        assertThrows(IllegalArgumentException.class, () -> new FieldArrows(9, 9, 0));
    }

    private static BufferedImage draw(FieldArrows arrows, float[] dy, float[] dx, float[] mask) {
        BufferedImage picture = new BufferedImage(9 * ZOOM, 9 * ZOOM, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        arrows.draw(graphics, ZOOM, dy, dx, mask, Color.WHITE);
        graphics.dispose();
        return picture;
    }

    private static boolean lit(BufferedImage picture, int x, int y) {
        return (picture.getRGB(x, y) & 0xff) > 60;
    }

    private static int count(BufferedImage picture, int left, int top, int width, int height) {
        int count = 0;
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                count += lit(picture, x, y) ? 1 : 0;
            }
        }
        return count;
    }
}
