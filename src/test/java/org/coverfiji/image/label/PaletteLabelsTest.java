package org.coverfiji.image.label;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.File;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

import org.coverfiji.image.Expect;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.show.LabelImages;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;

/** Label images with lookup tables and palettes. */
public class PaletteLabelsTest {

    private static final int BLACK = 0;
    private static final int RED = 0xff0000;
    private static final int GREEN = 0x00ff00;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private File file(String name) {
        return new File(folder.getRoot(), name);
    }

    private static FloatImage read(File file) {
        return new ImageReader(2, 0).read(file).get(0);
    }

    /** An indexed PNG of as many colours as are given. */
    private FloatImage indexed(String name, int[] palette, int... pixels) throws Exception {
        byte[][] parts = new byte[3][palette.length];
        for (int i = 0; i < palette.length; i++) {
            for (int part = 0; part < 3; part++) {
                parts[part][i] = (byte) (palette[i] >> 16 - 8 * part);
            }
        }
        BufferedImage picture = new BufferedImage(pixels.length, 1, BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette.length, parts[0], parts[1], parts[2]));
        picture.getRaster().setSamples(0, 0, pixels.length, 1, 0, pixels);
        ImageIO.write(picture, "png", file(name));
        return read(file(name));
    }

    private static void assertClasses(List<String> names, int[][] expected, FloatImage... set) {
        LabelClasses classes = LabelRule.DEFAULT.learn(Arrays.asList(set));
        assertEquals(names, classes.names());
        for (int i = 0; i < set.length; i++) {
            assertArrayEquals(set[i].name(), expected[i], classes.apply(set[i]).classes());
        }
    }

    @Test
    public void theSuitesOwnLabelsAreTheSameFromEveryFormat() {
        LabelImage labels = new LabelImage("l", new int[] {0, 1, 2, 1}, 1, 4);
        ImagePlus window = LabelImages.toImagePlus(labels,
                new FloatImage("l", new float[4], 1, new int[] {1, 4}, new double[] {1, 1}, "pixel"));
        TiffWriter.write(file("a.tif"), window);
        new FileSaver(window).saveAsPng(file("b.png").getPath());
        new FileSaver(window).saveAsGif(file("c.gif").getPath());
        ImagePlus grey = new ImagePlus("g", new ByteProcessor(4, 1, new byte[] {0, 1, 2, 1}));
        new FileSaver(grey).saveAsPng(file("d.png").getPath());
        FloatImage[] set = {read(file("a.tif")), read(file("b.png")), read(file("c.gif")), read(file("d.png"))};
        int[] classes = {0, 1, 2, 1};
        for (FloatImage one : set) {
            assertClasses(List.of("background", "class 1", "class 2"), new int[][] {classes}, one);
        }
        assertClasses(List.of("background", "class 1", "class 2"), new int[][] {classes, classes, classes, classes},
                set);
    }

    @Test
    public void palettesThatAgreeAreNumbers() throws Exception {
        assertClasses(List.of("background", "class 1", "class 2"), new int[][] {{0, 1}, {2, 1}},
                indexed("a.png", new int[] {BLACK, RED}, 0, 1),
                indexed("b.png", new int[] {BLACK, RED, GREEN}, 2, 1));
    }

    @Test
    public void palettesThatDifferAreColours() throws Exception {
        // The same colours under other numbers, and other colours under the same numbers.
        assertClasses(List.of("background", "#00ff00", "#ff0000"), new int[][] {{0, 2, 1}, {0, 1, 2}},
                indexed("a.png", new int[] {BLACK, RED, GREEN}, 0, 1, 2),
                indexed("b.png", new int[] {BLACK, GREEN, RED}, 0, 1, 2));
        assertClasses(List.of("background", "#ff0000"), new int[][] {{0, 1}, {0, 1}},
                indexed("a.png", new int[] {BLACK, RED}, 0, 1),
                indexed("b.png", new int[] {BLACK, GREEN, RED}, 0, 2));
    }

    /** Validation labels take the training labels' classes. */
    @Test
    public void classesAreNotAppliedToNumbersOfOtherColours() throws Exception {
        LabelClasses classes =
                LabelRule.DEFAULT.learn(List.of(indexed("a.png", new int[] {BLACK, RED, GREEN}, 0, 1, 2)));
        assertEquals(1, classes.apply(indexed("b.png", new int[] {BLACK, RED}, 0, 1)).classes()[1]);
        FloatImage other = indexed("c.png", new int[] {BLACK, GREEN, RED}, 0, 1);
        Expect.failure(() -> classes.apply(other), "c.png", "shows the value 1 as #00ff00",
                "#ff0000 in the label images");
    }

    @Test
    public void palettesWithTwoNumbersOfOneColourMustAgree() throws Exception {
        FloatImage twice = indexed("twice.png", new int[] {BLACK, RED, RED, GREEN}, 0, 1, 2);
        assertClasses(List.of("background", "class 1", "class 2"), new int[][] {{0, 1, 2}}, twice);
        FloatImage other = indexed("other.png", new int[] {BLACK, GREEN}, 0, 1);
        Expect.failure(() -> LabelRule.DEFAULT.learn(List.of(twice, other)), "twice.png",
                "two values of one colour", "same lookup table");
    }

    @Test
    public void indexedAndRgbLabelsAreColours() throws Exception {
        BufferedImage rgb = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        rgb.setRGB(1, 0, RED);
        ImageIO.write(rgb, "png", file("rgb.png"));
        assertClasses(List.of("background", "#ff0000"), new int[][] {{0, 1}, {1, 0}}, read(file("rgb.png")),
                indexed("a.png", new int[] {GREEN, RED, BLACK}, 1, 2));
    }

    /** As ImageJ's Convert to Mask leaves them: 255 is the object, whichever way it is shown. */
    @Test
    public void invertedMasksOfEveryFormat() throws Exception {
        ByteProcessor mask = new ByteProcessor(3, 1, new byte[] {0, -1, 0});
        mask.invertLut();
        ImagePlus window = new ImagePlus("m", mask);
        new FileSaver(window).saveAsTiff(file("m.tif").getPath());
        new FileSaver(window).saveAsPng(file("m.png").getPath());
        new FileSaver(window).saveAsGif(file("m.gif").getPath());
        BufferedImage bits = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.setRGB(1, 0, -1);
        ImageIO.write(bits, "png", file("bits.png"));
        ImageIO.write(bits, "tif", file("bits.tif"));
        int[] classes = {0, 1, 0};
        assertClasses(List.of("background", "foreground"),
                new int[][] {classes, classes, classes, classes, classes}, read(file("m.tif")), read(file("m.png")),
                read(file("m.gif")), read(file("bits.png")), read(file("bits.tif")));
    }
}
