package org.coverfiji.image;

import org.coverfiji.CoverException;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/**
 * ImgLib2 images in and out, for scripts and other plugins: a Dataset of ImageJ2 is one of them.
 *
 * <pre>
 * FloatImage image = ImgLibImages.toFloatImage("cells", dataset, 2, new double[] {0.5, 0.5}, "µm");
 * RandomAccessibleInterval&lt;FloatType&gt; embedding = embedder.embed(image).asImg();
 * </pre>
 */
public final class ImgLibImages {

    private ImgLibImages() {
    }

    /**
     * Copies an image.
     *
     * @param image axes x, y, (z,) and, if it has one more, channel
     * @param dimensions 2 or 3: how many of the axes are spatial
     * @param spacing pixel size in array order ((z,) y, x)
     * @throws CoverException if the number of axes does not fit
     */
    public static <T extends RealType<T>> FloatImage toFloatImage(String name, RandomAccessibleInterval<T> image,
            int dimensions, double[] spacing, String unit) {
        int axes = image.numDimensions();
        if (axes != dimensions && axes != dimensions + 1) {
            throw new CoverException("The image " + name + " has " + axes + " axes, but a " + dimensions
                    + "D image has " + dimensions + ", or " + (dimensions + 1) + " with channels.");
        }
        int[] size = new int[dimensions];
        int pixels = 1;
        for (int axis = 0; axis < dimensions; axis++) {
            size[dimensions - 1 - axis] = Math.toIntExact(image.dimension(axis));
            pixels = Math.multiplyExact(pixels, size[dimensions - 1 - axis]);
        }
        int channels = axes > dimensions ? Math.toIntExact(image.dimension(dimensions)) : 1;
        float[] data = new float[Math.multiplyExact(pixels, channels)];
        // Flat iteration order has x fastest and the channel slowest, as our arrays.
        Cursor<T> cursor = Views.flatIterable(image).cursor();
        for (int i = 0; i < data.length; i++) {
            data[i] = cursor.next().getRealFloat();
        }
        return new FloatImage(name, data, channels, size, spacing, unit);
    }
}
