package org.coverfiji.show;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;

/** Lays an RGB image over the image that it was made from, half transparent; slices on slices. */
public final class ColourOverlay {

    private static final double OPACITY = 0.5;

    private ColourOverlay() {
    }

    /**
     * Replaces an earlier layer of colours.
     *
     * @param colours as large as the image, with its slices and time points
     */
    public static void put(ImagePlus colours, ImagePlus image) {
        Overlay overlay = new Overlay();
        for (int slice = 1; slice <= colours.getStackSize(); slice++) {
            ImageRoi layer = new ImageRoi(0, 0, colours.getStack().getProcessor(slice));
            ColourLayer.name(layer, "PCA");
            layer.setOpacity(OPACITY);
            int[] position = colours.convertIndexToPosition(slice);
            layer.setPosition(0, colours.getNSlices() > 1 ? position[1] : 0,
                    colours.getNFrames() > 1 ? position[2] : 0);
            overlay.add(layer);
        }
        ColourLayer.put(overlay, image);
    }
}
