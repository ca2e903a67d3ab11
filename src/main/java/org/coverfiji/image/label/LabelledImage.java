package org.coverfiji.image.label;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;

/** An image and the classes of its pixels. */
public final class LabelledImage {

    private final FloatImage image;
    private final LabelImage label;

    /** @throws CoverException if their sizes differ */
    public LabelledImage(FloatImage image, LabelImage label) {
        if (!Arrays.equals(image.size(), label.size())) {
            throw new CoverException("The label image " + label.name() + " is " + text(label.size())
                    + " pixels, but its image " + image.name() + " is " + text(image.size())
                    + "; both must have the same size.");
        }
        this.image = image;
        this.label = label;
    }

    /** As read, not normalised. */
    public FloatImage image() {
        return image;
    }

    public LabelImage label() {
        return label;
    }

    public String name() {
        return image.name();
    }

    /** As ImageJ says sizes: width × height (× depth). */
    private static String text(int[] size) {
        StringBuilder text = new StringBuilder();
        for (int axis = size.length - 1; axis >= 0; axis--) {
            text.append(size[axis]).append(axis > 0 ? " × " : "");
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return image + " with " + label;
    }
}
