package org.coverfiji.image.label;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.image.Expect;
import org.coverfiji.image.read.ImageReader;
import org.junit.After;
import org.junit.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Arrow;
import ij.gui.ImageRoi;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import ij.process.ByteProcessor;

public class RoiLabelsTest {

    private static final ImageReader FLAT = new ImageReader(2, 1);
    private static final ImageReader VOLUMES = new ImageReader(3, 1);

    private static ImagePlus image(int width, int height, int slices) {
        return IJ.createImage("cells.tif", "8-bit ramp", width, height, slices);
    }

    private static Roi named(Roi roi, String name) {
        roi.setName(name);
        return roi;
    }

    private static Roi grouped(Roi roi, int group) {
        roi.setGroup(group);
        return roi;
    }

    private static Roi at(Roi roi, int slice) {
        roi.setPosition(slice);
        return roi;
    }

    @After
    public void forgetGroupNames() {
        Roi.setGroupNames(null);
    }

    /** A row of digits per line of the image; '.' is ignored. */
    private static String picture(LabelledImage labelled) {
        StringBuilder text = new StringBuilder();
        int[] size = labelled.label().size();
        for (int i = 0; i < labelled.label().pixels(); i++) {
            int c = labelled.label().get(i);
            text.append(c == LabelImage.IGNORE ? "." : String.valueOf(c));
            text.append(i % size[size.length - 1] == size[size.length - 1] - 1 ? "\n" : "");
        }
        return text.toString();
    }

    private static String picture(int width, int height, boolean sparse, Roi... rois) {
        LabelledImages read = RoiLabels.read(image(width, height, 1), Arrays.asList(rois), sparse, FLAT);
        assertEquals(1, read.size());
        return picture(read.get(0));
    }

    @Test
    public void laterRoisCoverEarlierOnes() {
        assertEquals("0000\n0110\n0220\n0000\n", picture(4, 4, false, named(new Roi(1, 1, 2, 2), "a"),
                named(new Roi(1, 2, 2, 1), "b")));
        assertEquals("0000\n0110\n0110\n0000\n", picture(4, 4, false, named(new Roi(1, 2, 2, 1), "b"),
                named(new Roi(1, 1, 2, 2), "a")));
    }

    @Test
    public void backgroundRoiCutsAHole() {
        assertEquals("111\n101\n111\n", picture(3, 3, false, named(new Roi(0, 0, 3, 3), "cell"),
                named(new Roi(1, 1, 1, 1), "Background")));
        assertEquals("1..\n.0.\n...\n", picture(3, 3, true, named(new Roi(0, 0, 1, 1), "apple"),
                named(new Roi(1, 1, 1, 1), "background")));
    }

    @Test
    public void uncoveredPixelsAreIgnoredOrBackground() {
        Roi[] rois = {named(new Roi(0, 0, 1, 1), "b"), named(new Roi(2, 1, 1, 1), "a")};
        assertEquals("1..\n..0\n", picture(3, 2, true, rois));
        assertEquals("200\n001\n", picture(3, 2, false, rois));
    }

    @Test
    public void aGroupOfOneNameIsCalledByIt() {
        Roi[] rois = {grouped(named(new Roi(0, 0, 1, 1), "lungs"), 1),
                grouped(named(new Roi(1, 0, 1, 1), "lungs-1"), 1),
                grouped(named(new Roi(2, 0, 1, 1), "heart"), 2)};
        LabelledImages read = RoiLabels.read(image(3, 1, 1), Arrays.asList(rois), false, FLAT);
        assertEquals("by group, not by the alphabet", List.of("background", "lungs", "heart"), read.classes().names());
    }

    @Test
    public void groupsGoBeforeNames() {
        Roi.setGroupName(7, "tumour");
        Roi[] rois = {grouped(named(new Roi(0, 0, 1, 1), "x"), 7), grouped(named(new Roi(1, 0, 1, 1), "y"), 3),
                grouped(named(new Roi(2, 0, 1, 1), "x"), 3)};
        LabelledImages read = RoiLabels.read(image(4, 1, 1), Arrays.asList(rois), false, FLAT);
        assertEquals("2110\n", picture(read.get(0)));
        assertEquals(List.of("background", "group 3", "tumour"), read.classes().names());
        assertEquals("groups by number, not by text", "210\n", picture(3, 1, false,
                grouped(new Roi(0, 0, 1, 1), 10), grouped(new Roi(1, 0, 1, 1), 9)));
    }

    @Test
    public void namesAsTheManagerMakesThem() {
        Roi[] rois = {named(new Roi(0, 0, 1, 1), "Nucleus"), named(new Roi(1, 0, 1, 1), "Nucleus-1"),
                named(new Roi(2, 0, 1, 1), "T-1"), named(new Roi(3, 0, 1, 1), "T-2"),
                named(new Roi(4, 0, 1, 1), "NUCLEUS ")};
        LabelledImages read = RoiLabels.read(image(6, 1, 1), Arrays.asList(rois), false, FLAT);
        assertEquals("112310\n", picture(read.get(0)));
        assertEquals(List.of("background", "Nucleus", "T-1", "T-2"), read.classes().names());
    }

    @Test
    public void namelessRoisAreForeground() {
        Roi[] rois = {named(new Roi(0, 0, 1, 1), "0000-0001"), new Roi(2, 0, 1, 1),
                named(new Roi(3, 0, 1, 1), "0001-0000-0003-1")};
        LabelledImages read = RoiLabels.read(image(4, 1, 1), Arrays.asList(rois), false, FLAT);
        assertEquals("1011\n", picture(read.get(0)));
        assertEquals(List.of("background", "foreground"), read.classes().names());
    }

    @Test
    public void areasOfManyShapes() {
        Roi triangle = named(new PolygonRoi(new int[] {0, 4, 0}, new int[] {0, 0, 4}, 3, Roi.POLYGON), "a");
        assertEquals("1111\n1110\n1100\n1000\n", picture(4, 4, false, triangle));
        assertEquals("0110\n1111\n1111\n0110\n", picture(4, 4, false, named(new OvalRoi(0, 0, 4, 4), "a")));
        ShapeRoi ring = new ShapeRoi(new Roi(0, 0, 4, 4)).not(new ShapeRoi(new Roi(1, 1, 2, 2)));
        assertEquals("1111\n1001\n1001\n1111\n", picture(4, 4, false, named(ring, "a")));
        assertEquals("clipped", "100\n000\n", picture(3, 2, false, named(new Roi(-2, -2, 3, 3), "a")));
        assertEquals("clipped", "000\n001\n", picture(3, 2, false, named(new Roi(2, 1, 5, 5), "a")));
    }

    @Test
    public void linesAreAsWideAsTheirStroke() {
        assertEquals("00000\n11110\n00000\n", picture(5, 3, false, named(new Line(0, 1, 3, 1), "a")));
        Roi wide = named(new Line(0, 2, 4, 2), "a");
        wide.setStrokeWidth(3);
        assertEquals("00000\n11111\n11111\n11111\n00000\n", picture(5, 5, false, wide));
        Roi free = named(new PolygonRoi(new float[] {0, 2, 2}, new float[] {0, 0, 2}, 3, Roi.FREELINE), "a");
        assertEquals("111\n001\n001\n", picture(3, 3, false, free));
        Roi poly = named(new PolygonRoi(new float[] {-3, 2}, new float[] {1, 1}, 2, Roi.POLYLINE), "a");
        assertEquals("000\n111\n000\n", picture(3, 3, false, poly));
    }

    @Test
    public void pointsAreSinglePixels() {
        PointRoi points = new PointRoi(new float[] {0.5f, 2.9f, 7}, new float[] {0.5f, 1.1f, 0}, 3);
        assertEquals("100\n001\n", picture(3, 2, false, named(points, "a")));
    }

    @Test
    public void slicesOfAStack() {
        ImagePlus stack = image(2, 1, 4);
        List<Roi> rois = List.of(at(named(new Roi(0, 0, 1, 1), "a"), 2), at(named(new Roi(1, 0, 1, 1), "b"), 4));
        LabelledImages flat = RoiLabels.read(stack, rois, true, FLAT);
        assertEquals(2, flat.size());
        assertEquals("cells.tif z2", flat.name(0));
        assertEquals("0.\n", picture(flat.get(0)));
        assertEquals("cells.tif z4", flat.name(1));
        assertEquals(".1\n", picture(flat.get(1)));
        assertEquals("slices nobody looked at are no background", 2, RoiLabels.read(stack, rois, false, FLAT).size());
        assertEquals("..\n0.\n..\n.1\n", picture(RoiLabels.read(stack, rois, true, VOLUMES).get(0)));
    }

    @Test
    public void roiWithoutPositionLiesOnAllSlices() {
        ImagePlus stack = image(2, 1, 3);
        List<Roi> rois = List.of(named(new Roi(0, 0, 1, 1), "a"), at(named(new Roi(1, 0, 1, 1), "b"), 3));
        assertEquals("10\n10\n12\n", picture(RoiLabels.read(stack, rois, false, VOLUMES).get(0)));
        assertEquals(3, RoiLabels.read(stack, rois, false, FLAT).size());
    }

    @Test
    public void hyperstackPositions() {
        ImagePlus stack = IJ.createHyperStack("h", 2, 1, 2, 3, 2, 8);
        Roi everywhereInTime = named(new Roi(0, 0, 1, 1), "a");
        everywhereInTime.setPosition(2, 2, 0);
        Roi second = named(new Roi(1, 0, 1, 1), "b");
        second.setPosition(1, 3, 2);
        Roi byIndex = named(new Roi(0, 0, 1, 1), "b");
        byIndex.setPosition(stack.getStackIndex(2, 1, 2));
        LabelledImages read = RoiLabels.read(stack, List.of(everywhereInTime, second, byIndex), false,
                new ImageReader(3, 2));
        assertEquals(2, read.size());
        assertEquals("00\n10\n00\n", picture(read.get(0)));
        assertEquals("20\n10\n02\n", picture(read.get(1)));
        LabelledImages flat = RoiLabels.read(stack, List.of(everywhereInTime, second, byIndex), false,
                new ImageReader(2, 2));
        assertEquals(4, flat.size());
        assertEquals("h t2 z1", flat.name(1));
        assertEquals("20\n", picture(flat.get(1)));
    }

    @Test
    public void pointsOfOneRoiOnSeveralSlices() {
        ImagePlus stack = image(2, 1, 2);
        PointRoi points = new PointRoi();
        points.addPoint(0.5, 0.5, 1);
        points.addPoint(1.5, 0.5, 2);
        assertEquals(PointRoi.POINTWISE_POSITION, points.getPosition());
        assertEquals("10\n01\n", picture(RoiLabels.read(stack, List.of(named(points, "a")), false, VOLUMES).get(0)));
    }

    @Test
    public void overlayWithoutItsDecoration() {
        ImagePlus image = image(4, 1, 1);
        Overlay overlay = new Overlay(named(new Roi(0, 0, 1, 1), "a"));
        overlay.add(new TextRoi(0, 0, "text"));
        overlay.add(new Arrow(0, 0, 3, 0));
        overlay.add(named(new Roi(2, 0, 1, 1), "|SB|"));
        overlay.add(named(new Roi(3, 0, 1, 1), "|CB|"));
        overlay.add(new ImageRoi(0, 0, new ByteProcessor(4, 1)));
        image.setOverlay(overlay);
        List<Roi> rois = RoiLabels.rois(image);
        assertEquals(1, rois.size());
        assertEquals("1000\n", picture(RoiLabels.read(image, new ArrayList<>(Arrays.asList(overlay.toArray())), false,
                FLAT).get(0)));
        assertTrue(RoiLabels.rois(image(1, 1, 1)).isEmpty());
    }

    @Test
    public void colourImages() {
        ImagePlus image = IJ.createImage("rgb", "RGB white", 2, 1, 2);
        Roi roi = at(named(new Roi(1, 0, 1, 1), "a"), 2);
        roi.setStrokeColor(Color.RED);
        LabelledImages read = RoiLabels.read(image, List.of(roi), false, new ImageReader(2, 3));
        assertEquals(1, read.size());
        assertArrayEquals(new int[] {0, 1}, read.get(0).label().classes());
    }

    @Test
    public void mistakes() {
        ImagePlus image = image(4, 4, 3);
        Expect.failure(() -> RoiLabels.read(image, List.of(), false, FLAT), "cells.tif has no ROIs", "ROI Manager");
        Expect.failure(() -> RoiLabels.read(image, List.of(named(new Roi(9, 9, 2, 2), "far")), false, FLAT),
                "ROI far covers no pixel of the image cells.tif");
        Expect.failure(() -> RoiLabels.read(image, List.of(at(named(new Roi(0, 0, 2, 2), "deep"), 4)), false, FLAT),
                "ROI deep covers no pixel");
        Expect.failure(() -> RoiLabels.read(image, List.of(named(new Roi(0, 0, 2, 2), "a")), true, FLAT),
                "one class (a)", "at least two classes");
        Expect.failure(() -> RoiLabels.read(image, List.of(named(new Roi(0, 0, 2, 2), "background")), false, FLAT),
                "one class (background)", "than the background");
        Expect.failure(() -> RoiLabels.read(image, List.of(named(new Roi(0, 0, 1, 1), "a"),
                named(new Roi(0, 0, 1, 1), "0001-0001")), false, FLAT), "0001-0001 has no name");
        Expect.failure(() -> RoiLabels.read(image, List.of(named(new Roi(0, 0, 1, 1), "a"),
                grouped(new Roi(0, 0, 1, 1), 2)), false, FLAT), "ROI a has no group");
    }
}
