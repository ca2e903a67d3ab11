package org.coverfiji.app.apply;

import org.coverfiji.image.ImageRows;
import org.coverfiji.image.tile.ClassRows;

/** What gives every pixel of an image a class while it is read, so that it never is in memory as a whole. */
@FunctionalInterface
public interface RowClassifier {

    /**
     * @param image a 2D image, raw intensities
     * @param consumer takes the classes row by row, from the first on
     * @throws org.coverfiji.CoverException if the image cannot be classified, or would have to be seen as a whole
     */
    void labels(ImageRows image, ClassRows consumer);
}
