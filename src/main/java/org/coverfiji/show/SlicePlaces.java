package org.coverfiji.show;

import ij.ImagePlus;
import ij.gui.Roi;

/**
 * How ROIs are put on an image's slices and time points, as it was when this was made: who computes for long still
 * knows it when the image has been closed. Immutable.
 */
public final class SlicePlaces {

    private final boolean isStack;
    private final int slices;
    private final int frames;

    private SlicePlaces(ImagePlus image) {
        isStack = image.getStackSize() > 1 && !image.isHyperStack() && image.getNChannels() == 1;
        slices = image.getNSlices();
        frames = image.getNFrames();
    }

    /** Those of an open image, with any number of channels. */
    public static SlicePlaces of(ImagePlus image) {
        return new SlicePlaces(image);
    }

    /**
     * In a stack a ROI is shown on its slice only, in a hyperstack on all channels of it.
     *
     * @param place from 0, slices first, then time points
     */
    void put(Roi roi, int place) {
        if (isStack) {
            roi.setPosition(place + 1);
        } else if (slices * frames > 1) {
            roi.setPosition(0, place % slices + 1, place / slices + 1);
        }
    }
}
