package org.coverfiji.image.label;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.image.Expect;
import org.junit.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ByteProcessor;

public class LabelCorrectionTest {

    private static final List<String> NAMES = List.of("background", "lungs", "heart");

    private final ImagePlus image = IJ.createImage("scan.png", "8-bit", 3, 2, 1);

    private static Roi roi(String name, int x, int y, int width, int height) {
        Roi roi = new Roi(x, y, width, height);
        roi.setName(name);
        return roi;
    }

    private static ImagePlus labels(int... classes) {
        ByteProcessor pixels = new ByteProcessor(3, 2);
        for (int i = 0; i < classes.length; i++) {
            pixels.set(i, classes[i]);
        }
        return new ImagePlus("labels", pixels);
    }

    private static int[] classes(LabelCorrection correction) {
        return correction.planes().get(0).classes();
    }

    @Test
    public void roisArePaintedOverThePrediction() {
        LabelCorrection correction = new LabelCorrection(image, NAMES).begin(labels(1, 1, 0, 2, 0, 0));
        assertArrayEquals(new int[] {1, 1, 0, 2, 0, 0}, classes(correction));
        correction.paint(List.of(roi("heart", 2, 0, 1, 2), roi("Background-1", 0, 0, 1, 1), roi("2", 1, 1, 1, 1)));
        assertArrayEquals(new int[] {0, 1, 2, 2, 2, 2}, classes(correction));
        correction.paint(roi(null, 0, 0, 3, 1), "lungs");
        assertArrayEquals(new int[] {1, 1, 1, 2, 2, 2}, classes(correction));
    }

    @Test
    public void aRoiWithoutANameHasItsGroupsClass() {
        Roi grouped = roi(null, 0, 0, 1, 1);
        grouped.setGroup(2);
        assertEquals(2, classes(new LabelCorrection(image, NAMES).paint(List.of(grouped)))[0]);
        assertEquals("the only one there is", 1, classes(new LabelCorrection(image, NAMES.subList(0, 2))
                .paint(List.of(roi("0001-0001", 0, 0, 1, 1))))[0]);
        Expect.failure(() -> new LabelCorrection(image, NAMES).paint(List.of(roi("liver", 0, 0, 1, 1))), "liver",
                "background, lungs, heart");
        Expect.failure(() -> new LabelCorrection(image, NAMES).paint(roi(null, 0, 0, 1, 1), "3"), "3 is no class");
    }

    @Test
    public void inStacksARoiIsOnItsSlice() {
        ImagePlus stack = IJ.createHyperStack("stack", 3, 2, 1, 2, 2, 8);
        Roi placed = roi("heart", 0, 0, 3, 2);
        placed.setPosition(0, 2, 1);
        List<LabelImage> planes = new LabelCorrection(stack, NAMES).paint(List.of(placed)).planes();
        assertEquals(4, planes.size());
        assertArrayEquals(new int[] {0, 6, 0, 0},
                planes.stream().mapToInt(plane -> (int) Arrays.stream(plane.classes()).filter(c -> c == 2).count())
                        .toArray());
    }

    @Test
    public void whatDoesNotFitIsSaid() {
        ImagePlus larger = IJ.createImage("other", "8-bit black", 4, 2, 1);
        Expect.failure(() -> new LabelCorrection(image, NAMES).begin(larger), "4 × 2 × 1", "3 × 2 × 1");
        Expect.failure(() -> new LabelCorrection(image, NAMES).begin(labels(3)), "value 3",
                "none of the 3 classes");
        Expect.failure(() -> new LabelCorrection(image, NAMES).paint(List.of(roi("heart", 9, 9, 2, 2))),
                "covers no pixel");
    }

    @Test
    public void theFingerprintIsThatOfThePrediction() {
        LabelImage predicted = new LabelImage("p", new int[] {1, 1, 0, 2, 0, 0}, 2, 3);
        LabelCorrection correction = new LabelCorrection(image, NAMES).begin(labels(1, 1, 0, 2, 0, 0));
        assertEquals(LabelCorrection.fingerprint(List.of(predicted)), correction.fingerprint());
        correction.paint(List.of(roi("heart", 0, 0, 1, 1)));
        assertNotEquals(LabelCorrection.fingerprint(List.of(predicted)), correction.fingerprint());
    }
}
