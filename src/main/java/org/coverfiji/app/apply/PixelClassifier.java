package org.coverfiji.app.apply;

import java.util.List;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;

/** What gives every pixel of an image a class, by whatever means, on the image's own grid. */
public interface PixelClassifier extends AutoCloseable {

    /** The classes' names, from class 0 on. */
    List<String> classes();

    /**
     * The class of every pixel.
     *
     * @param image raw intensities
     * @throws org.coverfiji.CoverException if the image cannot be classified
     */
    LabelImage labels(FloatImage image);

    /**
     * How sure that is: a channel for each class, which sum to 1 in every pixel. {@link Segmenter#labelsOf} gives the
     * classes of it.
     *
     * @throws org.coverfiji.CoverException as above, or if the result is too large for one image
     */
    FloatImage probabilities(FloatImage image);

    /** The same for images that are read row by row, because they do not fit into memory; null if it cannot. */
    default RowClassifier byRows() {
        return null;
    }

    /** Lines that tell results from those of others: what classifies, and its settings. */
    String maker();

    /** What the user is to know of the images that were classified since this was last asked; empty for nothing. */
    default String remark() {
        return "";
    }

    @Override
    void close();
}
