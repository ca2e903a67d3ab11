package org.coverfiji.image.format;

import java.util.Arrays;

import org.coverfiji.image.Orientation;
import org.coverfiji.image.PixelSizes;
import org.coverfiji.image.TimeAndOrigin;

import ij.measure.Calibration;

/** What a stored hyperstack's header says, without its pixels. */
public final class Geometry {

    private final int width;
    private final int height;
    private final int channels;
    private final int slices;
    private final int frames;
    private double[] spacing = {1, 1, 1};
    private String unit = "pixel";
    private Orientation orientation;
    private boolean colour;
    private TimeAndOrigin timeAndOrigin = TimeAndOrigin.NONE;

    public Geometry(int width, int height, int channels, int slices, int frames) throws UnreadableException {
        if (width < 1 || height < 1 || channels < 1 || slices < 1 || frames < 1) {
            throw new UnreadableException("its header gives the impossible size " + width + " × " + height + " × "
                    + slices + ", " + channels + " channels, " + frames + " time points");
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.slices = slices;
        this.frames = frames;
    }

    /** @param newSpacing pixel size z, y, x; values that are no sizes become 1 */
    Geometry withSpacing(double[] newSpacing, String newUnit) {
        Geometry copy = copy();
        copy.spacing = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double size = Math.abs(newSpacing[axis]);
            copy.spacing[axis] = size > 0 && Double.isFinite(size) ? size : 1;
        }
        copy.unit = newUnit == null || newUnit.isEmpty() ? "pixel" : newUnit;
        return copy;
    }

    /** Takes what ImageJ's calibration means. */
    Geometry withCalibration(Calibration calibration) {
        Geometry copy = !PixelSizes.isMeant(calibration) ? copy()
                : withSpacing(new double[] {calibration.pixelDepth, calibration.pixelHeight, calibration.pixelWidth},
                        calibration.getUnit());
        copy.timeAndOrigin = TimeAndOrigin.of(calibration);
        return copy;
    }

    Geometry withOrientation(Orientation newOrientation) {
        Geometry copy = copy();
        copy.orientation = newOrientation;
        return copy;
    }

    /** Marks the three channels as red, green and blue. */
    Geometry withColour(boolean isColour) {
        Geometry copy = copy();
        copy.colour = isColour;
        return copy;
    }

    private Geometry copy() {
        try {
            Geometry copy = new Geometry(width, height, channels, slices, frames);
            copy.spacing = spacing;
            copy.unit = unit;
            copy.orientation = orientation;
            copy.colour = colour;
            copy.timeAndOrigin = timeAndOrigin;
            return copy;
        } catch (UnreadableException e) {
            throw new AssertionError(e);
        }
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int channels() {
        return channels;
    }

    public int slices() {
        return slices;
    }

    public int frames() {
        return frames;
    }

    /** Pixel size z, y, x. */
    public double[] spacing() {
        return spacing.clone();
    }

    /** Extents in array order: of a slice (2), or of the stack (3 dimensions). */
    public int[] size(int dimensions) {
        return dimensions == 2 ? new int[] {height, width} : new int[] {slices, height, width};
    }

    /** Pixel size in array order: of a slice (2), or of the stack (3 dimensions). */
    public double[] spacing(int dimensions) {
        return Arrays.copyOfRange(spacing, 3 - dimensions, 3);
    }

    /** How many images that is to a network of 2 dimensions, which takes slice by slice, or of 3. */
    public int images(int dimensions) {
        return frames * (dimensions == 2 ? slices : 1);
    }

    public String unit() {
        return unit;
    }

    /** Where ImageJ's coordinates begin, and the time between two frames. */
    public TimeAndOrigin timeAndOrigin() {
        return timeAndOrigin;
    }

    /** Or null if not known. */
    public Orientation orientation() {
        return orientation;
    }

    /** Whether the channels are red, green and blue. */
    public boolean isColour() {
        return colour;
    }

    /** Pixels of one slice. */
    int plane() {
        return Math.multiplyExact(width, height);
    }
}
