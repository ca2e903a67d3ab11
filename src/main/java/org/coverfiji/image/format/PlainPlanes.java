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
        TiffDirectory directory = header.page(page);
        int plane = header.geometry.plane();
        if (directory.planarConfiguration() == TiffDirectory.PLANAR && directory.samples() > 1) {
            int strips = directory.offsets().length / directory.samples();
            for (int channel = 0; channel < header.channels; channel++) {
                readStrips(directory, channel * strips, strips, 0, out, offset + channel * stride, plane);
            }
        } else if (directory.samples() == 1) {
            readStrips(directory, 0, directory.offsets().length, header.shift(page), out, offset, plane);
        } else {
            float[] raw = new float[Math.multiplyExact(plane, directory.samples())];
            readStrips(directory, 0, directory.offsets().length, header.shift(page), raw, 0, raw.length);
            for (int i = 0; i < raw.length; i++) {
                int channel = i % directory.samples();
                if (channel < header.channels) {
                    out[offset + channel * stride + i / directory.samples()] = raw[i];
                }
            }
        }
    }

    /** Strips that follow one another are read at once: some files have one per row. */
    private void readStrips(TiffDirectory page, int first, int strips, long shift, float[] out, int offset, int count)
            throws IOException {
        long[] offsets = page.offsets();
        long[] lengths = page.lengths();
        if (strips == 1) {
            readRun(offsets[first] + shift, out, offset, count);
            return;
        }
        int done = 0;
        int strip = first;
        while (strip < first + strips && done < count) {
            long start = offsets[strip];
            long end = start + lengths[strip++];
            while (strip < first + strips && offsets[strip] == end) {
                end += lengths[strip++];
            }
            int run = (int) Math.min((end - start) / type.bytes, count - done);
            readRun(start + shift, out, offset + done, run);
            done += run;
        }
        if (done < count) {
            throw new UnreadableException("its TIFF strips hold " + done + " of " + count
                    + " values; export it again");
        }
    }

    private void readRun(long position, float[] out, int offset, int count) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            SampleReader reader = new SampleReader(in, type, header.first.order(), 1, 0);
            reader.skip(position);
            reader.read(out, offset, count);
        }
    }
}
