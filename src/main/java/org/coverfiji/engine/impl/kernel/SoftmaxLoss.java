package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cross-entropy plus soft Dice over the labelled pixels of a whole batch:
 *
 * <pre>
 * L = Σ m·w_y·(−log p_y) / Σ m·w_y  +  dice · (1 − mean_k (2·Σ m·p_k·t_k + 1) / (Σ m·p_k + Σ m·t_k + 1))
 * </pre>
 *
 * with p the softmax over channels, t the one-hot label y, m the mask, w the class weights, and the mean over the
 * classes but the first (background). Without labelled pixels loss and gradient are 0.
 */
public interface SoftmaxLoss {

    /** Added to both sides of Dice's fraction, so that a class that nobody drew or predicted counts as found. */
    double SMOOTH = 1;

    /** Softmax over the channels of [N, K, …]; {@code out} may be the logits themselves. */
    void probabilities(INDArray logits, INDArray out);

    /**
     * @param logits [N, K, …]
     * @param labels class numbers, [N, 1, …]
     * @param mask [N, 1, …]
     * @param dice what the Dice term counts for
     */
    double loss(INDArray logits, INDArray labels, INDArray mask, float[] classWeights, double dice);

    /** @param gradient receives dL/dlogits */
    void gradient(INDArray logits, INDArray labels, INDArray mask, float[] classWeights, double dice,
            INDArray gradient);
}
