package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Collections;
import java.util.List;

import org.coverfiji.CancelledException;
import org.coverfiji.image.Palette;

/** A PNG, JPEG or BMP picture. */
final class PictureImage implements StoredImage {

    private static final int TAIL = 1 << 16;
    private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int PNG_END = 0x49454e44;

    private final File file;
    private final Geometry geometry;
    private final Palette palette;

    PictureImage(File file) throws IOException {
        this.file = file;
        geometry = Pictures.geometry(file);
        palette = Pictures.palette(file);
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
    public Palette palette() {
        return palette;
    }

    @Override
    public boolean isSequential() {
        return false;
    }

    /** Decoders fill up what is missing; so the end mark has to be looked for. */
    @Override
    public void check() throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            long start = in.readLong();
            boolean whole = true;
            if (start == PNG_SIGNATURE) {
                whole = hasPngEnd(in);
            } else if (start >>> 48 == 0xffd8) {
                whole = hasJpegEnd(in);
            }
            if (!whole) {
                throw new UnreadableException("it is truncated (its end mark is missing after " + in.length()
                        + " bytes); copy it again");
            }
        }
    }

    private static boolean hasPngEnd(RandomAccessFile in) throws IOException {
        long position = 8;
        while (position + 12 <= in.length()) {
            in.seek(position);
            long length = in.readInt() & 0xffffffffL;
            int kind = in.readInt();
            if (kind == PNG_END) {
                return true;
            }
            position += length + 12;
        }
        return false;
    }

    private static boolean hasJpegEnd(RandomAccessFile in) throws IOException {
        byte[] tail = new byte[(int) Math.min(TAIL, in.length())];
        in.seek(in.length() - tail.length);
        in.readFully(tail);
        for (int i = tail.length - 2; i >= 0; i--) {
            if (tail[i] == (byte) 0xff && tail[i + 1] == (byte) 0xd9) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void read(int frame, int firstSlice, int count, float[] out) throws IOException {
        int plane = geometry.plane();
        Pictures.use(file, pictures -> {
            for (int slice = 0; slice < count; slice++) {
                CancelledException.ifInterrupted();
                PixelValues.copy(pictures.read(firstSlice + slice), out, slice * plane, count * plane);
            }
            return null;
        });
    }
}
