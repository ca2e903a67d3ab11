package org.coverfiji.show;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;

import javax.imageio.ImageIO;

import org.coverfiji.image.Expect;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ContactSheetTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static BufferedImage plain(int width, int height, int rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }

    @Test
    public void panelsCaptionsAndGaps() throws Exception {
        ContactSheet sheet = new ContactSheet(100, "one", "two");
        sheet.add("first row", plain(10, 10, 0xff0000), plain(400, 200, 0x0000ff));
        sheet.add("second row", null, plain(1, 50, 0x00ff00));
        File file = new File(folder.getRoot(), "sheet.png");
        sheet.write(file);
        BufferedImage read = ImageIO.read(file);
        assertEquals(2 * 108 + 8, read.getWidth());
        assertEquals(28 + 2 * 130 + 8, read.getHeight());
        assertEquals(0xff0000, read.getRGB(8, 50) & 0xffffff);
        assertEquals(0xff0000, read.getRGB(107, 149) & 0xffffff);
        assertEquals("gap", 0xffffff, read.getRGB(110, 100) & 0xffffff);
        assertEquals("keeps its proportions", 0xc0c0c0, read.getRGB(160, 60) & 0xffffff);
        assertEquals(0x0000ff, read.getRGB(160, 100) & 0xffffff);
        assertEquals("empty", 0xc0c0c0, read.getRGB(50, 230) & 0xffffff);
        assertEquals(0x00ff00, read.getRGB(166, 230) & 0xffffff);
        assertTrue("a title", hasInk(read, 8, 4, 100, 20));
        assertTrue("a caption", hasInk(read, 8, 30, 100, 18));
    }

    private static boolean hasInk(BufferedImage image, int left, int top, int width, int height) {
        for (int i = 0; i < width * height; i++) {
            if ((image.getRGB(left + i % width, top + i / width) & 0xff) < 80) {
                return true;
            }
        }
        return false;
    }

    @Test
    public void folderThatIsNotThere() {
        Expect.failure(() -> new ContactSheet(10, "a").write(new File(folder.getRoot(), "gone/a.png")), "a.png");
    }

    @Test
    public void picturesOfImagesAndLabels() {
        FloatImage grey = new FloatImage("g", new float[] {5, 5, 5, 5, 0, 10, 10, 0}, 1, new int[] {2, 2, 2},
                new double[] {1, 1, 1}, "mm");
        BufferedImage picture = Panels.image(grey, 1);
        assertEquals(0x000000, picture.getRGB(0, 0) & 0xffffff);
        assertEquals(0xffffff, picture.getRGB(1, 0) & 0xffffff);
        FloatImage colour = new FloatImage("c", new float[] {0, 9, 9, 0, 0, 9}, 3, new int[] {1, 2},
                new double[] {1, 1}, "mm");
        assertEquals(0x00ff00, Panels.image(colour, 0).getRGB(0, 0) & 0xffffff);
        LabelImage labels = new LabelImage("l", new int[] {0, 0, 0, 0, 1, 0, 0, 0}, 2, 2, 2);
        assertEquals(1, Panels.fullest(labels));
        assertEquals(1, Panels.middle(grey));
        assertEquals(LabelColours.rgb(1), Panels.labels(labels, 1).getRGB(0, 0) & 0xffffff);
        BufferedImage overlay = Panels.overlay(grey, labels, 1, 0.5);
        assertEquals(LabelColours.rgb(1) >> 17 & 0x7f, overlay.getRGB(0, 0) >> 16 & 0xff, 1);
        assertEquals(0xffffff, overlay.getRGB(1, 0) & 0xffffff);
    }
}
