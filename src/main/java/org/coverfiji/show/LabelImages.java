package org.coverfiji.show;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.PixelSizes;
import org.coverfiji.image.label.LabelImage;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/**
 * Makes ImageJ label images: 8-bit, or 16-bit if there are more than 255 classes, with the classes' colours and the
 * pixel size. Pixels that are left out get the largest value, 255 or 65535.
 */
public final class LabelImages {

    private static final int MOST_IN_8_BITS = 254;

    private LabelImages() {
    }

    /** One label image, of a place and pixel size. Works without a display. */
    public static ImagePlus toImagePlus(LabelImage labels, FloatImage geometry) {
        return toImagePlus(labels.name(), List.of(labels), 1, geometry);
    }

    /**
     * Slices and time points.
     *
     * @param title of the window
     * @param labels of one size: volumes, one per time point; or planes, slice after slice and time point after time
     *        point
     * @param slices how many planes make a volume; 1 for volumes
     * @param geometry of any of them, for the pixel size
     */
    public static ImagePlus toImagePlus(String title, List<LabelImage> labels, int slices, FloatImage geometry) {
        int[] size = labels.get(0).size();
        int width = size[size.length - 1];
        int height = size[size.length - 2];
        int depth = size.length == 3 ? size[0] : 1;
        int maximum = labels.stream().mapToInt(LabelImage::maximum).max().orElse(0);
        ImageStack stack = new ImageStack(width, height);
        for (LabelImage image : labels) {
            if (!Arrays.equals(image.size(), size)) {
                throw new IllegalArgumentException(image + " beside " + labels.get(0));
            }
            for (int slice = 0; slice < depth; slice++) {
                stack.addSlice(processor(image, slice * width * height, width, height, maximum));
            }
        }
        ImagePlus result = new ImagePlus(title, stack);
        result.setDimensions(1, depth * slices, labels.size() / slices);
        result.setOpenAsHyperStack(labels.size() / slices > 1);
        result.setCalibration(PixelSizes.of(geometry));
        result.setLut(LabelColours.lut());
        // Up to 255 classes, a class's number is its place in the lookup table.
        result.setDisplayRange(0, Math.max(255, maximum));
        return result;
    }

    private static ImageProcessor processor(LabelImage labels, int start, int width, int height, int maximum) {
        boolean small = maximum <= MOST_IN_8_BITS;
        ImageProcessor processor = small ? new ByteProcessor(width, height) : new ShortProcessor(width, height);
        int ignored = small ? 255 : 65535;
        for (int i = 0; i < width * height; i++) {
            int value = labels.get(start + i);
            processor.set(i, value == LabelImage.IGNORE ? ignored : value);
        }
        return processor;
    }
}
