package org.coverfiji.show;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeFalse;

import java.awt.GraphicsEnvironment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.image.label.LabelImage;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;

public class PredictedOutlinesTest {

    @Before
    public void needsADisplay() {
        assumeFalse("the ROI Manager is a window", GraphicsEnvironment.isHeadless());
    }

    @After
    public void close() {
        RoiManager manager = RoiManager.getInstance2();
        if (manager != null) {
            manager.reset();
            manager.close();
        }
    }

    private static List<Roi> outlines(ImagePlus image, String name) {
        List<LabelImage> labels = List.of(new LabelImage("l", new int[] {0, 1, 1, 0}, 2, 2));
        return LabelOverlay.contours(labels, SlicePlaces.of(image), image.getTitle(),
                List.of("background", name), false);
    }

    @Test
    public void earlierPredictionsOfTheImageAreReplacedAndAllElseStays() {
        ImagePlus first = IJ.createImage("first.png", "8-bit", 2, 2, 1);
        ImagePlus second = IJ.createImage("second.png", "8-bit", 2, 2, 1);
        RoiManager manager = RoiManager.getRoiManager();
        Roi drawn = new Roi(0, 0, 1, 1);
        drawn.setName("drawn");
        manager.addRoi(drawn);
        PredictedOutlines.put(outlines(first, "old"), first);
        PredictedOutlines.put(outlines(second, "other"), second);
        PredictedOutlines.put(outlines(first, "new"), first);
        assertEquals(List.of("drawn", "other", "new"),
                Arrays.stream(manager.getRoisAsArray()).map(Roi::getName).collect(Collectors.toList()));
    }
}
