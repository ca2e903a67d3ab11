package org.coverfiji.image.format;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Pages that are not compressed and lie in strips: read in place. */
final class PlainPlanes implements TiffPlanes {

    private final File file;
    private final TiffHeader header;
    private final SampleType type;

    PlainPlanes(File file, TiffHeader header) {
        this.file = file;
        this.header = header;
        type = header.type;
    }

    /** Whether pages of this kind can be read so. */
    static boolean canRead(TiffDirectory page) {
        boolean colours = page.photometric() <= TiffDirectory.PALETTE;
        return !page.isCompressed() && !page.isTiled() && !page.isFillOrderReversed() && page.hasEqualSamples()
                && colours && SampleType.of(page.bits(), page.sampleFormat()) != null
                && (page.planarConfiguration() != TiffDirectory.PLANAR || page.samples() == 1
                        || page.offsets().length % page.samples() == 0);
    }

    @Override
    public void read(int page, float[] out, int offset, int stride) throws IOException {
        readRows(page, 0, header.geometry.height(), out, offset, stride);
    }

    @Override
    public boolean hasRows() {
        return true;
    }

    @Override
    public void readRows(int page, int firstRow, int rows, float[] out, int offset, int stride) throws IOException {
        TiffDirectory directory = header.page(page);
        int width = header.geometry.width();
        int count = Math.multiplyExact(rows, width);
        long before = (long) firstRow * width;
        int samples = directory.samples();
        if (directory.planarConfiguration() == TiffDirectory.PLANAR && samples > 1) {
            int strips = directory.offsets().length / samples;
            for (int channel = 0; channel < header.channels; channel++) {
                readStrips(directory, channel * strips, strips, 0, before, out, offset + channel * stride, count);
            }
        } else if (samples == 1) {
            readStrips(directory, 0, directory.offsets().length, header.shift(page), before, out, offset, count);
        } else {
            float[] raw = new float[Math.multiplyExact(count, samples)];
            readStrips(directory, 0, directory.offsets().length, header.shift(page), before * samples, raw, 0,
                    raw.length);
            for (int i = 0; i < raw.length; i++) {
                int channel = i % samples;
                if (channel < header.channels) {
                    out[offset + channel * stride + i / samples] = raw[i];
                }
            }
        }
    }

    /**
     * Strips that follow one another are read at once: some files have one per row.
     *
     * @param before how many values are passed over
     */
    private void readStrips(TiffDirectory page, int first, int strips, long shift, long before, float[] out,
            int offset, int count) throws IOException {
        long[] offsets = page.offsets();
        long[] lengths = page.lengths();
        if (strips == 1) {
            readRun(offsets[first] + shift + before * type.bytes, out, offset, count);
            return;
        }
        long left = before;
        int done = 0;
        int strip = first;
        while (strip < first + strips && done < count) {
            long start = offsets[strip];
            long end = start + lengths[strip++];
            while (strip < first + strips && offsets[strip] == end) {
                end += lengths[strip++];
            }
            long values = (end - start) / type.bytes;
            long passed = Math.min(left, values);
            left -= passed;
            int run = (int) Math.min(values - passed, count - done);
            readRun(start + shift + passed * type.bytes, out, offset + done, run);
            done += run;
        }
        if (done < count) {
            throw new UnreadableException("its TIFF strips hold " + (before - left + done) + " of " + (before + count)
                    + " values; export it again");
        }
    }

    private void readRun(long position, float[] out, int offset, int count) throws IOException {
        if (count == 0) {
            return;
        }
        try (InputStream in = new FileInputStream(file)) {
            SampleReader reader = new SampleReader(in, type, header.first.order(), 1, 0);
            reader.skip(position);
            reader.read(out, offset, count);
        }
    }
}
