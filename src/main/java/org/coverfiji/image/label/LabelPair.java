package org.coverfiji.image.label;

import org.coverfiji.image.read.FileGroup;

/** An image and its labels, each in a file or a DICOM series. */
public final class LabelPair {

    private final FileGroup image;
    private final FileGroup label;

    public LabelPair(FileGroup image, FileGroup label) {
        this.image = image;
        this.label = label;
    }

    public FileGroup image() {
        return image;
    }

    public FileGroup label() {
        return label;
    }

    @Override
    public String toString() {
        return image.name() + " with " + label.name();
    }
}
