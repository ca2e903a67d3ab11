package org.coverfiji.show;

import static org.junit.Assert.assertEquals;

import java.awt.image.BufferedImage;

import org.junit.Test;

public class FieldColoursTest {

    @Test
    public void theHueIsTheDirection() {
        assertColour(0xff0000, FieldColours.rgb(0, 2, 2));
        assertColour(0x80ff00, FieldColours.rgb(2, 0, 2));
        assertColour(0x00ffff, FieldColours.rgb(0, -2, 2));
        assertColour(0x8000ff, FieldColours.rgb(-2, 0, 2));
        assertColour(0xffbf00, FieldColours.rgb(2, 2, 1));
    }

    @Test
    public void theBrightnessIsTheSize() {
        assertColour(0x000000, FieldColours.rgb(0, 0, 2));
        assertColour(0x800000, FieldColours.rgb(0, 1, 2));
        assertColour(0xff0000, FieldColours.rgb(0, 20, 2));
        assertColour(0x004040, FieldColours.rgb(0, -0.5, 2));
    }

    @Test
    public void picturesAreRowByRowAndGreyOutsideTheMask() {
        float[] dy = {0, 0, 1, 0, 0, 5};
        float[] dx = {1, -1, 0, 0, 0.5f, 5};
        float[] mask = {1, 1, 1, 1, 1, 0};
        BufferedImage picture = FieldColours.paint(dy, dx, mask, 3, 1);
        assertEquals(3, picture.getWidth());
        assertEquals(2, picture.getHeight());
        int[] expected = {0xff0000, 0x00ffff, 0x80ff00, 0x000000, 0x800000, FieldColours.NOWHERE};
        for (int i = 0; i < expected.length; i++) {
            assertColour(expected[i], picture.getRGB(i % 3, i / 3) & 0xffffff);
        }
    }

    @Test
    public void theWheelShowsEveryDirectionWhereItPoints() {
        BufferedImage wheel = FieldColours.wheel(101);
        assertEquals(0xff000000, wheel.getRGB(50, 50));
        assertEquals(0xff, wheel.getRGB(50, 25) >>> 24);
        assertColour(FieldColours.rgb(0, 25, 50.5), wheel.getRGB(75, 50) & 0xffffff);
        assertColour(FieldColours.rgb(25, 0, 50.5), wheel.getRGB(50, 75) & 0xffffff);
        assertEquals("the corners are transparent", 0, wheel.getRGB(0, 0) >>> 24);
    }

    private static void assertColour(int expected, int actual) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertEquals(Integer.toHexString(expected) + " but was " + Integer.toHexString(actual),
                    expected >> shift & 0xff, actual >> shift & 0xff, 1);
        }
    }
}
