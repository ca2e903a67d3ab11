package org.coverfiji.image.read;

import java.io.File;
import java.io.IOException;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePlusFactory;
import org.coverfiji.image.PixelSizes;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.format.StoredImage;
import org.coverfiji.image.format.StoredImages;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;

/** Opens a file as ImageJ does; NIfTI, and TIFF files that ImageJ refuses or misreads, as the suite reads them. */
public final class ImageOpener {

    private static final float MOST_OF_A_BYTE = 255;

    private ImageOpener() {
    }

    /** @throws CoverException if the file is damaged, or of a kind that nobody reads */
    public static ImagePlus open(File file) {
        StoredImage stored;
        try {
            stored = StoredImages.open(file);
            stored.check();
            if (stored.isImageJs()) {
                return StoredImages.openByImageJ(file);
            }
        } catch (IOException e) {
            throw new CoverException("Cannot read " + file + ": " + ImageReader.reason(e) + ".", e);
        }
        Geometry geometry = stored.geometry();
        List<FloatImage> frames = new ImageReader(geometry.slices() > 1 ? 3 : 2, 0).read(file);
        return geometry.isColour() && isOfBytes(frames) ? colours(file.getName(), frames)
                : ImagePlusFactory.create(file.getName(), frames, null);
    }

    private static boolean isOfBytes(List<FloatImage> frames) {
        for (FloatImage frame : frames) {
            for (float value : frame.data()) {
                if (value > MOST_OF_A_BYTE) {
                    return false;
                }
            }
        }
        return true;
    }

    private static ImagePlus colours(String title, List<FloatImage> frames) {
        FloatImage first = frames.get(0);
        int[] size = first.size();
        int width = size[size.length - 1];
        int plane = width * size[size.length - 2];
        ImageStack stack = new ImageStack(width, plane / width);
        for (FloatImage frame : frames) {
            for (int start = 0; start < frame.pixels(); start += plane) {
                int[] colours = new int[plane];
                for (int i = 0; i < 3 * plane; i++) {
                    int channel = i / plane;
                    int value = (int) frame.data()[channel * frame.pixels() + start + i % plane];
                    colours[i % plane] |= value << 16 - 8 * channel;
                }
                stack.addSlice(new ColorProcessor(width, plane / width, colours));
            }
        }
        ImagePlus image = new ImagePlus(title, stack);
        image.setDimensions(1, first.pixels() / plane, frames.size());
        image.setCalibration(PixelSizes.of(first));
        return image;
    }
}
