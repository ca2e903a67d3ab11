package org.coverfiji.image.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import org.coverfiji.file.IOConsumer;

/**
 * A NIfTI file (.nii or .nii.gz). The array stays in its stored order: x fastest, so [z, y, x]; the fourth dimension
 * is time, the fifth channels. Values are scaled by scl_slope and scl_inter.
 */
final class NiftiImage implements StoredImage {

    private static final int BUFFER = 1 << 16;

    private final File file;
    private final List<File> files;
    private final boolean compressed;
    private final NiftiHeader header;

    NiftiImage(File file) throws IOException {
        this.file = file;
        files = List.of(file);
        try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
            in.mark(2);
            compressed = in.read() == 0x1f && in.read() == 0x8b;
        }
        NiftiHeader[] read = new NiftiHeader[1];
        use(in -> read[0] = NiftiHeader.read(in, false));
        header = read[0];
    }

    /** A header and its values in files of their own, as NIfTI or ANALYZE. */
    NiftiImage(ImagePair pair) throws IOException {
        file = pair.image();
        files = List.of(pair.header(), pair.image());
        compressed = false;
        try (InputStream in = new BufferedInputStream(new FileInputStream(pair.header()))) {
            header = NiftiHeader.read(in, true);
        }
    }

    @Override
    public String name() {
        return file.getName();
    }

    @Override
    public List<File> files() {
        return files;
    }

    @Override
    public Geometry geometry() {
        return header.geometry;
    }

    /** ImageJ has no reader; what plugins make of the file has other directions or scaling. */
    @Override
    public boolean isImageJs() {
        return false;
    }

    @Override
    public boolean isSequential() {
        return compressed;
    }

    @Override
    public void check() throws IOException {
        long needed = header.offset + frameBytes() * header.geometry.frames() * storedChannels();
        if (!compressed) {
            if (file.length() < needed) {
                throw UnreadableException.truncated(file.length(), needed);
            }
        } else if (uncompressedLength() != (needed & 0xffffffffL)) {
            // A longer file than its header says, several gzip members, or a truncated one: only reading it can tell.
            use(in -> SampleReader.skip(in, needed));
        }
    }

    /** What gzip's last four bytes give: the length of the content modulo 2^32, if it is in one piece. */
    private long uncompressedLength() throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            in.seek(Math.max(0, in.length() - 4));
            return Integer.reverseBytes(in.readInt()) & 0xffffffffL;
        }
    }

    @Override
    public void read(int frame, int firstSlice, int count, float[] out) throws IOException {
        use(in -> {
            SampleReader reader = new SampleReader(in, header.type, header.order, header.slope, header.intercept);
            if (header.samples > 1) {
                readColour(reader, frame, firstSlice, count, out);
            } else {
                readChannels(reader, frame, firstSlice, count, out);
            }
            if (compressed) {
                // At the end of the content, this makes gzip compare its checksum.
                in.readNBytes(1);
            }
        });
    }

    private void readChannels(SampleReader reader, int frame, int firstSlice, int count, float[] out)
            throws IOException {
        long slice = frameBytes() / header.geometry.slices();
        int pixels = header.geometry.plane() * count;
        long position = 0;
        for (int channel = 0; channel < header.geometry.channels(); channel++) {
            long target = header.offset + ((long) channel * header.geometry.frames() + frame) * frameBytes()
                    + firstSlice * slice;
            reader.skip(target - position);
            reader.read(out, channel * pixels, pixels);
            position = target + slice * count;
        }
    }

    private void readColour(SampleReader reader, int frame, int firstSlice, int count, float[] out)
            throws IOException {
        int pixels = header.geometry.plane() * count;
        float[] interleaved = new float[Math.multiplyExact(pixels, header.samples)];
        long slice = frameBytes() / header.geometry.slices();
        reader.skip(header.offset + frame * frameBytes() + firstSlice * slice);
        reader.read(interleaved, 0, interleaved.length);
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int channel = 0; channel < 3; channel++) {
                out[channel * pixels + pixel] = interleaved[pixel * header.samples + channel];
            }
        }
    }

    /** Bytes of one channel of one time point. */
    private long frameBytes() {
        return (long) header.geometry.plane() * header.geometry.slices() * header.samples * header.type.bytes;
    }

    private int storedChannels() {
        return header.samples > 1 ? 1 : header.geometry.channels();
    }

    private void use(IOConsumer<InputStream> consumer) throws IOException {
        try (InputStream stored = new FileInputStream(file);
                InputStream in = compressed ? new GZIPInputStream(stored, BUFFER) : new BufferedInputStream(stored)) {
            consumer.accept(in);
        } catch (EOFException e) {
            throw new UnreadableException("it is truncated (its compressed data end too early); copy it again", e);
        } catch (ZipException e) {
            throw new UnreadableException("its compressed data are damaged; copy it again", e);
        }
    }
}
