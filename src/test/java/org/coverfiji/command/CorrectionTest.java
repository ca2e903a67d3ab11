package org.coverfiji.command;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import org.coverfiji.image.Expect;
import org.coverfiji.image.label.LabelCorrection;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.show.LabelOverlay;
import org.coverfiji.show.Prediction;
import org.coverfiji.show.SlicePlaces;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;

/** In batch mode, which needs no display; ROIs are those of the overlay. */
public class CorrectionTest {

    private static final List<String> NAMES = List.of("background", "lungs", "heart");
    private static final int[] PREDICTED = {1, 1, 0, 0, 0, 0, 2, 2};
    private static final File MODEL = new File("chest.cover");

    private final List<String> log = new ArrayList<>();
    private boolean batch;
    private ImagePlus image;
    private ImagePlus labels;

    @Before
    public void segmented() {
        batch = Interpreter.batchMode;
        Interpreter.batchMode = true;
        image = IJ.createImage("scan.png", "8-bit ramp", 4, 2, 1);
        image.show();
        labels = labelImage("scan labels");
        LabelImage predicted = new LabelImage("p", PREDICTED, 2, 4);
        Prediction.attach(labels, image, MODEL, NAMES, LabelCorrection.fingerprint(List.of(predicted)));
        labels.show();
        WindowManager.setTempCurrentImage(image);
    }

    @After
    public void restore() {
        int[] open = WindowManager.getIDList();
        for (int i = 0; open != null && i < open.length; i++) {
            Interpreter.removeBatchModeImage(WindowManager.getImage(open[i]));
        }
        WindowManager.setTempCurrentImage(null);
        Interpreter.batchMode = batch;
    }

    private static ImagePlus labelImage(String title) {
        ByteProcessor pixels = new ByteProcessor(4, 2);
        for (int i = 0; i < PREDICTED.length; i++) {
            pixels.set(i, PREDICTED[i]);
        }
        return new ImagePlus(title, pixels);
    }

    private void addOutlines() {
        Overlay overlay = new Overlay();
        LabelOverlay.contours(List.of(new LabelImage("p", PREDICTED, 2, 4)), SlicePlaces.of(image), image.getTitle(),
                NAMES)
                .forEach(overlay::add);
        image.setOverlay(overlay);
    }

    private void requireLabels(Correction correction, String selection, int... expected) {
        assertArrayEquals(expected, correction.correct(NAMES, selection, log::add).planes().get(0).classes());
    }

    @Test
    public void whatWasNotCorrectedIsSaid() {
        requireLabels(new Correction(image, ""), "", PREDICTED);
        assertEquals(List.of("Label of scan.png: the label image scan labels.",
                "The label of scan.png is the prediction as it was: nothing was corrected."), log);
        assertEquals(MODEL, new Correction(image, "").model(null));
        assertEquals(new File("other"), new Correction(image, "").model(new File("other")));
    }

    @Test
    public void theBrushInTheLabelImageCounts() {
        labels.getProcessor().set(2, 0, 1);
        Correction correction = new Correction(labels, null);
        assertSame("chosen by its label image", image, correction.image());
        requireLabels(correction, "", 1, 1, 1, 0, 0, 0, 2, 2);
        addOutlines();
        requireLabels(new Correction(image, ""), "", 1, 1, 1, 0, 0, 0, 2, 2);
    }

    @Test
    public void editedOutlinesCount() {
        addOutlines();
        assertTrue(new Correction(image, "").hasOutlines());
        image.getOverlay().remove(1);
        requireLabels(new Correction(image, ""), "", 1, 1, 0, 0, 0, 0, 0, 0);
        labels.getProcessor().set(2, 0, 1);
        Expect.failure(() -> new Correction(image, "").correct(NAMES, "", log::add), "say different things");
        requireLabels(new Correction(image, "scan labels"), "", 1, 1, 1, 0, 0, 0, 2, 2);
    }

    @Test
    public void drawnRoisAndTheSelectionCorrectTheRest() {
        Roi drawn = new Roi(3, 0, 1, 1);
        drawn.setName("heart");
        image.setOverlay(new Overlay(drawn));
        image.setRoi(new Roi(0, 0, 1, 1));
        requireLabels(new Correction(image, ""), "", 1, 1, 0, 2, 0, 0, 2, 2);
        assertTrue(log.toString(), log.get(1).startsWith("The selection on scan.png is no part of the label;"));
        requireLabels(new Correction(image, ""), "Background", 0, 1, 0, 2, 0, 0, 2, 2);
        image.deleteRoi();
        Expect.failure(() -> new Correction(image, "").correct(NAMES, "heart", log::add), "nothing is selected");
    }

    @Test
    public void aReopenedLabelImageIsKnownByItsTitle() {
        Interpreter.removeBatchModeImage(labels);
        ImagePlus opened = labelImage("scan_labels.tif");
        opened.show();
        WindowManager.setTempCurrentImage(image);
        requireLabels(new Correction(image, ""), "", PREDICTED);
        assertNull("nobody knows what made it", new Correction(image, "").model(null));
        Expect.failure(() -> new Correction(image, "").description(null), "model is missing");
    }

    @Test
    public void nothingIsNoLabel() {
        Interpreter.removeBatchModeImage(labels);
        Expect.failure(() -> new Correction(image, "").correct(NAMES, "", log::add), "nothing to make a label of");
        Expect.failure(() -> new Correction(image, "gone.tif"), "labels is gone.tif");
    }

    /** Propagated labels have no segmentation model that could be asked. */
    @Test
    public void thePredictionKnowsItsClasses() {
        assertEquals(NAMES, new Correction(image, "").classes(null));
    }
}
