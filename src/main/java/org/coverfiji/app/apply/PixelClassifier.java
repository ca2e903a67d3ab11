package org.coverfiji.app.apply;

import java.util.List;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.format.Geometry;
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

    /**
     * Holds against the memory that there is what it takes to classify all that a file or window holds, as its header
     * tells, before anything of it is read; nothing where that is not known.
     *
     * @param probabilities whether they are wanted too
     * @throws org.coverfiji.CoverException if it does not fit
     */
    default void requireMemory(String name, Geometry geometry, boolean probabilities) {
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
