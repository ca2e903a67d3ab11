package org.coverfiji.app.files;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.file.OutputClaim;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.OwnOutputs;
import org.coverfiji.file.Sha256;

/**
 * Says beside a result what made it: which input, by its path in the folder and its content, which model and which
 * settings. Written last, so that a result that has one is complete; the same again means that nothing has changed.
 */
public final class ResultRecord {

    private static final int BUFFER = 1 << 16;

    private final String text;

    private ResultRecord(String text) {
        this.text = text;
    }

    /**
     * @param input as the user calls it: a path in the folder that was searched
     * @param maker lines about model and settings
     * @throws CoverException if a file cannot be read
     */
    public static ResultRecord of(String input, FileGroup files, String maker) {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        for (File file : files.files()) {
            try (InputStream in = new DigestInputStream(new FileInputStream(file), digest)) {
                while (in.read(buffer) >= 0) {
                    continue;
                }
            } catch (IOException e) {
                throw new CoverException("Cannot read " + file + "; check its permissions, or copy it again.", e);
            }
        }
        return new ResultRecord("input: " + input + (files.isSeries() ? " and " + (files.files().size() - 1)
                + " other slices" : "") + "\ninput SHA-256: " + Sha256.text(digest) + "\n" + maker + "\n");
    }

    /** @param title of an open image, of which no file is known */
    public static ResultRecord of(String title, String maker) {
        return new ResultRecord("input: open image " + title + "\n" + maker + "\n");
    }

    /** Whether the result of this name has just this record. */
    public boolean isIn(File folder, String name) {
        try {
            return Files.readString(OwnOutputs.record(folder, name).toPath(), StandardCharsets.UTF_8).equals(text);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes sure that no other input's results are replaced.
     *
     * @param root the folder that was searched, or the one file
     * @throws CoverException if the result of this name is of another input that is still there
     */
    public void requireOwn(File folder, String name, File root) {
        String present;
        try {
            present = Files.readString(OwnOutputs.record(folder, name).toPath(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return;
        }
        String other = input(present);
        File searched = root.isDirectory() ? root : root.getAbsoluteFile().getParentFile();
        if (!other.equals(input(text)) && new File(searched, other).isFile()) {
            throw new CoverException("Its results would replace those of " + other + " (" + name
                    + "_…); rename one of the"
                    + " two, or choose another output_folder.");
        }
    }

    /**
     * Claims the results of this name until they are whole: of two runs at once one would write its label image, say,
     * beside the record of the other.
     *
     * @throws CoverException if another run of this process is writing them
     */
    public static OutputClaim claim(File folder, String name) {
        return OutputClaim.of(new File(folder, name + "_…"), OwnOutputs.record(folder, name));
    }

    private static String input(String text) {
        return text.lines().findFirst().orElse("").replaceFirst("^input: ", "")
                .replaceFirst(" and \\d+ other slices$", "");
    }

    public void write(File folder, String name) {
        AtomicFile.write(OwnOutputs.record(folder, name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
