package org.coverfiji.image.format;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;

import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.TiffDecoder;
import ij.measure.Calibration;

/**
 * A TIFF file. ImageJ's decoder reads the header and so decides what the file means (hyperstacks, calibration);
 * uncompressed planes are then read in place, compressed ones by Java's own TIFF reader. If the pages differ in size
 * or type only the first counts, as in ImageJ.
 */
final class TiffImage implements StoredImage {

    private final File file;
    private final FileInfo[] pages;
    private final FileInfo first;
    private final TiffLayout layout;
    private final SampleType type;
    private final int samples;
    private final boolean palette;
    private final float[] calibrated;
    private final Geometry geometry;

    /** @throws UnreadableException if ImageJ's decoder, or this class, does not know this kind of TIFF */
    TiffImage(File file) throws IOException {
        this.file = file;
        pages = decode(file);
        first = pages[0];
        new FileOpener(first).decodeDescriptionString(first);
        type = type();
        samples = first.fileType == FileInfo.RGB ? 3 : first.fileType == FileInfo.ARGB ? 4 : 1;
        palette = first.fileType == FileInfo.COLOR8 && isColourPalette();
        calibrated = calibration();
        layout = TiffLayout.of(samples > 1 || palette ? null : first.description, planes());
        boolean colour = samples > 1 || palette;
        geometry = spaced(new Geometry(first.width, first.height, colour ? 3 : layout.channels, layout.slices,
                layout.frames).withColour(colour));
    }

    private static FileInfo[] decode(File file) throws IOException {
        try {
            File absolute = file.getAbsoluteFile();
            FileInfo[] info = new TiffDecoder(absolute.getParent() + File.separator, absolute.getName()).getTiffInfo();
            if (info != null && info.length > 0 && info[0] != null) {
                return info;
            }
        } catch (IOException | RuntimeException e) {
            throw new UnreadableException("its TIFF header cannot be read (" + oneLine(e) + ")", e);
        }
        throw new UnreadableException("its TIFF header is damaged; export it again");
    }

    private static String oneLine(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().replace('\n', ' ');
    }

    private SampleType type() throws UnreadableException {
        switch (first.fileType) {
            case FileInfo.GRAY8: case FileInfo.COLOR8: case FileInfo.RGB: case FileInfo.ARGB:
                if (first.fileType == FileInfo.GRAY8 && first.samplesPerPixel > 1) {
                    break;
                }
                return SampleType.UINT8;
            case FileInfo.GRAY16_UNSIGNED:
                if (first.samplesPerPixel > 1) {
                    break;
                }
                return SampleType.UINT16;
            case FileInfo.GRAY16_SIGNED:
                return SampleType.INT16;
            case FileInfo.GRAY32_INT:
                return SampleType.INT32;
            case FileInfo.GRAY32_UNSIGNED:
                return SampleType.UINT32;
            case FileInfo.GRAY32_FLOAT:
                return SampleType.FLOAT32;
            case FileInfo.GRAY64_FLOAT:
                return SampleType.FLOAT64;
            default:
                break;
        }
        throw new UnreadableException("its kind of TIFF pixels (" + first.samplesPerPixel
                + " samples per pixel) cannot be read; save it as 8, 16 or 32 bit or RGB");
    }

    private int planes() {
        if (first.nImages > 1 || pages.length == 1) {
            return Math.max(1, first.nImages);
        }
        for (FileInfo page : pages) {
            if (page.width != first.width || page.height != first.height || page.fileType != first.fileType) {
                return 1;
            }
        }
        return pages.length;
    }

    /** A palette file's indices are values if ImageJ wrote it (a lookup table for display), else they mean colours. */
    private boolean isColourPalette() {
        if (first.lutSize == 0 || first.description != null && first.description.startsWith("ImageJ=")) {
            return false;
        }
        for (int i = 0; i < first.lutSize; i++) {
            if (first.reds[i] != first.greens[i] || first.reds[i] != first.blues[i]) {
                return true;
            }
        }
        return false;
    }

    /** What ImageJ shows for a raw value (8 bits, or 16 bits counted from the smallest), or null if it is the value. */
    private float[] calibration() {
        boolean small = type == SampleType.UINT8 || type == SampleType.UINT16 || type == SampleType.INT16;
        if (first.coefficients == null || first.valueUnit == null || !small || samples > 1 || palette) {
            return null;
        }
        Calibration calibration = new Calibration();
        calibration.setFunction(first.calibrationFunction, first.coefficients, first.valueUnit);
        float[] table = new float[1 << 8 * type.bytes];
        for (int value = 0; value < table.length; value++) {
            table[value] = (float) calibration.getCValue((double) value);
        }
        return table;
    }

    private Geometry spaced(Geometry plain) {
        String unit = first.unit;
        if (!(first.pixelWidth > 0) || unit == null || unit.isEmpty() || unit.startsWith("pixel")) {
            return plain;
        }
        // As ImageJ: tiny centimetres are what microscopes write for micrometres.
        boolean tiny = unit.equals("cm") && first.pixelWidth <= 0.001;
        double factor = tiny ? 10000 : 1;
        double depth = first.pixelDepth == 1 ? 1 : first.pixelDepth * factor;
        return plain.withSpacing(new double[] {depth, first.pixelHeight * factor, first.pixelWidth * factor},
                tiny || unit.equals("um") || unit.equals("micron") ? "µm" : unit);
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

    private boolean isCompressed() {
        return first.compression > FileInfo.COMPRESSION_NONE;
    }

    private long planeBytes() {
        return (long) first.width * first.height * samples * type.bytes;
    }

    @Override
    public void check() throws IOException {
        long needed = 0;
        if (!isCompressed() && isContiguous()) {
            needed = first.getOffset() + planes() * planeBytes() + (planes() - 1) * first.getGap();
        } else {
            for (int page = 0; page < planes(); page++) {
                needed = Math.max(needed, end(pages[page]));
            }
        }
        if (file.length() < needed) {
            throw UnreadableException.truncated(file.length(), needed);
        }
    }

    private boolean isContiguous() {
        return first.nImages > 1;
    }

    private long end(FileInfo page) {
        if (page.stripOffsets == null || !isCompressed() && page.stripOffsets.length < 2) {
            return page.getOffset() + planeBytes();
        }
        long end = 0;
        for (int strip = 0; strip < page.stripOffsets.length; strip++) {
            end = Math.max(end, (page.stripOffsets[strip] & 0xffffffffL) + page.stripLengths[strip]);
        }
        return end;
    }

    @Override
    public void read(int frame, int firstSlice, int count, float[] out) throws IOException {
        int plane = geometry.plane();
        if (isCompressed()) {
            Pictures.use(file, pictures -> {
                readPlanes(frame, firstSlice, count, (index, offset) ->
                        PixelValues.copy(pictures.read(index), out, offset, count * plane));
                return null;
            });
        } else {
            readPlanes(frame, firstSlice, count, (index, offset) -> readPlane(index, out, offset, count * plane));
        }
        if (calibrated != null) {
            calibrate(out);
        }
    }

    /** Reads the plane with this index in the file to this offset in the output. */
    @FunctionalInterface
    private interface PlaneReader {
        void read(int index, int offset) throws IOException;
    }

    private void readPlanes(int frame, int firstSlice, int count, PlaneReader reader) throws IOException {
        for (int channel = 0; channel < layout.channels; channel++) {
            for (int slice = 0; slice < count; slice++) {
                reader.read(layout.plane(channel, firstSlice + slice, frame),
                        (channel * count + slice) * geometry.plane());
            }
        }
    }

    private void readPlane(int index, float[] out, int offset, int stride) throws IOException {
        int plane = geometry.plane();
        float[] raw = new float[plane * samples];
        FileInfo page = isContiguous() ? first : pages[index];
        ByteOrder order = first.intelByteOrder ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        if (isContiguous() || page.stripOffsets == null || page.stripOffsets.length < 2) {
            long position = page.getOffset() + (isContiguous() ? index * (planeBytes() + first.getGap()) : 0);
            readRun(position, order, raw, 0, raw.length);
        } else {
            int done = 0;
            for (int strip = 0; strip < page.stripOffsets.length && done < raw.length; strip++) {
                int length = Math.min(page.stripLengths[strip] / type.bytes, raw.length - done);
                readRun(page.stripOffsets[strip] & 0xffffffffL, order, raw, done, length);
                done += length;
            }
        }
        for (int i = 0; i < raw.length; i++) {
            int sample = i % samples;
            if (palette) {
                int value = (int) raw[i];
                out[offset + i] = first.reds[value] & 0xff;
                out[offset + stride + i] = first.greens[value] & 0xff;
                out[offset + 2 * stride + i] = first.blues[value] & 0xff;
            } else if (sample < 3) {
                out[offset + sample * stride + i / samples] = raw[i];
            }
        }
    }

    private void readRun(long position, ByteOrder order, float[] raw, int from, int count) throws IOException {
        try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
            SampleReader reader = new SampleReader(in, type, order, 1, 0);
            reader.skip(position);
            reader.read(raw, from, count);
        }
    }

    private void calibrate(float[] out) {
        int zero = type == SampleType.INT16 ? 32768 : 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = calibrated[(int) out[i] + zero];
        }
    }
}
