package org.coverfiji.app.apply;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.label.Part;
import org.coverfiji.image.label.SplitItem;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FileImages;
import org.coverfiji.image.read.ImageReader;

/** Images of a classification table, each made to fit the patch whole, what is left of the patch mirrored. */
public final class WholeImages {

    private final List<FloatImage> images = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<SplitItem> items = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private WholeImages() {
    }

    /**
     * A slice or time point of a file has the file's class. An image that cannot be used is left out.
     *
     * @param reader what grouped the table's files
     * @param fixed what the images are for; null if that is to be decided
     * @throws CoverException if the table has images, but none can be used
     */
    public WholeImages(ClassificationTable table, ImageReader reader, ImagePreparation preparation, Part fixed) {
        CoverException first = null;
        for (int row = 0; row < table.size(); row++) {
            CancelledException.ifInterrupted();
            FileGroup files = table.rows().get(row).files();
            try {
                add(table, row, reader.readWhole(files), preparation, fixed);
            } catch (CoverException e) {
                CancelledException.ifBehind(e);
                first = first == null ? e : first;
                notes.add("Left out " + files.name() + ": " + e.getMessage());
            }
        }
        if (images.isEmpty() && first != null) {
            throw first;
        }
    }

    private void add(ClassificationTable table, int row, FileImages read, ImagePreparation preparation, Part fixed) {
        notes.addAll(read.notes());
        for (FloatImage image : read.images()) {
            Segmenter.requireSide(image);
            requireChannels(image);
            images.add(preparation.apply(image));
            labels.add(table.label(row));
            items.add(table.item(row, image, fixed));
        }
    }

    /** Sentences for the user: which images were left out and why, what is odd about others. */
    public List<String> notes() {
        return notes;
    }

    /** How an image is prepared: made to fit the patch, then padded to it. */
    public static ImagePreparation preparation(Normalization normalization, int[] patch) {
        return ImagePreparation.whole(normalization, patch);
    }

    public List<FloatImage> images() {
        return images;
    }

    public int[] labels() {
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    /** What a split has to know of the images, in their order. */
    public List<SplitItem> items() {
        return items;
    }

    /** Some of the images. */
    public WholeImages subset(int... numbers) {
        WholeImages part = new WholeImages();
        for (int number : numbers) {
            part.images.add(images.get(number));
            part.labels.add(labels.get(number));
            part.items.add(items.get(number));
        }
        return part;
    }

    /**
     * These images and others, whose classes are the same.
     *
     * @throws CoverException if they have other channels
     */
    public WholeImages with(WholeImages others) {
        WholeImages both = new WholeImages();
        for (WholeImages part : List.of(this, others)) {
            part.images.forEach(both::requireChannels);
            both.images.addAll(part.images);
            both.labels.addAll(part.labels);
            both.items.addAll(part.items);
            both.notes.addAll(part.notes);
        }
        return both;
    }

    private void requireChannels(FloatImage image) {
        if (!images.isEmpty() && images.get(0).channels() != image.channels()) {
            throw new CoverException("The image " + image.name() + " has " + image.channels()
                    + " channels, but " + images.get(0).name() + " has " + images.get(0).channels()
                    + "; give images of one kind.");
        }
    }

    /** How many images each class has. */
    public int[] classCounts(int classes) {
        int[] counts = new int[classes];
        labels.forEach(label -> counts[label]++);
        return counts;
    }

    public int size() {
        return images.size();
    }

    /** One image as a batch. */
    public static Tensor batch(FloatImage image) {
        return new Tensor(image.data(), Tensor.batchShape(1, image.channels(), image.size()));
    }
}
