package org.coverfiji.train.label;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Padding;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.train.view.Rows;

/**
 * A labelled image as training draws from it: at least as large as the patch, where it was smaller continued by
 * reflection, with labels that are to be ignored there. Immutable.
 */
public final class LabelledExample {

    private final FloatImage image;
    private final int[] labels;
    private final ClassPixels pixels;
    private final boolean sparse;

    /**
     * @param image intensities in [0, 1]
     * @param label of the image's extents
     * @param classes how many classes there are
     * @param patch patch size in array order
     * @throws CoverException if the extents differ or a label is not below the number of classes
     */
    public LabelledExample(FloatImage image, LabelImage label, int classes, int[] patch) {
        if (!Arrays.equals(image.size(), label.size())) {
            throw new CoverException("The label image " + label.name() + " has " + Arrays.toString(label.size())
                    + " pixels, but its image " + image.name() + " has " + Arrays.toString(image.size())
                    + "; they must be of one size.");
        }
        if (label.maximum() >= classes) {
            throw new CoverException("The label image " + label.name() + " holds class " + label.maximum()
                    + ", but there are " + classes + " classes (0 to " + (classes - 1) + "); raise classes.");
        }
        this.image = Padding.reflect(image, patch);
        labels = padded(label, this.image.size());
        pixels = new ClassPixels(labels, classes);
        sparse = label.sparse();
    }

    private static int[] padded(LabelImage label, int[] target) {
        int[] size = label.size();
        if (Arrays.equals(size, target)) {
            return label.classes();
        }
        int last = size.length - 1;
        int[] result = new int[Arrays.stream(target).reduce(1, Math::multiplyExact)];
        Arrays.fill(result, LabelImage.IGNORE);
        int[] row = new int[last];
        int from = 0;
        do {
            int to = 0;
            for (int axis = 0; axis < last; axis++) {
                to = to * target[axis] + Padding.before(size[axis], target[axis]) + row[axis];
            }
            System.arraycopy(label.classes(), from, result,
                    to * target[last] + Padding.before(size[last], target[last]), size[last]);
            from += size[last];
        } while (Rows.next(row, size));
        return result;
    }

    /** Pixel size, array order. */
    public double[] spacing() {
        return image.spacing();
    }

    /** The unit of the pixel size. */
    public String unit() {
        return image.unit();
    }

    public FloatImage image() {
        return image;
    }

    /** Class per pixel, {@link LabelImage#IGNORE} where it does not count. */
    int[] labels() {
        return labels;
    }

    /** Whether some of the image's own pixels are not labelled. */
    boolean isSparse() {
        return sparse;
    }

    ClassPixels pixels() {
        return pixels;
    }

    /** How many pixels each class has. */
    public long[] counts() {
        return pixels.counts();
    }
}
