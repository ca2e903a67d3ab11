package org.coverfiji.image;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

/**
 * One 2D or 3D image in memory, channel after channel: data [C, (D,) H, W], with its pixel size. The form in which
 * images travel from files and windows to the network and back.
 */
public final class FloatImage {

    private final String name;
    private final float[] data;
    private final int channels;
    private final int[] size;
    private final double[] spacing;
    private final String unit;
    private final Orientation orientation;

    /** An image whose place in the scanner is not known. */
    public FloatImage(String name, float[] data, int channels, int[] size, double[] spacing, String unit) {
        this(name, data, channels, size, spacing, unit, null);
    }

    /**
     * @param name where it came from, for messages: file name or title, with slice or frame where one file holds
     *        several
     * @param data values, [C, (D,) H, W] row-major; shared, not copied
     * @param channels C
     * @param size extents in array order: {height, width} or {depth, height, width}
     * @param spacing pixel size in array order, in {@code unit}
     * @param unit physical unit of the spacing, or "pixel" if uncalibrated
     * @param orientation where the volume lies in the scanner, or null if not known
     */
    public FloatImage(String name, float[] data, int channels, int[] size, double[] spacing, String unit,
            Orientation orientation) {
        if (size.length != 2 && size.length != 3 || spacing.length != size.length) {
            throw new IllegalArgumentException("size " + Arrays.toString(size) + ", spacing "
                    + Arrays.toString(spacing));
        }
        if (data.length != channels * Tensor.size(size)) {
            throw new IllegalArgumentException(data.length + " values for " + channels + " × "
                    + Arrays.toString(size));
        }
        this.name = name;
        this.data = data;
        this.channels = channels;
        this.size = size.clone();
        this.spacing = spacing.clone();
        this.unit = unit;
        this.orientation = orientation;
    }

    public String name() {
        return name;
    }

    public float[] data() {
        return data;
    }

    public int channels() {
        return channels;
    }

    public int dimensions() {
        return size.length;
    }

    /** Extents in array order. */
    public int[] size() {
        return size.clone();
    }

    /** Number of pixels of one channel. */
    public int pixels() {
        return data.length / channels;
    }

    /** Pixel size in array order. */
    public double[] spacing() {
        return spacing.clone();
    }

    public String unit() {
        return unit;
    }

    /** Where the volume lies in the scanner (NIfTI, DICOM), or null if not known. */
    public Orientation orientation() {
        return orientation;
    }

    /** The same geometry with other data. */
    public FloatImage withData(float[] newData, int newChannels) {
        return new FloatImage(name, newData, newChannels, size, spacing, unit, orientation);
    }

    /** The same image under another name. */
    public FloatImage withName(String newName) {
        return new FloatImage(newName, data, channels, size, spacing, unit, orientation);
    }

    /** An ImgLib2 view on the same memory, axes x, y, (z,) channel. */
    public Img<FloatType> asImg() {
        long[] extents = new long[size.length + 1];
        for (int axis = 0; axis < size.length; axis++) {
            extents[axis] = size[size.length - 1 - axis];
        }
        extents[size.length] = channels;
        return ArrayImgs.floats(data, extents);
    }

    @Override
    public String toString() {
        return name + " (" + channels + " × " + Arrays.toString(size) + ")";
    }
}
