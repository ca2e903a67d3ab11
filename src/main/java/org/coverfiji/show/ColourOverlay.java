package org.coverfiji.show;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;

/** Lays an RGB image over the image that it was made from, half transparent; slices on slices. */
public final class ColourOverlay {

    private static final double OPACITY = 0.5;
    private static final String NAME = "COVER PCA";

    private ColourOverlay() {
    }

    /**
     * Replaces an earlier layer of this kind; other overlays stay.
     *
     * @param colours as large as the image, one slice per slice or time point
     */
    public static void put(ImagePlus colours, ImagePlus image) {
        Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
        overlay.remove(NAME);
        for (int slice = 1; slice <= colours.getStackSize(); slice++) {
            ImageRoi layer = new ImageRoi(0, 0, colours.getStack().getProcessor(slice));
            layer.setName(NAME);
            layer.setOpacity(OPACITY);
            if (image.getNSlices() == colours.getStackSize()) {
                layer.setPosition(0, slice, 0);
            } else if (image.getNFrames() == colours.getStackSize()) {
                layer.setPosition(0, 0, slice);
            }
            overlay.add(layer);
        }
        image.setOverlay(overlay);
    }
}
