package org.coverfiji.image.format;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;

import org.coverfiji.image.Orientation;

/**
 * One DICOM file with uncompressed pixels; its frames are slices. Values are rescaled by slope and intercept (so CT
 * is in Hounsfield units). MONOCHROME1 values stay as they are, as ImageJ shows them under the cursor.
 */
final class DicomImage implements StoredImage {

    private final File file;
    private final DicomHeader header;
    private final Geometry geometry;
    private final SampleType type;
    private final int samples;
    private final double slope;
    private final double intercept;

    DicomImage(File file) throws IOException {
        this.file = file;
        header = DicomHeader.read(file);
        samples = header.number(DicomTag.SAMPLES, 1);
        if (samples != 1 && samples != 3) {
            throw new UnreadableException("its " + samples + " samples per pixel are not supported; export it as grey"
                    + " or RGB");
        }
        type = type();
        double[] storedSlope = header.numbers(DicomTag.SLOPE, 1);
        double[] storedIntercept = header.numbers(DicomTag.INTERCEPT, 1);
        slope = storedSlope == null || storedSlope[0] == 0 ? 1 : storedSlope[0];
        intercept = storedIntercept == null ? 0 : storedIntercept[0];
        double[] frames = header.numbers(DicomTag.FRAMES, 1);
        geometry = new Geometry(header.number(DicomTag.COLUMNS, 0), header.number(DicomTag.ROWS, 0), samples,
                frames == null ? 1 : (int) frames[0], 1).withColour(samples == 3).withSpacing(spacing(), unit())
                .withOrientation(orientation());
    }

    /** What ties the slices of one volume together: files whose keys differ are different volumes. */
    String series() {
        return header.text(DicomTag.SERIES) + " " + geometry.width() + "×" + geometry.height() + " " + samples
                + " " + header.text(DicomTag.DIRECTIONS);
    }

    int instanceNumber() {
        double[] number = header.numbers(DicomTag.INSTANCE_NUMBER, 1);
        return number == null ? 0 : (int) number[0];
    }

    /** Millimetres along the slices' normal, or NaN if the file does not say. */
    double location() {
        double[] position = header.numbers(DicomTag.POSITION, 3);
        double[] normal = normal();
        return position == null || normal == null ? Double.NaN
                : position[0] * normal[0] + position[1] * normal[1] + position[2] * normal[2];
    }

    @Override
    public String name() {
        return file.getName();
    }

    @Override
    public List<File> files() {
        return Collections.singletonList(file);
    }

    @Override
    public Geometry geometry() {
        return geometry;
    }

    @Override
    public boolean isSequential() {
        return false;
    }

    @Override
    public void check() throws IOException {
        long needed = header.pixelsOffset() + (long) geometry.slices() * sliceBytes();
        if (file.length() < needed) {
            throw UnreadableException.truncated(file.length(), needed);
        }
    }

    @Override
    public void read(int frame, int firstSlice, int count, float[] out) throws IOException {
        try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
            SampleReader.skip(in, header.pixelsOffset() + firstSlice * sliceBytes());
            SampleReader reader = new SampleReader(in, type, header.order(), 1, 0);
            boolean planar = samples == 1 || header.number(DicomTag.PLANAR, 0) == 1;
            int plane = geometry.plane();
            float[] stored = new float[plane * samples];
            for (int slice = 0; slice < count; slice++) {
                reader.read(stored, 0, stored.length);
                for (int i = 0; i < stored.length; i++) {
                    int channel = planar ? i / plane : i % samples;
                    int pixel = planar ? i % plane : i / samples;
                    out[(channel * count + slice) * plane + pixel] =
                            (float) (slope * significant(stored[i]) + intercept);
                }
            }
        }
    }

    /** Clears what is no part of the number: old files keep overlays in the bits above. */
    private double significant(float stored) {
        int allocated = 8 * type.bytes;
        int bits = header.number(DicomTag.BITS_STORED, allocated);
        int high = header.number(DicomTag.HIGH_BIT, bits - 1);
        if (allocated > 16 || bits == allocated || bits < 1 || high < bits - 1 || high >= allocated) {
            return stored;
        }
        int shifted = (int) stored << 31 - high;
        boolean signed = type == SampleType.INT8 || type == SampleType.INT16;
        return signed ? shifted >> 32 - bits : shifted >>> 32 - bits;
    }

    private SampleType type() throws UnreadableException {
        if (header.hasFloatPixels()) {
            return SampleType.FLOAT32;
        }
        if (header.hasDoublePixels()) {
            return SampleType.FLOAT64;
        }
        boolean signed = header.number(DicomTag.SIGNED, 0) == 1;
        int bits = header.number(DicomTag.BITS_ALLOCATED, 0);
        switch (bits) {
            case 8:
                return signed ? SampleType.INT8 : SampleType.UINT8;
            case 16:
                return signed ? SampleType.INT16 : SampleType.UINT16;
            case 32:
                return signed ? SampleType.INT32 : SampleType.UINT32;
            default:
                throw new UnreadableException("its " + bits + " bits per sample are not supported; export it with"
                        + " 8, 16 or 32");
        }
    }

    private long sliceBytes() {
        return (long) geometry.plane() * samples * type.bytes;
    }

    private double[] inPlane() {
        double[] spacing = header.numbers(DicomTag.PIXEL_SPACING, 2);
        return spacing != null ? spacing : header.numbers(DicomTag.IMAGER_PIXEL_SPACING, 2);
    }

    private double[] spacing() {
        double[] inPlane = inPlane();
        double[] between = header.numbers(DicomTag.SPACING_BETWEEN_SLICES, 1);
        double[] thickness = between != null ? between : header.numbers(DicomTag.SLICE_THICKNESS, 1);
        return new double[] {thickness == null ? 1 : thickness[0], inPlane == null ? 1 : inPlane[0],
            inPlane == null ? 1 : inPlane[1]};
    }

    private String unit() {
        return inPlane() == null ? "pixel" : "mm";
    }

    private double[] normal() {
        double[] d = header.numbers(DicomTag.DIRECTIONS, 6);
        return d == null ? null : new double[] {
            d[1] * d[5] - d[2] * d[4], d[2] * d[3] - d[0] * d[5], d[0] * d[4] - d[1] * d[3]};
    }

    /** From DICOM's axes (left, posterior, superior) to NIfTI's (right, anterior, superior). */
    private Orientation orientation() {
        return orientation(spacing()[0]);
    }

    /** The orientation of a volume that begins with this slice. */
    Orientation orientation(double sliceSpacing) {
        double[] d = header.numbers(DicomTag.DIRECTIONS, 6);
        double[] p = header.numbers(DicomTag.POSITION, 3);
        double[] spacing = spacing();
        double[] n = normal();
        if (d == null || p == null) {
            return null;
        }
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
}
