package org.coverfiji.image.read;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.file.Sha256;
import org.coverfiji.image.FloatImage;

/**
 * Tells one training set from another: a hash over the files' relative names, their sizes and samples of their
 * content (beginning, middle and end), but not over their dates or the folder they lie in.
 */
public final class DataFingerprint {

    private static final int SAMPLE = 4096;

    private final String sha256;
    private final int images;
    private final long pixels;

    private DataFingerprint(String sha256, int images, long pixels) {
        this.sha256 = sha256;
        this.images = images;
        this.pixels = pixels;
    }

    /** @throws CoverException if a file has become unreadable */
    static DataFingerprint ofFiles(List<File> files, int images, long pixels) {
        MessageDigest digest = Sha256.digest();
        Path root = commonFolder(files);
        for (File file : files) {
            CancelledException.ifInterrupted();
            String name = root.relativize(absolute(file)).toString().replace(File.separatorChar, '/');
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
                update(digest, in.length());
                sample(in, 0, digest);
                sample(in, Math.max(0, in.length() / 2 - SAMPLE / 2), digest);
                sample(in, Math.max(0, in.length() - SAMPLE), digest);
            } catch (IOException e) {
                throw new CoverException("Cannot read " + file + ": " + ImageReader.reason(e) + ".", e);
            }
        }
        return new DataFingerprint(Sha256.text(digest), images, pixels);
    }

    public static DataFingerprint ofImages(List<FloatImage> images) {
        MessageDigest digest = Sha256.digest();
        long pixels = 0;
        for (FloatImage image : images) {
            digest.update(image.name().getBytes(StandardCharsets.UTF_8));
            update(digest, image.data().length);
            update(digest, image.data());
            pixels += image.pixels();
        }
        return new DataFingerprint(Sha256.text(digest), images.size(), pixels);
    }

    /**
     * What an image shows, whatever it is called: 32 hexadecimal digits over its size, channels and values. An image of
     * one value, such as an empty slice, shows nothing and is told from others by its name.
     */
    public static String ofContent(FloatImage image) {
        MessageDigest digest = Sha256.digest();
        if (isFlat(image.data())) {
            digest.update(image.name().getBytes(StandardCharsets.UTF_8));
        }
        update(digest, image.channels());
        for (int side : image.size()) {
            update(digest, side);
        }
        update(digest, image.data());
        return half(digest.digest());
    }

    private static boolean isFlat(float[] values) {
        for (float value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /** Of labels: 32 hexadecimal digits. */
    public static String ofContent(int[] values) {
        MessageDigest digest = Sha256.digest();
        ByteBuffer bytes = ByteBuffer.allocate(SAMPLE);
        for (int from = 0; from < values.length; from += SAMPLE / Integer.BYTES) {
            int count = Math.min(SAMPLE / Integer.BYTES, values.length - from);
            bytes.clear().asIntBuffer().put(values, from, count);
            digest.update(bytes.limit(count * Integer.BYTES));
        }
        return half(digest.digest());
    }

    /** 32 hexadecimal digits. */
    public static String ofText(String text) {
        return half(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** 64 hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /** How many images, time points and slices counted apart. */
    public int images() {
        return images;
    }

    /** Pixels of all images as stored. */
    public long pixels() {
        return pixels;
    }

    private static Path absolute(File file) {
        return file.getAbsoluteFile().toPath().normalize();
    }

    private static Path commonFolder(List<File> files) {
        Path common = absolute(files.get(0)).getParent();
        for (File file : files) {
            while (common.getParent() != null && !absolute(file).startsWith(common)) {
                common = common.getParent();
            }
        }
        return common;
    }

    private static void sample(RandomAccessFile in, long position, MessageDigest digest) throws IOException {
        byte[] bytes = new byte[(int) Math.min(SAMPLE, in.length() - position)];
        in.seek(position);
        in.readFully(bytes);
        digest.update(bytes);
    }

    private static void update(MessageDigest digest, long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    }

    private static void update(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(SAMPLE);
        for (int from = 0; from < values.length; from += SAMPLE / Float.BYTES) {
            int count = Math.min(SAMPLE / Float.BYTES, values.length - from);
            bytes.clear().asFloatBuffer().put(values, from, count);
            digest.update(bytes.limit(count * Float.BYTES));
        }
    }

    /** Half of the digits tell apart more images than there are, in half of a model file's room. */
    private static String half(byte[] digest) {
        return Sha256.text(Arrays.copyOf(digest, digest.length / 2));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d images, %,d pixels, SHA-256 %s", images, pixels, sha256);
    }
}
