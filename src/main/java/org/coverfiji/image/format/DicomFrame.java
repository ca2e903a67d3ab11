package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;

import org.coverfiji.image.Orientation;

/** One frame of a DICOM file: where it lies, and what its values mean. */
final class DicomFrame {

    /** Cosines that differ by less are the same direction; writers round them in many ways. */
    private static final double SAME_DIRECTION = 1e-3;

    private final DicomFile image;
    private final int index;
    private final DicomElements elements;

    DicomFrame(DicomFile image, int index, DicomElements elements) {
        this.image = image;
        this.index = index;
        this.elements = elements;
    }

    File file() {
        return image.file();
    }

    DicomFile image() {
        return image;
    }

    /** In the file, from 0. */
    int index() {
        return index;
    }

    /** For messages: the file, and the frame where it holds several. */
    String name() {
        return image.file().getName() + (image.frameCount() > 1 ? " frame " + (index + 1) : "");
    }

    double slope() {
        double slope = elements.number(DicomTag.SLOPE, 1.0);
        return slope == 0 ? 1 : slope;
    }

    double intercept() {
        return elements.number(DicomTag.INTERCEPT, 0.0);
    }

    int instanceNumber() {
        return (int) elements.number(DicomTag.INSTANCE_NUMBER, 0.0);
    }

    /** The unique name that its maker gave the object, or the empty string. */
    String instance() {
        return elements.text(DicomTag.INSTANCE);
    }

    /** Cosines of the directions of rows and columns, or null if the file does not say. */
    double[] directions() {
        return elements.numbers(DicomTag.DIRECTIONS, 6);
    }

    /** Whether both lie in parallel planes, turned the same way, or neither says how. */
    boolean isParallel(DicomFrame other) {
        double[] own = directions();
        double[] others = other.directions();
        if (own == null || others == null) {
            return own == others;
        }
        for (int i = 0; i < own.length; i++) {
            if (Math.abs(own[i] - others[i]) > SAME_DIRECTION) {
                return false;
            }
        }
        return true;
    }

    /** The slices' normal, or null. */
    double[] normal() {
        double[] d = directions();
        return d == null ? null : new double[] {
            d[1] * d[5] - d[2] * d[4], d[2] * d[3] - d[0] * d[5], d[0] * d[4] - d[1] * d[3]};
    }

    /** Millimetres along a direction, or NaN if the file does not say. */
    double location(double[] direction) {
        double[] position = elements.numbers(DicomTag.POSITION, 3);
        return position == null || direction == null ? Double.NaN
                : position[0] * direction[0] + position[1] * direction[1] + position[2] * direction[2];
    }

    private double[] inPlane() {
        double[] spacing = elements.numbers(DicomTag.PIXEL_SPACING, 2);
        return spacing != null ? spacing : elements.numbers(DicomTag.IMAGER_PIXEL_SPACING, 2);
    }

    /** Pixel size z, y, x, as far as the file says. */
    double[] spacing() {
        double[] inPlane = inPlane();
        double depth = elements.number(DicomTag.SPACING_BETWEEN_SLICES,
                elements.number(DicomTag.SLICE_THICKNESS, 1.0));
        return inPlane == null ? new double[] {depth, 1, 1} : new double[] {depth, inPlane[0], inPlane[1]};
    }

    String unit() {
        return inPlane() == null ? "pixel" : "mm";
    }

    /**
     * The orientation of a volume that begins with this slice, from DICOM's axes (left, posterior, superior) to NIfTI's
     * (right, anterior, superior); null if not known.
     */
    Orientation orientation(double sliceSpacing) {
        double[] d = directions();
        double[] p = elements.numbers(DicomTag.POSITION, 3);
        double[] n = normal();
        if (d == null || p == null) {
            return null;
        }
        double[] spacing = spacing();
        double[] affine = new double[12];
        for (int row = 0; row < 3; row++) {
            int sign = row < 2 ? -1 : 1;
            affine[4 * row] = sign * d[row] * spacing[2];
            affine[4 * row + 1] = sign * d[row + 3] * spacing[1];
            affine[4 * row + 2] = sign * n[row] * sliceSpacing;
            affine[4 * row + 3] = sign * p[row];
        }
        return new Orientation(affine, 1);
    }

    void read(float[] out) throws IOException {
        image.read(this, out);
    }
}
