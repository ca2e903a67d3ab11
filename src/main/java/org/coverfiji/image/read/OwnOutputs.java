package org.coverfiji.image.read;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coverfiji.image.PictureFile;

/**
 * Tells the suite's own results from the user's images, beside which they may lie. Label images and embeddings are
 * known by the record beside them, pictures by a mark in them.
 */
public final class OwnOutputs {

    private static final String RECORD = "_made_from.txt";
    private static final String LABELS = "_labels.tif";
    private static final Pattern RESULT =
            Pattern.compile("(.+)_(?:(?:labels|probabilities|embedding|pca|similarity)\\.tif|rois\\.zip)");

    private OwnOutputs() {
    }

    /** The file that says what made the result of this name. */
    public static File record(File folder, String name) {
        return new File(folder, name + RECORD);
    }

    static boolean contains(File file) {
        Matcher matcher = RESULT.matcher(file.getName());
        return matcher.matches() && record(file.getParentFile(), matcher.group(1)).isFile() || isMarkedPicture(file);
    }

    /** Whether it is a result of ours, but no label image. */
    static boolean isOtherThanLabels(File file) {
        return !file.getName().endsWith(LABELS) && contains(file);
    }

    private static boolean isMarkedPicture(File file) {
        if (!file.getName().endsWith(".png")) {
            return false;
        }
        try (InputStream in = new FileInputStream(file)) {
            return PictureFile.isMarked(in.readNBytes(PictureFile.MARKED_LENGTH));
        } catch (IOException e) {
            // Whoever reads it as an image will be told.
            return false;
        }
    }
}
