package org.coverfiji.image;

import java.io.File;
import java.util.Collections;
import java.util.List;

import org.coverfiji.CoverException;

import ij.ImagePlus;
import ij.io.Opener;

/** Reads grey 2D images. */
public final class ImageReader {

    public ImageReader(int dimensions, int channels) {
    }

    public List<FloatImage> read(File file) {
        ImagePlus image = new Opener().openImage(file.getPath());
        if (image == null) {
            throw new CoverException(file + " is not a readable image.");
        }
        float[] data = (float[]) image.getProcessor().convertToFloatProcessor().getPixels();
        return Collections.singletonList(new FloatImage(file.getName(), data, 1,
                new int[] {image.getHeight(), image.getWidth()}, new double[] {1, 1}, "pixel"));
    }
}
