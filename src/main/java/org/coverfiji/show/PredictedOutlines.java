package org.coverfiji.show;

import java.util.List;

import org.coverfiji.image.label.PredictedRois;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;

/** A prediction's outlines in ImageJ's ROI Manager, beside what was drawn. Needs a display. */
public final class PredictedOutlines {

    private PredictedOutlines() {
    }

    /** Adds outlines; those that were predicted for the same image before go, all others stay. */
    public static void put(List<Roi> outlines, ImagePlus image) {
        RoiManager open = RoiManager.getInstance2();
        RoiManager manager = open == null ? new RoiManager() : open;
        Roi[] before = manager.getRoisAsArray();
        for (int i = before.length - 1; i >= 0; i--) {
            if (PredictedRois.isOf(before[i], image.getTitle())) {
                manager.delete(i);
            }
        }
        outlines.forEach(manager::addRoi);
    }
}
