package org.coverfiji.engine.impl.core;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/** What the losses of registration have in common: the names of the two images of a pair, and how arrays fit. */
final class PairImages {

    /** The name of the extra with the first images, [N, C, (D,) H, W]. */
    static final String A = "clean";
    /** The name of the extra with the second images, of the same shape. */
    static final String B = "partner";

    private PairImages() {
    }

    /** The sides of maps, array order. */
    static int[] size(Tensor map) {
        int[] size = new int[map.rank() - 2];
        for (int axis = 0; axis < size.length; axis++) {
            size[axis] = map.size(2 + axis);
        }
        return size;
    }

    /** @throws CoverException unless it has so many samples and channels and the images' sides */
    static Tensor require(String name, Tensor tensor, int samples, int channels, Tensor images) {
        boolean fits = tensor.rank() == images.rank() && tensor.size(0) == samples && tensor.size(1) == channels;
        for (int axis = 2; fits && axis < images.rank(); axis++) {
            fits = tensor.size(axis) == images.size(axis);
        }
        if (!fits) {
            throw new CoverException("A registration's loss was given " + tensor + " as " + name + " of images "
                    + images + "; it needs " + samples + " samples of " + channels + " channels of the images' size.");
        }
        return tensor;
    }

    /** The side of the windows of a correlation. @throws CoverException if it is none */
    static int window(double side) {
        if (!(side >= 3 && side % 2 == 1)) {
            throw new CoverException(
                    "The correlation's window has a side of " + side + " pixels; it must be odd, such as 9.");
        }
        return (int) side;
    }

    /** One plane of a tensor in double precision. */
    static double[] plane(Tensor tensor, int plane, int pixels) {
        double[] values = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            values[i] = tensor.data()[plane * pixels + i];
        }
        return values;
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
