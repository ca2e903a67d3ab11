package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;

import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.TiffDecoder;
import ij.measure.Calibration;

/** What a TIFF file's header means, as ImageJ's decoder sees it. */
final class TiffHeader {

    final FileInfo[] pages;
    /** The first page, which speaks for all. */
    final FileInfo first;
    final TiffLayout layout;
    final SampleType type;
    /** Stored values per pixel: 1, 3 (RGB) or 4 (the last is left out). */
    final int samples;
    /** Whether values are the numbers of colours. */
    final boolean palette;
    /** What ImageJ shows for a raw value, or null if it is the value; 16 bits count from the smallest. */
    final float[] calibrated;
    final Geometry geometry;

    /** @throws UnreadableException if ImageJ's decoder, or this class, does not know this kind of TIFF */
    TiffHeader(File file) throws IOException {
        pages = decode(file);
        first = pages[0];
        new FileOpener(first).decodeDescriptionString(first);
        type = type();
        samples = first.fileType == FileInfo.RGB ? 3 : first.fileType == FileInfo.ARGB ? 4 : 1;
        palette = first.fileType == FileInfo.COLOR8 && isColourPalette();
        calibrated = calibration();
        boolean colour = samples > 1 || palette;
        TiffLayout described = TiffLayout.of(first.description, planes());
        layout = colour && described.channels > 1 ? TiffLayout.of(null, planes()) : described;
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

    /** How many planes count. */
    int planes() {
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

    boolean isCompressed() {
        return first.compression > FileInfo.COMPRESSION_NONE;
    }

    long planeBytes() {
        return (long) first.width * first.height * samples * type.bytes;
    }

    /** Whether the planes follow one another with one header, as in ImageJ's stacks. */
    boolean isContiguous() {
        return first.nImages > 1;
    }

    /** The last byte that the pixels need. */
    long end() {
        long needed = 0;
        if (!isCompressed() && isContiguous()) {
            needed = first.getOffset() + planes() * planeBytes() + (planes() - 1) * first.getGap();
        } else {
            for (int page = 0; page < planes(); page++) {
                needed = Math.max(needed, end(pages[page]));
            }
        }
        return needed;
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
}
