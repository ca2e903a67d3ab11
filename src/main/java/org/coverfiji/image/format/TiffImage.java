package org.coverfiji.image.format;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;

import ij.io.FileInfo;

/**
 * A TIFF file. ImageJ's decoder reads the header and so decides what the file means (hyperstacks, calibration);
 * uncompressed planes are then read in place, compressed ones by Java's own TIFF reader. If the pages differ in size
 * or type only the first counts, as in ImageJ.
 */
final class TiffImage implements StoredImage {

    private final File file;
    private final TiffHeader header;

    /** @throws UnreadableException if ImageJ's decoder, or this class, does not know this kind of TIFF */
    TiffImage(File file) throws IOException {
        this.file = file;
        header = new TiffHeader(file);
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
        return header.geometry;
    }

    @Override
    public boolean isSequential() {
        return false;
    }

    @Override
    public void check() throws IOException {
        long needed = header.end();
        if (file.length() < needed) {
            throw UnreadableException.truncated(file.length(), needed);
        }
    }

    @Override
    public void read(int frame, int firstSlice, int count, float[] out) throws IOException {
        int plane = header.geometry.plane();
        if (header.isCompressed()) {
            Pictures.use(file, pictures -> {
                readPlanes(frame, firstSlice, count, (index, offset) ->
                        PixelValues.copy(pictures.read(index), out, offset, count * plane));
                return null;
            });
        } else {
            readPlanes(frame, firstSlice, count, (index, offset) -> readPlane(index, out, offset, count * plane));
        }
        if (header.calibrated != null) {
            calibrate(out);
        }
    }

    /** Reads the plane with this index in the file to this offset in the output. */
    @FunctionalInterface
    private interface PlaneReader {
        void read(int index, int offset) throws IOException;
    }

    private void readPlanes(int frame, int firstSlice, int count, PlaneReader reader) throws IOException {
        for (int channel = 0; channel < header.layout.channels; channel++) {
            for (int slice = 0; slice < count; slice++) {
                reader.read(header.layout.plane(channel, firstSlice + slice, frame),
                        (channel * count + slice) * header.geometry.plane());
            }
        }
    }

    private void readPlane(int index, float[] out, int offset, int stride) throws IOException {
        float[] raw = new float[header.geometry.plane() * header.samples];
        FileInfo page = header.isContiguous() ? header.first : header.pages[index];
        if (header.isContiguous()) {
            readRun(page.getOffset() + index * (header.planeBytes() + page.getGap()), raw, 0, raw.length);
        } else if (page.stripOffsets == null || page.stripOffsets.length < 2) {
            readRun(page.getOffset(), raw, 0, raw.length);
        } else {
            readStrips(page, raw);
        }
        if (header.palette) {
            copyColours(raw, out, offset, stride);
        } else {
            copySamples(raw, out, offset, stride);
        }
    }

    /** Strips that follow one another are read at once: some files have one per row. */
    private void readStrips(FileInfo page, float[] raw) throws IOException {
        int done = 0;
        int strip = 0;
        while (strip < page.stripOffsets.length && done < raw.length) {
            long start = page.stripOffsets[strip] & 0xffffffffL;
            long end = start + page.stripLengths[strip++];
            while (strip < page.stripOffsets.length && (page.stripOffsets[strip] & 0xffffffffL) == end) {
                end += page.stripLengths[strip++];
            }
            int count = (int) Math.min((end - start) / header.type.bytes, raw.length - done);
            readRun(start, raw, done, count);
            done += count;
        }
        if (done < raw.length) {
            throw new UnreadableException("its TIFF strips hold " + done + " of " + raw.length
                    + " values; export it again");
        }
    }

    private void copyColours(float[] raw, float[] out, int offset, int stride) {
        for (int i = 0; i < raw.length; i++) {
            int value = (int) raw[i];
            out[offset + i] = header.first.reds[value] & 0xff;
            out[offset + stride + i] = header.first.greens[value] & 0xff;
            out[offset + 2 * stride + i] = header.first.blues[value] & 0xff;
        }
    }

    private void copySamples(float[] raw, float[] out, int offset, int stride) {
        int samples = header.samples;
        if (samples == 1) {
            System.arraycopy(raw, 0, out, offset, raw.length);
            return;
        }
        for (int i = 0; i < raw.length; i++) {
            if (i % samples < 3) {
                out[offset + i % samples * stride + i / samples] = raw[i];
            }
        }
    }

    private void readRun(long position, float[] raw, int from, int count) throws IOException {
        ByteOrder order = header.first.intelByteOrder ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        try (InputStream in = new FileInputStream(file)) {
            SampleReader reader = new SampleReader(in, header.type, order, 1, 0);
            reader.skip(position);
            reader.read(raw, from, count);
        }
    }

    private void calibrate(float[] out) {
        int zero = header.type == SampleType.INT16 ? 32768 : 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = header.calibrated[(int) out[i] + zero];
        }
    }
}
