package org.coverfiji.app.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageReader;

/** Images of a classification table, each made to fit the patch: its long side resized to it, the rest mirrored. */
public final class WholeImages {

    private final List<FloatImage> images = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * A slice or time point of a file has the file's class. An image that cannot be used is left out.
     *
     * @param reader what grouped the table's files
     * @throws CoverException if the table has images, but none can be used
     */
    public WholeImages(ClassificationTable table, ImageReader reader, ImagePreparation preparation) {
        CoverException first = null;
        for (int row = 0; row < table.size(); row++) {
            FileGroup files = table.rows().get(row).files();
            try {
                add(reader.readWhole(files), table.label(row), preparation);
            } catch (CoverException e) {
                first = first == null ? e : first;
                notes.add("Left out " + files.name() + ": " + e.getMessage());
            }
        }
        if (images.isEmpty() && first != null) {
            throw first;
        }
    }

    private void add(FileImages read, int label, ImagePreparation preparation) {
        notes.addAll(read.notes());
        for (FloatImage image : read.images()) {
            Segmenter.requireSide(image);
            if (!images.isEmpty() && images.get(0).channels() != image.channels()) {
                throw new CoverException("The image " + image.name() + " has " + image.channels()
                        + " channels, but " + images.get(0).name() + " has " + images.get(0).channels()
                        + "; give images of one kind.");
            }
            images.add(preparation.apply(image));
            labels.add(label);
        }
    }

    /** Sentences for the user: which images were left out and why, what is odd about others. */
    public List<String> notes() {
        return notes;
    }

    /** How an image is prepared: its long side becomes the patch's longest, then it is padded to the patch. */
    public static ImagePreparation preparation(Normalization normalization, int[] patch) {
        return new ImagePreparation(normalization, Arrays.stream(patch).min().getAsInt(), patch);
    }

    public List<FloatImage> images() {
        return images;
    }

    public int[] labels() {
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    public int size() {
        return images.size();
    }

    /** One image as a batch. */
    public static Tensor batch(FloatImage image) {
        return new Tensor(image.data(), Tensor.batchShape(1, image.channels(), image.size()));
    }
}
