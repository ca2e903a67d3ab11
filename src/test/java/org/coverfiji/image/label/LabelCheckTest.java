package org.coverfiji.image.label;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.read.ImageReader;
import org.junit.Test;

/** Labels that are exchanged or shifted are told, whole ones are not. */
public class LabelCheckTest {

    private static final File CHEST = new File("sample-data/chest/labelled");
    private static final File ORGANS = new File("sample-data/organs/labelled");

    private static LabelledImages chest(LabelRule rule) {
        return LabelledImages.read(LabelPairs.match(new File(CHEST, "images"), new File(CHEST, "labels")), rule,
                new ImageReader(2, 1));
    }

    /** The samples' lungs, as one class, changed image by image. */
    private static LabelledImages changed(UnaryOperator<LabelImage> change) {
        LabelledImages whole = chest(new LabelRule(true, false, 0));
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            LabelledImage one = whole.get(i);
            images.add(new LabelledImage(one.image(), change.apply(one.label())));
        }
        return LabelledImages.of(images, whole.classes());
    }

    private static int[] inverted(int[] classes) {
        return Arrays.stream(classes).map(one -> 1 - one).toArray();
    }

    /** By twentieths of the width. */
    private static LabelImage shifted(LabelImage label, int downwards, int rightwards) {
        int[] classes = label.classes();
        int width = label.size()[1];
        int down = downwards * width / 20;
        int right = rightwards * width / 20;
        int[] moved = new int[classes.length];
        for (int i = 0; i < classes.length; i++) {
            int y = i / width - down;
            int x = i % width - right;
            boolean inside = y >= 0 && x >= 0 && x < width && y * width + x < classes.length;
            moved[i] = inside ? classes[y * width + x] : 0;
        }
        return new LabelImage(label.name(), moved, label.size());
    }

    @Test
    public void labelsAsTheyAreMeantAreNotWarnedOf() {
        assertEquals(List.of(), LabelCheck.warnings(chest(LabelRule.DEFAULT)));
        assertEquals(List.of(), LabelCheck.warnings(chest(new LabelRule(true, false, 0))));
        assertEquals(List.of(), LabelCheck.warnings(LabelledImages.read(LabelPairs.match(new File(ORGANS, "images"),
                new File(ORGANS, "labels"), new ImageReader(3, 1)), LabelRule.DEFAULT, new ImageReader(3, 1))));
    }

    @Test
    public void masksWithTheirValuesExchangedAreTold() {
        List<String> warnings = LabelCheck.warnings(changed(
                label -> new LabelImage(label.name(), inverted(label.classes()), label.size())));
        assertTrue(warnings.toString(), warnings.size() == 1 && warnings.get(0).contains("look inverted: in "));
    }

    /** Bright discs on a darker ground; the label of one image is exchanged. */
    @Test
    public void aSingleMaskWithItsValuesExchangedIsNamed() {
        List<LabelledImage> images = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            float[] values = new float[64 * 64];
            int[] classes = new int[64 * 64];
            for (int i = 0; i < values.length; i++) {
                boolean disc = Math.hypot(i / 64 - 30, i % 64 - 28 - n) < 15;
                values[i] = (disc ? 150 : 60) + 17 * i % 23;
                classes[i] = disc ? 1 : 0;
            }
            images.add(new LabelledImage(new FloatImage("image " + n, values, 1, new int[] {64, 64},
                    new double[] {1, 1}, "pixel"), new LabelImage("label", n == 2 ? inverted(classes) : classes, 64,
                            64)));
        }
        List<String> warnings = LabelCheck.warnings(LabelledImages.of(images, LabelClasses.instances()));
        assertTrue(warnings.toString(), warnings.size() == 1 && warnings.get(0).startsWith("The labels of image 2 look"
                + " inverted: there class 1 is darker"));
    }

    @Test
    public void labelsBesideWhatTheyAreOfAreTold() {
        List<String> warnings = LabelCheck.warnings(changed(label -> shifted(label, 0, 1)));
        assertTrue(warnings.toString(), warnings.size() == 1 && warnings.get(0).contains("look offset")
                && warnings.get(0).contains("moved to the left"));
        List<String> diagonal = LabelCheck.warnings(changed(label -> shifted(label, -1, 1)));
        assertTrue(diagonal.toString(), diagonal.toString().contains("moved down and to the left"));
    }
}
