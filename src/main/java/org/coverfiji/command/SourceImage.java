package org.coverfiji.command;

import org.coverfiji.CoverException;
import org.coverfiji.app.apply.ImageSegmentation;
import org.coverfiji.app.apply.PixelClassifier;
import org.coverfiji.image.ImageNames;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.show.ColourLayer;
import org.coverfiji.show.SlicePlaces;

import ij.ImagePlus;
import ij.ImageStack;

/**
 * An open image, with a hold on all that a command needs of it: whoever closes it while the command works takes its
 * pixels, slices and time points away. Pixels are held as they are, not copied. What is laid on a closed image nobody
 * sees.
 */
final class SourceImage {

    private final ImagePlus image;
    private final ImageReader reader;
    private final Geometry geometry;
    private final SlicePlaces places;
    private final ImagePlus held;

    /** @throws org.coverfiji.CoverException if it is closed already, or has other channels or dimensions */
    SourceImage(ImagePlus image, ImageReader reader) {
        this.image = image;
        this.reader = reader;
        places = SlicePlaces.of(image);
        geometry = reader.geometry(image);
        String objection = reader.objection(geometry);
        if (objection != null) {
            throw new CoverException("Cannot use " + image.getTitle() + ": " + objection + ".");
        }
        held = held(image);
    }

    /** Another image of the same arrays of pixels, which closing the first does not take from it. */
    private static ImagePlus held(ImagePlus image) {
        ImagePlus held = image.createImagePlus();
        int[] dimensions = image.getDimensions();
        held.setStack(image.getTitle(), held(image.getStack(), image.getTitle()));
        held.setDimensions(dimensions[2], dimensions[3], dimensions[4]);
        held.setFileInfo(image.getOriginalFileInfo());
        return held;
    }

    private static ImageStack held(ImageStack stack, String title) {
        if (stack.isVirtual()) {
            return stack;
        }
        ImageStack held = new ImageStack(stack.getWidth(), stack.getHeight(), stack.getColorModel());
        for (int slice = 1; slice <= stack.size(); slice++) {
            Object pixels = stack.getPixels(slice);
            if (pixels == null) {
                throw new CoverException("The image " + title + " was closed; open it again.");
            }
            held.addSlice(stack.getSliceLabel(slice), pixels);
        }
        return held;
    }

    /** As it was. */
    Geometry geometry() {
        return geometry;
    }

    ImageSegmentation segmented(PixelClassifier classifier, boolean probabilities) {
        return new ImageSegmentation(classifier, reader.convert(held), ImageNames.withoutEnding(image.getTitle()),
                geometry, probabilities);
    }

    void lay(ImageSegmentation result, double opacity) {
        ColourLayer.put(result.overlay(places, opacity), image);
    }

    void showOutlines(ImageSegmentation result, ResultWindows windows) {
        windows.show(result.contours(places, image.getTitle()), image);
    }
}
