package org.coverfiji.show;

import java.util.Arrays;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;

/**
 * The one layer of colours that this suite lays on an image. A new one takes an earlier one's place, of whatever
 * command, because half transparent colours on top of each other can be read as neither; what each showed has a window
 * of its own. Everything else in the overlay stays, above the colours.
 */
public final class ColourLayer {

    private static final String NAME = "COVER ";

    /** A property of the picture: ImageJ keeps it in TIFF files, where the names of pictures are lost. */
    private static final String KEY = "cover.layer";

    private ColourLayer() {
    }

    /** @param layer pictures, one or more per slice */
    public static void put(Overlay layer, ImagePlus image) {
        Overlay all = image.getOverlay() == null ? new Overlay() : image.getOverlay();
        Roi[] before = all.toArray();
        all.clear();
        for (Roi picture : layer) {
            all.add(picture);
        }
        Arrays.stream(before).filter(roi -> !isLayer(roi)).forEach(all::add);
        image.setOverlay(all);
    }

    /** Marks a picture as one by which this layer is found again, also when its image was saved and opened. */
    static void name(ImageRoi picture, String what) {
        picture.setName(NAME + what);
        picture.setProperty(KEY, what);
    }

    private static boolean isLayer(Roi roi) {
        return roi instanceof ImageRoi && roi.getProperty(KEY) != null;
    }
}
