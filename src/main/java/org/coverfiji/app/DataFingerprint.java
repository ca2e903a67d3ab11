package org.coverfiji.app;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.image.FloatImage;

/**
 * Tells whether two trainings saw the same images, without keeping their names: a short SHA-256 hash. Of files it
 * takes names and sizes, because reading all of a large folder would cost minutes.
 */
final class DataFingerprint {

    private static final int SHOWN_BYTES = 8;

    private DataFingerprint() {
    }

    /** @param root folder to which the names are relative, so that a moved folder keeps its fingerprint */
    static String ofFiles(File root, List<File> files) {
        MessageDigest digest = sha256();
        Path base = root.isDirectory() ? root.toPath() : root.getAbsoluteFile().getParentFile().toPath();
        for (File file : files) {
            Path relative = base.toAbsolutePath().relativize(file.toPath().toAbsolutePath());
            add(digest, relative.toString().replace(File.separatorChar, '/'), file.length());
        }
        return files.size() + " files, sha256 " + hex(digest);
    }

    static String ofImages(List<FloatImage> images) {
        MessageDigest digest = sha256();
        for (FloatImage image : images) {
            add(digest, image.toString(), image.data().length);
            ByteBuffer bytes = ByteBuffer.allocate(image.data().length * Float.BYTES);
            bytes.asFloatBuffer().put(image.data());
            digest.update(bytes);
        }
        return images.size() + " images, sha256 " + hex(digest);
    }

    private static void add(MessageDigest digest, String name, long length) {
        digest.update((name + '\n' + length + '\n').getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(MessageDigest digest) {
        StringBuilder hex = new StringBuilder();
        for (byte b : Arrays.copyOf(digest.digest(), SHOWN_BYTES)) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
