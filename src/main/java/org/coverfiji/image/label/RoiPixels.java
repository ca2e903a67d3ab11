package org.coverfiji.image.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;

import ij.ImagePlus;
import ij.gui.Roi;

/** Which pixels of an image a ROI covers: areas whole, lines as wide as their stroke, points one pixel each. */
public final class RoiPixels {

    private RoiPixels() {
    }

    /** A copy of a selection that belongs to the slice and time point that one looks at. */
    public static Roi here(ImagePlus image, Roi selection) {
        Roi own = (Roi) selection.clone();
        if (image.isHyperStack()) {
            own.setPosition(0, image.getZ(), image.getT());
        } else if (image.getStackSize() > 1) {
            own.setPosition(image.getCurrentSlice());
        }
        return own;
    }

    /**
     * The pixels of a ROI on its slice and time point; one without a position is on all of them.
     *
     * @return each {x, y, slice, time point}, from 0
     * @throws CoverException if it covers no pixel of the image
     */
    public static List<int[]> of(ImagePlus image, Roi roi) {
        RoiPainter painter = new RoiPainter(image, roi);
        int slices = image.getNSlices();
        int[] plane = new int[image.getWidth() * image.getHeight()];
        List<int[]> pixels = new ArrayList<>();
        for (int place = 0; place < slices * image.getNFrames(); place++) {
            if (painter.paint(place, 1, plane, 0)) {
                for (int i = 0; i < plane.length; i++) {
                    if (plane[i] != 0) {
                        pixels.add(new int[] {i % image.getWidth(), i / image.getWidth(), place % slices,
                            place / slices});
                    }
                }
                Arrays.fill(plane, 0);
            }
        }
        if (pixels.isEmpty()) {
            throw painter.outside();
        }
        return pixels;
    }
}
