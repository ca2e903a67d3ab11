package org.coverfiji.image.label;

import java.io.File;

/** An image file and the file with its labels. */
public final class LabelPair {

    private final File image;
    private final File label;

    public LabelPair(File image, File label) {
        this.image = image;
        this.label = label;
    }

    public File image() {
        return image;
    }

    public File label() {
        return label;
    }

    @Override
    public String toString() {
        return image.getName() + " with " + label.getName();
    }
}
