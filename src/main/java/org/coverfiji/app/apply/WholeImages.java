package org.coverfiji.app.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.ImageReader;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.ClassificationTable;

/** Images of a classification table, each made to fit the patch: its long side resized to it, the rest mirrored. */
public final class WholeImages {

    private final List<FloatImage> images = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    /** A slice or time point of a file has the file's class. */
    public WholeImages(ClassificationTable table, ImageReader reader, ImagePreparation preparation) {
        for (int row = 0; row < table.size(); row++) {
            for (FloatImage image : reader.read(table.rows().get(row).file())) {
                Segmenter.requireSide(image);
                if (!images.isEmpty() && images.get(0).channels() != image.channels()) {
                    throw new CoverException("The image " + image.name() + " has " + image.channels()
                            + " channels, but " + images.get(0).name() + " has " + images.get(0).channels()
                            + "; give images of one kind.");
                }
                images.add(preparation.apply(image));
                labels.add(table.label(row));
            }
        }
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
