package org.coverfiji.image.format;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One DICOM file with uncompressed pixels, of one frame or several. Values are rescaled by each frame's slope and
 * intercept (so CT is in Hounsfield units). MONOCHROME1 values stay as they are, as ImageJ shows them under the
 * cursor; YBR and palettes become red, green and blue.
 */
final class DicomFile {

    private final File file;
    private final DicomHeader header;
    private final DicomColour colour;
    private final SampleType type;
    private final int width;
    private final int height;
    private final int frames;

    DicomFile(File file) throws IOException {
        this.file = file;
        header = DicomHeader.read(file);
        DicomElements elements = header.elements();
        if (elements.has(DicomTag.MODALITY_TABLE)) {
            throw new UnreadableException("its values are defined by a table (modality LUT sequence), which ImageJ does"
                    + " not know either; export it with rescale slope and intercept");
        }
        colour = DicomColour.of(elements);
        type = type(elements);
        if (colour.isPalette() && type != SampleType.UINT8) {
            throw new UnreadableException("its palette has more than 256 colours; export it as RGB");
        }
        width = elements.number(DicomTag.COLUMNS, 0);
        height = elements.number(DicomTag.ROWS, 0);
        frames = (int) Math.max(1, elements.number(DicomTag.FRAMES, 1.0));
        // For its check of the size.
        new Geometry(width, height, channels(), frames, 1);
        long needed = header.pixelsOffset() + frames * frameBytes();
        if (file.length() < needed) {
            throw UnreadableException.truncated(file.length(), needed);
        }
    }

    File file() {
        return file;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** 1 or 3. */
    int channels() {
        return colour.channels();
    }

    boolean isInverted() {
        return colour == DicomColour.INVERTED;
    }

    /** In stored order. */
    List<DicomFrame> frames() {
        List<DicomFrame> all = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            all.add(new DicomFrame(this, i, header.frame(i)));
        }
        return all;
    }

    int frameCount() {
        return frames;
    }

    /** Which series it belongs to; files of different ones are never one volume. */
    String series() {
        return header.elements().text(DicomTag.SERIES) + " " + width + "×" + height + " " + colour.channels();
    }

    /** Reads values of one frame, [channels, height, width]. */
    void read(DicomFrame frame, float[] out) throws IOException {
        try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
            SampleReader.skip(in, header.pixelsOffset() + frame.index() * frameBytes());
            float[] stored = new float[Math.multiplyExact(Math.multiplyExact(width, height), colour.samples())];
            new SampleReader(in, type, header.order(), 1, 0).read(stored, 0, stored.length);
            if (colour.channels() == 3) {
                colour.toRgb(stored, header.elements(), out);
                return;
            }
            double slope = frame.slope();
            double intercept = frame.intercept();
            for (int i = 0; i < stored.length; i++) {
                out[i] = (float) (slope * significant(stored[i]) + intercept);
            }
        }
    }

    /** Clears what is no part of the number: old files keep overlays in the bits above. */
    private double significant(float stored) {
        int allocated = 8 * type.bytes;
        int bits = header.elements().number(DicomTag.BITS_STORED, allocated);
        int high = header.elements().number(DicomTag.HIGH_BIT, bits - 1);
        if (allocated > 16 || bits == allocated || bits < 1 || high < bits - 1 || high >= allocated) {
            return stored;
        }
        int shifted = (int) stored << 31 - high;
        boolean signed = type == SampleType.INT8 || type == SampleType.INT16;
        return signed ? shifted >> 32 - bits : shifted >>> 32 - bits;
    }

    private SampleType type(DicomElements elements) throws UnreadableException {
        if (header.hasFloatPixels()) {
            return SampleType.FLOAT32;
        }
        if (header.hasDoublePixels()) {
            return SampleType.FLOAT64;
        }
        boolean signed = elements.number(DicomTag.SIGNED, 0) == 1;
        int bits = elements.number(DicomTag.BITS_ALLOCATED, 0);
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

    private long frameBytes() {
        return (long) width * height * colour.samples() * type.bytes;
    }
}
