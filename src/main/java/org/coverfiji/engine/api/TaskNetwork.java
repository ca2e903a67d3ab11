package org.coverfiji.engine.api;

/** A backbone with a head, for segmentation or classification, in training or in use. */
public interface TaskNetwork extends TrainableNetwork {

    /** One training step on the loss; gives the loss before it. */
    double step(LabelBatch batch, double learningRate);

    /**
     * Class probabilities: [N, classes, (D,) H, W] for segmentation, [N, classes, (1,) 1, 1] for classification.
     *
     * @param images [N, C, (D,) H, W], sides multiples of 16, intensities in [0, 1]
     */
    Tensor predict(Tensor images);
}
