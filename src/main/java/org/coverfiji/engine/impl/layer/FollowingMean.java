package org.coverfiji.engine.impl.layer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Means of features that a head subtracts while the network below it is trained. Averaged over an image, features
 * differ little between images, and any step of the encoder moves all images alike by many times that: by 19 deviations
 * in a
 * first step at a rate of 0.0007. With means that stay, that movement alone makes the class scores, whatever the image.
 *
 * <p>Here the means follow the batches' with a memory of a few steps, and the part of the gradient that a batch's
 * images have in common, which would only move the mean, is not passed on: batch normalisation's centring as batch
 * renormalisation (Ioffe, NeurIPS 2017) does it for small batches, which hold all classes by luck only.
 */
final class FollowingMean {

    /** What a batch counts for. */
    private static final double SHARE = 0.1;

    private final INDArray mean;

    /** @param mean [C], of the network at the start; changed in place */
    FollowingMean(INDArray mean) {
        this.mean = mean;
    }

    INDArray mean() {
        return mean;
    }

    /** @param features [N, C, …] of a training batch */
    void follow(INDArray features) {
        mean.addi(channels(features).mean(0, 2).subi(mean).muli(SHARE));
    }

    /** Takes from a gradient, in place, what all images of the batch have in common. */
    static void removeCommon(INDArray gradient) {
        if (gradient.size(0) > 1) {
            INDArray planes = channels(gradient);
            INDArray common = planes.mean(0, 2);
            planes.subi(common.reshape(1, common.length(), 1).broadcast(planes.shape()));
        }
    }

    private static INDArray channels(INDArray map) {
        return map.reshape('c', map.size(0), map.size(1), map.length() / map.size(0) / map.size(1));
    }
}
