package org.coverfiji.show.live;

import static org.junit.Assert.assertEquals;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;

import org.junit.Test;

public class PreviewSheetTest {

    private static final int WIDTH = 300;
    private static final int RED = 0xff0000;

    /** Keys that need two rows are seen whole on a sheet that the pictures would fill. */
    @Test
    public void allRowsOfKeysAreOnTheSheet() {
        assertEquals(red(2000), red(240));
    }

    private static long red(int height) {
        BufferedImage image = new PreviewSheet(WIDTH, height, 1, new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .paint(new SixPictures(), 0);
        long red = 0;
        for (int pixel : image.getRGB(0, 0, WIDTH, height, null, 0, WIDTH)) {
            red += (pixel & 0xffffff) == RED ? 1 : 0;
        }
        return red;
    }

    private static final class SixPictures implements Preview {

        @Override
        public long iteration() {
            return 1;
        }

        @Override
        public List<String> choices() {
            return List.of("all");
        }

        @Override
        public List<Picture> pictures(int choice, int side) {
            return Collections.nCopies(6, square("a picture", side, 0xffffff));
        }

        @Override
        public List<Picture> keys(int choice, int side) {
            return Collections.nCopies(4, square("a key of some length", side, RED));
        }

        private static Picture square(String caption, int side, int colour) {
            BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    image.setRGB(x, y, colour);
                }
            }
            return new Picture(caption, image);
        }
    }
}
