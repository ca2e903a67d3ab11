package org.coverfiji.engine.api;

/**
 * One batch of labelled images. For segmentation the labels have the images' extents, for classification they are one
 * per image, [N, 1, (1,) 1, 1].
 */
public final class LabelBatch {

    private final Tensor images;
    private final Tensor labels;
    private final Tensor mask;

    /**
     * @param images [N, C, (D,) H, W], intensities in [0, 1]
     * @param labels class numbers from 0, [N, 1, …]
     * @param mask 1 where a label counts, 0 where it is to be ignored, the labels' shape
     */
    public LabelBatch(Tensor images, Tensor labels, Tensor mask) {
        this.images = images;
        this.labels = labels;
        this.mask = mask;
    }

    public Tensor images() {
        return images;
    }

    public Tensor labels() {
        return labels;
    }

    public Tensor mask() {
        return mask;
    }

    /** Number of images. */
    public int size() {
        return images.size(0);
    }
}
