package org.coverfiji.image.label;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.List;

import org.coverfiji.image.Expect;
import org.coverfiji.image.RoiZip;
import org.coverfiji.image.TiffWriter;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;

public class PredictedRoisTest {

    private static final String TITLE = "Zähne \\ 1: a=b.png";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static Roi named(String name) {
        Roi roi = new Roi(1, 1, 3, 3);
        roi.setName(name);
        return roi;
    }

    private static Roi predicted(String name, String title) {
        Roi roi = named(name);
        PredictedRois.mark(roi, title, 1, false);
        return roi;
    }

    @Test
    public void theMarkSurvivesInFilesWhateverTheTitle() throws Exception {
        ImagePlus image = IJ.createImage("i", "8-bit", 8, 8, 1);
        image.setOverlay(new Overlay(predicted("lungs", TITLE)));
        File tiff = folder.newFile("a.tif");
        TiffWriter.write(tiff, image);
        Roi opened = IJ.openImage(tiff.getPath()).getOverlay().get(0);
        Roi single = RoiDecoder.openFromByteArray(RoiEncoder.saveAsByteArray(predicted("lungs", TITLE)));
        for (Roi roi : List.of(opened, single, (Roi) single.clone())) {
            assertTrue(PredictedRois.isOf(roi, TITLE));
            assertTrue("the same image under another ending", PredictedRois.isOf(roi, TITLE.replace("png", "tif")));
            assertTrue(PredictedRois.isOfAnother(roi, "other.png"));
        }
        RoiZip.write(folder.newFile("a.zip"), List.of(opened));
    }

    @Test
    public void whatLostItsPropertyIsKnownByItsGroup() {
        Roi roi = named("lungs");
        roi.setGroup(130);
        assertTrue(PredictedRois.isPredicted(roi));
        roi.setGroup(2);
        assertFalse(PredictedRois.isPredicted(roi));
    }

    @Test
    public void predictionsOfOtherImagesAreNoLabels() {
        ImagePlus image = IJ.createImage("i.png", "8-bit ramp", 8, 8, 1);
        Roi own = predicted("own", "i.tif");
        image.setOverlay(new Overlay(predicted("other", "j.png")));
        image.getOverlay().add(own);
        assertEquals(List.of(own), RoiLabels.rois(image));
        assertEquals(List.of("background", "own"),
                RoiLabels.read(image, RoiLabels.rois(image), false, new ImageReader(2, 1)).classes().names());
    }

    @Test
    public void drawnAndPredictedOnesAreNotMixed() {
        ImagePlus image = IJ.createImage("i.png", "8-bit ramp", 8, 8, 1);
        Expect.failure(() -> RoiLabels.read(image, List.of(named("mine"), predicted("lungs", "i.png")), false,
                new ImageReader(2, 1)), "1 drawn and 1 predicted ROIs", "COVER Save as Label");
    }
}
