package org.coverfiji.command;

import java.util.List;

import org.coverfiji.app.apply.ImageSegmentation;
import org.coverfiji.app.apply.PixelClassifier;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageNames;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.show.ColourLayer;
import org.coverfiji.show.SlicePlaces;

import ij.ImagePlus;

/**
 * An open image, with all that a command needs of it taken when this is made: whoever closes it while the command works
 * takes its pixels, slices and time points away. What is laid on a closed image nobody sees.
 */
final class SourceImage {

    private final ImagePlus image;
    private final List<FloatImage> images;
    private final Geometry geometry;
    private final SlicePlaces places;

    /** @throws org.coverfiji.CoverException if it is closed already, or has other channels or dimensions */
    SourceImage(ImagePlus image, ImageReader reader) {
        this.image = image;
        places = SlicePlaces.of(image);
        geometry = reader.geometry(image);
        images = reader.convert(image);
    }

    /** As it was. */
    Geometry geometry() {
        return geometry;
    }

    ImageSegmentation segmented(PixelClassifier classifier, boolean probabilities) {
        return new ImageSegmentation(classifier, images, ImageNames.withoutEnding(image.getTitle()), geometry,
                probabilities);
    }

    void lay(ImageSegmentation result, double opacity) {
        ColourLayer.put(result.overlay(places, opacity), image);
    }

    void showOutlines(ImageSegmentation result, ResultWindows windows) {
        windows.show(result.contours(places, image.getTitle()), image);
    }
}
