package org.coverfiji.image.label;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.image.Expect;
import org.coverfiji.image.FloatImage;
import org.junit.Test;

public class LabelRuleTest {

    private static final int I = LabelImage.IGNORE;

    private static FloatImage grey(float... values) {
        return new FloatImage("grey.png", values, 1, new int[] {1, values.length}, new double[] {1, 1}, "pixel");
    }

    /** @param rgb one 0xRRGGBB per pixel */
    private static FloatImage colour(int... rgb) {
        float[] data = new float[3 * rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            for (int c = 0; c < 3; c++) {
                data[c * rgb.length + i] = rgb[i] >> 16 - 8 * c & 0xff;
            }
        }
        return new FloatImage("colour.png", data, 3, new int[] {1, rgb.length}, new double[] {1, 1}, "pixel");
    }

    private static void assertClasses(int[] expected, LabelRule rule, FloatImage raw) {
        assertArrayEquals(expected, rule.apply(raw).classes());
    }

    @Test
    public void classNumbersStayWhatTheyAre() {
        assertClasses(new int[] {0, 2, 1, 0}, LabelRule.DEFAULT, grey(0, 2, 1, 0));
        assertClasses(new int[] {0, 2, 1}, new LabelRule(false, false, 3), grey(0, 2, 1));
        LabelClasses classes = LabelRule.DEFAULT.learn(List.of(grey(0, 2, 1)));
        assertEquals(List.of("background", "class 1", "class 2"), classes.names());
    }

    @Test
    public void aClassThatNoImageShowsKeepsItsNumberIfTheCountIsSaid() {
        LabelClasses classes = new LabelRule(false, false, 4).learn(List.of(grey(0, 1, 3)));
        assertEquals(4, classes.count());
        assertArrayEquals(new int[] {0, 1, 3}, classes.apply(grey(0, 1, 3)).classes());
    }

    @Test
    public void binaryMasks() {
        LabelClasses classes = LabelRule.DEFAULT.learn(List.of(grey(0, 0), grey(255, 255), grey(0, 255)));
        assertEquals(List.of("background", "foreground"), classes.names());
        assertArrayEquals(new int[] {0, 0}, classes.apply(grey(0, 0)).classes());
        assertArrayEquals(new int[] {1, 1}, classes.apply(grey(255, 255)).classes());
        assertClasses(new int[] {0, 1}, new LabelRule(false, false, 2), grey(0, 255));
        assertClasses(new int[] {0, 1, 2}, LabelRule.DEFAULT, grey(0, 128, 255));
    }

    @Test
    public void maskSavedAsRgbIsGrey() {
        LabelClasses classes = LabelRule.DEFAULT.learn(List.of(grey(0, 255), colour(0, 0xffffff)));
        assertEquals(List.of("background", "foreground"), classes.names());
        assertArrayEquals(new int[] {1, 0}, classes.apply(colour(0xffffff, 0)).classes());
        assertArrayEquals(new int[] {1, 0}, classes.apply(grey(255, 0)).classes());
    }

    @Test
    public void coloursInTheirOrderOverTheWholeSet() {
        LabelClasses classes = LabelRule.DEFAULT.learn(List.of(colour(0xff0000, 0), colour(0x0000ff, 0),
                grey(0, 255)));
        assertEquals(List.of("background", "#0000ff", "#ff0000", "#ffffff"), classes.names());
        assertArrayEquals(new int[] {2, 0, 1, 3}, classes.apply(colour(0xff0000, 0, 0xff, 0xffffff)).classes());
        assertArrayEquals(new int[] {3, 0}, classes.apply(grey(255, 0)).classes());
    }

    @Test
    public void instancesAreOneClass() {
        LabelRule rule = new LabelRule(true, false, 0);
        float[] ids = new float[300];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i * 100;
        }
        int[] expected = new int[300];
        Arrays.fill(expected, 1, 300, 1);
        assertClasses(expected, rule, grey(ids));
        assertClasses(new int[] {1, 0, 1}, rule, colour(0xff0000, 0, 0x00ff00));
        LabelClasses classes = rule.learn(List.of(grey(0, 0), grey(0, 7)));
        assertArrayEquals("an id that was not seen", new int[] {1, 0}, classes.apply(grey(9, 0)).classes());
        assertEquals(List.of("background", "foreground"), classes.names());
    }

    @Test
    public void unlabelledIsIgnored() {
        LabelRule rule = new LabelRule(false, true, 0);
        assertClasses(new int[] {I, 1, 0, I}, rule, grey(0, 2, 1, 0));
        assertClasses(new int[] {I, 0, 1}, rule, colour(0, 0x0000ff, 0xff0000));
        assertEquals(List.of("class 1", "class 2"), rule.learn(List.of(grey(0, 2, 1))).names());
        LabelClasses stated = new LabelRule(false, true, 3).learn(List.of(grey(0, 1, 3)));
        assertEquals(List.of("class 1", "class 2", "class 3"), stated.names());
        assertArrayEquals(new int[] {0, 2, I}, stated.apply(grey(1, 3, 0)).classes());
    }

    @Test
    public void minusOneIsIgnored() {
        assertClasses(new int[] {I, 0, 1}, LabelRule.DEFAULT, grey(-1, 0, 1));
    }

    @Test
    public void floatsNeedToBeWholeButNotExactly() {
        assertClasses(new int[] {0, 1, 2}, LabelRule.DEFAULT, grey(0.0001f, 0.9999f, 2));
        Expect.failure(() -> LabelRule.DEFAULT.apply(grey(0, 0.5f)), "grey.png", "0.5", "whole numbers");
        Expect.failure(() -> LabelRule.DEFAULT.apply(grey(0, Float.NaN)), "NaN", "whole numbers");
        Expect.failure(() -> LabelRule.DEFAULT.apply(grey(0, Float.POSITIVE_INFINITY)), "Infinity");
        Expect.failure(() -> LabelRule.DEFAULT.apply(grey(0, -2)), "-2", "between 0 and");
        Expect.failure(() -> LabelRule.DEFAULT.apply(grey(0, 1e9f)), "1000000000", "between 0 and");
    }

    @Test
    public void moreClassesThanSaid() {
        Expect.failure(() -> new LabelRule(false, false, 2).apply(grey(0, 1, 2)), "3 values (0, 1, 2)",
                "more classes than the 2");
        Expect.failure(() -> new LabelRule(false, false, 3).apply(colour(0, 1, 2, 3)), "4 colours (#000000",
                "more classes than the 3");
        Expect.failure(() -> new LabelRule(false, false, 3).apply(grey(0, 255)), "2 values (0, 255)",
                "do not fit the 3");
        Expect.failure(() -> new LabelRule(false, true, 2).apply(grey(0, 1, 2, 3)), "3 values (1, 2, 3)",
                "more classes than the 2");
    }

    @Test
    public void objectNumbersTakenForClasses() {
        List<FloatImage> images = new ArrayList<>();
        for (int i = 0; i <= LabelClasses.MOST_FOUND; i++) {
            images.add(grey(i));
        }
        Expect.failure(() -> LabelRule.DEFAULT.learn(images), "65 different values (0, 1, 2, 3, 4, …)",
                "give instances=true", "JPEG");
        assertEquals(64, LabelRule.DEFAULT.learn(images.subList(0, 64)).count());
        assertEquals(65, new LabelRule(false, false, 65).learn(images).count());
    }

    @Test
    public void nothingIsLabelled() {
        Expect.failure(() -> LabelRule.DEFAULT.learn(List.of(grey(0, 0), grey(0, 0))), "grey.png",
                "nothing but background");
        Expect.failure(() -> new LabelRule(true, false, 0).apply(grey(0, 0)), "nothing but background");
        Expect.failure(() -> LabelRule.DEFAULT.apply(grey(-1, -1)), "nothing but background");
        Expect.failure(() -> new LabelRule(false, false, 2).apply(grey(0, 0)), "nothing but background");
        Expect.failure(() -> LabelRule.DEFAULT.apply(grey(3, 3)), "the value 3 only", "two classes");
        Expect.failure(() -> new LabelRule(false, true, 0).apply(grey(0, 0)), "No pixel is labelled");
        Expect.failure(() -> new LabelRule(false, true, 0).apply(grey(0, 1)), "single class class 1", "two classes");
    }

    @Test
    public void impossibleRules() {
        Expect.failure(() -> new LabelRule(true, true, 0), "only one class");
        Expect.failure(() -> new LabelRule(false, false, 1), "1", "2 or more");
        Expect.failure(() -> new LabelRule(false, false, -3), "-3", "2 or more");
        Expect.failure(() -> new LabelRule(true, false, 3), "not 3");
    }

    @Test
    public void labelsOfOtherKinds() {
        FloatImage two = new FloatImage("two.tif", new float[4], 2, new int[] {1, 2}, new double[] {1, 1}, "pixel");
        Expect.failure(() -> LabelRule.DEFAULT.apply(two), "two.tif", "2 channels", "RGB");
        Expect.failure(() -> LabelRule.DEFAULT.learn(List.of(colour(0xff0000), grey(0, 300))), "RGB", "300");
    }

    @Test
    public void valuesThatAreNoClass() {
        LabelClasses classes = LabelRule.DEFAULT.learn(List.of(grey(0, 1)));
        Expect.failure(() -> classes.apply(grey(0, 7)), "grey.png", "value 7", "background, class 1");
        Expect.failure(() -> classes.apply(colour(0xff0000)), "colour.png", "#ff0000");
        assertArrayEquals(new int[] {1}, classes.apply(colour(0x010101)).classes());
    }

    @Test
    public void namesCanBeGiven() {
        LabelClasses classes = LabelRule.DEFAULT.learn(List.of(grey(0, 1)));
        assertEquals(List.of("other", "cell"), classes.named(List.of("other", "cell")).names());
        Expect.failure(() -> classes.named(List.of("cell")), "1 class names (cell) for 2 classes");
        assertArrayEquals(new int[] {1, 0}, LabelClasses.of(List.of("a", "b")).apply(grey(1, 0)).classes());
    }
}
