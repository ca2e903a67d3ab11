package org.coverfiji.image.label;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import org.coverfiji.image.Expect;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.read.ImageReader;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;

public class LabelledImagesTest {

    private static final ImageReader FLAT = new ImageReader(2, 0);

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();
    private File images;
    private File labels;

    @Before
    public void folders() throws Exception {
        images = folder.newFolder("images");
        labels = folder.newFolder("labels");
    }

    /** @param values of the pixels, side by side, slice after slice */
    private static void write(File target, int width, int slices, int... values) {
        ImagePlus image = IJ.createImage("x", "8-bit black", width, 1, slices);
        for (int i = 0; i < values.length; i++) {
            image.getStack().getProcessor(i / width + 1).set(i % width, 0, values[i]);
        }
        TiffWriter.write(target, image);
    }

    private void pair(String name, int width, int slices, int... values) {
        write(new File(images, name + ".tif"), width, slices, new int[width * slices]);
        write(new File(labels, name + "_mask.tif"), width, slices, values);
    }

    private LabelledImages read(LabelRule rule, ImageReader reader) {
        return LabelledImages.read(LabelPairs.match(images, labels), rule, reader);
    }

    @Test
    public void classesComeFromAllLabels() {
        pair("a", 3, 1, 0, 0, 0);
        pair("b", 3, 1, 255, 255, 0);
        LabelledImages set = read(LabelRule.DEFAULT, FLAT);
        assertEquals(2, set.size());
        assertEquals("a.tif", set.name(0));
        assertEquals("b.tif", set.get(1).name());
        assertArrayEquals(new int[3], set.get(0).label().classes());
        assertArrayEquals(new int[] {1, 1, 0}, set.get(1).label().classes());
        assertArrayEquals(new long[] {4, 2}, set.classPixels());
        assertEquals(List.of("background", "foreground"), set.classes().names());
        assertEquals(1, set.channels());
        assertSame("kept while there is memory", set.get(1), set.get(1));
    }

    @Test
    public void aCorrectedImageTakesThePlaceOfTheOneThatShowsTheSame() {
        pair("a", 3, 1, 0, 1, 0);
        write(new File(images, "b.tif"), 3, 1, 7, 8, 9);
        write(new File(labels, "b_mask.tif"), 3, 1, 1, 1, 0);
        LabelledImages earlier = read(LabelRule.DEFAULT, FLAT);
        FloatImage same = earlier.get(1).image().withName("copy of b");
        LabelledImages corrected = LabelledImages.of(List.of(new LabelledImage(same,
                new LabelImage("l", new int[] {0, 0, 1}, 1, 3))), earlier.classes());
        LabelledImages all = earlier.corrected(corrected);
        assertEquals(2, all.size());
        assertEquals("a.tif", all.name(0));
        assertArrayEquals(new int[] {0, 0, 1}, all.get(1).label().classes());
    }

    @Test
    public void slicesArePairs() {
        pair("s", 2, 3, 0, 1, 2, 0, 0, 0);
        LabelledImages set = read(LabelRule.DEFAULT, FLAT);
        assertEquals(3, set.size());
        assertEquals("s.tif z2", set.name(1));
        assertArrayEquals(new int[] {2, 0}, set.get(1).label().classes());
        LabelledImages volumes = read(LabelRule.DEFAULT, new ImageReader(3, 1));
        assertEquals(1, volumes.size());
        assertArrayEquals(new int[] {3, 1, 2}, volumes.get(0).label().size());
        assertArrayEquals(new int[] {0, 1, 2, 0, 0, 0}, volumes.get(0).label().classes());
    }

    @Test
    public void slicesWithoutAnyLabelAreLeftOut() {
        pair("s", 2, 3, 0, 1, 0, 0, 2, 0);
        LabelledImages set = read(new LabelRule(false, true, 0), FLAT);
        assertEquals(2, set.size());
        assertEquals(List.of("s.tif z2"), set.skipped());
        assertArrayEquals(new int[] {1, LabelImage.IGNORE}, set.get(1).label().classes());
    }

    @Test
    public void validationUsesTheClassesOfTraining() {
        pair("a", 3, 1, 0, 100, 200);
        LabelClasses classes = read(LabelRule.DEFAULT, FLAT).classes();
        write(new File(labels, "a_mask.tif"), 3, 1, 0, 200, 200);
        LabelledImages validation = LabelledImages.read(LabelPairs.match(images, labels), classes, FLAT);
        assertArrayEquals(new int[] {0, 2, 2}, validation.get(0).label().classes());
        write(new File(labels, "a_mask.tif"), 3, 1, 0, 200, 7);
        Expect.failure(() -> LabelledImages.read(LabelPairs.match(images, labels), classes, FLAT), "a_mask.tif",
                "value 7", "class 100");
    }

    @Test
    public void sizesDiffer() {
        pair("a", 3, 1, 0, 1, 0);
        write(new File(labels, "a_mask.tif"), 2, 1, 0, 1);
        Expect.failure(() -> read(LabelRule.DEFAULT, FLAT), "a_mask.tif is 2 × 1", "a.tif is 3 × 1");
        write(new File(labels, "a_mask.tif"), 3, 2, 0, 1, 0, 1, 1, 1);
        Expect.failure(() -> read(LabelRule.DEFAULT, FLAT), "a_mask.tif has 2 slices", "a.tif has 1");
    }

    @Test
    public void channelsDiffer() {
        pair("a", 2, 1, 0, 1);
        pair("b", 2, 1, 0, 1);
        new File(images, "b.tif").delete();
        TiffWriter.write(new File(images, "b.tif"), new ImagePlus("b", new ColorProcessor(2, 1)));
        Expect.failure(() -> read(LabelRule.DEFAULT, FLAT), "b.tif has 3 channels", "a.tif has 1");
        assertEquals(1, read(LabelRule.DEFAULT, new ImageReader(2, 1)).channels());
        // With two grey ones the coloured one is the exception.
        pair("c", 2, 1, 0, 1);
        LabelledImages grey = read(LabelRule.DEFAULT, FLAT);
        assertEquals(2, grey.size());
        assertEquals(List.of("Left out b.tif: it has 3 channels, but most of the images have 1."), grey.notes());
    }

    @Test
    public void damagedFileIsNamed() throws Exception {
        pair("a", 2, 1, 0, 1);
        Files.write(new File(labels, "a_mask.tif").toPath(), new byte[] {1, 2, 3});
        Expect.failure(() -> read(LabelRule.DEFAULT, FLAT), "a_mask.tif");
    }

    /** A volume of 2 × 1 × 2 bytes whose first axis points to the right (1) or to the left (−1). */
    private static void writeNifti(File target, int direction) throws Exception {
        ByteBuffer file = ByteBuffer.allocate(354).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 348);
        short[] dimensions = {3, 2, 1, 2};
        for (int i = 0; i < dimensions.length; i++) {
            file.putShort(40 + 2 * i, dimensions[i]);
        }
        file.putShort(70, (short) 2).putShort(72, (short) 8).putShort(254, (short) 1).putFloat(108, 352);
        for (int axis = 0; axis < 3; axis++) {
            file.putFloat(80 + 4 * axis, 1).putFloat(280 + 20 * axis, axis == 0 ? direction : 1);
        }
        file.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
        byte[] whole = Arrays.copyOf(file.array(), 356);
        whole[353] = 1;
        Files.write(target.toPath(), whole);
    }

    @Test
    public void orientationsDiffer() throws Exception {
        writeNifti(new File(images, "a.nii"), 1);
        writeNifti(new File(labels, "a.nii"), 1);
        assertArrayEquals(new int[] {0, 1, 0, 0},
                read(LabelRule.DEFAULT, new ImageReader(3, 1)).get(0).label().classes());
        writeNifti(new File(labels, "a.nii"), -1);
        Expect.failure(() -> read(LabelRule.DEFAULT, new ImageReader(3, 1)), "a.nii", "axes LAS", "RAS",
                "same orientation");
    }

    @Test
    public void classAbsentFromTraining() {
        pair("a", 3, 1, 0, 1, 2);
        pair("b", 3, 1, 0, 1, 1);
        LabelledImages set = read(LabelRule.DEFAULT, FLAT);
        set.requireEveryClass();
        Expect.failure(() -> set.subset(1).requireEveryClass(), "No training image shows class 2",
                "1 image for 3 classes");
    }

    @Test
    public void nothingLabelledInMemory() {
        LabelClasses classes = LabelClasses.of(List.of("a", "b"));
        Expect.failure(() -> LabelledImages.of(List.of(), classes), "No pixel of any image is labelled");
    }

    private static LabelledImages memory(int count) {
        List<LabelledImage> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(new LabelledImage(new FloatImage("image " + i, new float[2], 1, new int[] {1, 2},
                    new double[] {1, 1}, "pixel"), new LabelImage("label " + i, new int[] {0, 1}, 1, 2)));
        }
        return LabelledImages.of(list, LabelClasses.of(List.of("background", "cell")));
    }

    private static String names(LabelledImages set) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < set.size(); i++) {
            names.append(set.name(i)).append(';');
        }
        return names.toString();
    }

    @Test
    public void splitsAreExactDisjointAndRepeatable() {
        LabelledImages set = memory(10);
        LabelledImages[] parts = set.split(0.3, 5);
        assertEquals(7, parts[0].size());
        assertEquals(3, parts[1].size());
        TreeSet<String> all = new TreeSet<>(List.of((names(parts[0]) + names(parts[1])).split(";")));
        assertEquals(10, all.size());
        assertEquals(names(parts[1]), names(set.split(0.3, 5)[1]));
        assertNotEquals(names(parts[1]), names(set.split(0.3, 6)[1]));
        assertEquals("at least one", 1, memory(2).split(0.01, 1)[1].size());
        assertEquals("not all", 1, memory(2).split(0.99, 1)[0].size());
        assertNull(memory(1).split(0.5, 1)[1]);
        assertNull(set.split(0, 1)[1]);
        Expect.failure(() -> set.split(1, 1), "validation is 1.0");
        Expect.failure(() -> set.split(Double.NaN, 1), "validation is NaN");
    }

    @Test
    public void slicesOfOneFileStayTogether() {
        for (String name : new String[] {"a", "b", "c"}) {
            pair(name, 2, 4, 0, 1, 0, 1, 0, 1, 0, 1);
        }
        for (int seed = 0; seed < 5; seed++) {
            LabelledImages[] parts = read(LabelRule.DEFAULT, FLAT).split(0.3, seed);
            assertEquals(8, parts[0].size());
            assertEquals(4, parts[1].size());
            String file = parts[1].name(0).substring(0, 1);
            assertEquals(file + ".tif z1;" + file + ".tif z2;" + file + ".tif z3;" + file + ".tif z4;",
                    names(parts[1]));
        }
    }

    @Test
    public void imagesOfOnePatientStayTogether() {
        for (String name : new String[] {"p1_a", "p1_b", "p2_a", "p2_b", "p3_a", "p3_b"}) {
            pair(name, 2, 1, 0, 1);
        }
        LabelledImages set = read(LabelRule.DEFAULT, FLAT);
        for (int seed = 0; seed < 10; seed++) {
            ImageSplit split = new ImageSplit(set.grouped(GroupPattern.of("^(p\\d)_")).items(null),
                    set.classes().names(), null).divide(0.3, 0, seed);
            int[] held = split.indices(Part.VALIDATION);
            assertEquals(2, held.length);
            assertEquals(set.name(held[0]).substring(0, 2), set.name(held[1]).substring(0, 2));
        }
        Expect.failure(() -> set.grouped(GroupPattern.of("^q")), "\"^q\" does not match the file name p1_a.tif");
    }

    @Test
    public void slicesOfOneFileAreDividedIfItIsTheOnlyOne() {
        pair("a", 2, 4, 0, 1, 0, 1, 0, 1, 0, 1);
        LabelledImages[] parts = read(LabelRule.DEFAULT, FLAT).split(0.25, 3);
        assertEquals(3, parts[0].size());
        assertEquals(1, parts[1].size());
    }

    @Test
    public void pictureLabelsOfAVolumeNetworkAreRefused() {
        write(new File(images, "a.tif"), 2, 2, 0, 1, 0, 1);
        TiffWriter.write(new File(labels, "a.tif"), new ImagePlus("a", new ByteProcessor(2, 1)));
        Expect.failure(() -> read(LabelRule.DEFAULT, new ImageReader(3, 1)), "a.tif", "2D image");
    }
}
