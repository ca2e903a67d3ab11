package org.coverfiji.engine.impl.core;

import org.coverfiji.CoverException;

/** Softmax over one row of logits, in double precision. */
final class Softmax {

    private Softmax() {
    }

    /** The temperature itself. @throws CoverException if it is not above 0 */
    static double temperature(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new CoverException("The temperature is " + value + "; it must be above 0, such as 0.2.");
        }
        return value;
    }

    /**
     * Overwrites the logits by their probabilities.
     *
     * @return log Σ exp(logit)
     */
    static double inPlace(double[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Math.exp(logits[i] - largest);
            sum += logits[i];
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= sum;
        }
        return largest + Math.log(sum);
    }
}
