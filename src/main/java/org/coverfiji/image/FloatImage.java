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
    private final TimeAndOrigin timeAndOrigin;
    private final Palette palette;

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
        this(name, data, channels, size, spacing, unit, orientation, TimeAndOrigin.NONE, null);
    }

    private FloatImage(String name, float[] data, int channels, int[] size, double[] spacing, String unit,
            Orientation orientation, TimeAndOrigin timeAndOrigin, Palette palette) {
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
        this.timeAndOrigin = timeAndOrigin;
        this.palette = palette;
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

    /** Where the coordinates begin, and the time between two frames. */
    public TimeAndOrigin timeAndOrigin() {
        return timeAndOrigin;
    }

    /** The colours whose numbers the values are, or null if they are values of their own. */
    public Palette palette() {
        return palette;
    }

    /** The same geometry with other data, which are values of their own. */
    public FloatImage withData(float[] newData, int newChannels) {
        return new FloatImage(name, newData, newChannels, size, spacing, unit, orientation, timeAndOrigin, null);
    }

    /** The same image elsewhere in ImageJ's coordinates and time. */
    public FloatImage withTimeAndOrigin(TimeAndOrigin newTimeAndOrigin) {
        return new FloatImage(name, data, channels, size, spacing, unit, orientation, newTimeAndOrigin, palette);
    }

    /** The same image, whose values are the numbers of colours. */
    public FloatImage withPalette(Palette newPalette) {
        return new FloatImage(name, data, channels, size, spacing, unit, orientation, timeAndOrigin, newPalette);
    }

    /** The same image under another name. */
    public FloatImage withName(String newName) {
        return new FloatImage(newName, data, channels, size, spacing, unit, orientation, timeAndOrigin, palette);
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
