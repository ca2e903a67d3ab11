package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.SoftmaxLoss;

/** The sums over labelled pixels that the softmax loss and its gradient are made of, in its Javadoc's letters. */
final class SoftmaxSums {

    private static final double SMALLEST_PROBABILITY = 1e-30;

    private final int classes;
    /** Σ m·w_y. */
    private double weight;
    /** Σ m·w_y·(−log p_y). */
    private double entropy;
    /** Σ m·p_k. */
    private final double[] predicted;
    /** Σ m·t_k. */
    private final double[] drawn;
    /** Σ m·p_k·t_k. */
    private final double[] common;

    SoftmaxSums(int classes) {
        this.classes = classes;
        predicted = new double[classes];
        drawn = new double[classes];
        common = new double[classes];
    }

    void add(SoftmaxRow row, float[] classWeights) {
        for (int x = 0; x < row.width; x++) {
            int label = row.label(x);
            float probability = row.probability(label, x);
            double pixelWeight = row.mask(x) * classWeights[label];
            weight += pixelWeight;
            entropy -= pixelWeight * Math.log(Math.max(probability, SMALLEST_PROBABILITY));
            drawn[label] += row.mask(x);
            common[label] += row.mask(x) * probability;
            for (int k = 0; k < classes; k++) {
                predicted[k] += row.mask(x) * row.probability(k, x);
            }
        }
    }

    void add(SoftmaxSums other) {
        weight += other.weight;
        entropy += other.entropy;
        for (int k = 0; k < classes; k++) {
            predicted[k] += other.predicted[k];
            drawn[k] += other.drawn[k];
            common[k] += other.common[k];
        }
    }

    /** @param dice what the Dice term counts for */
    double loss(double dice) {
        if (weight == 0) {
            return 0;
        }
        double mean = 0;
        for (int k = 1; k < classes; k++) {
            mean += numerator(k) / denominator(k) / (classes - 1);
        }
        return entropy / weight + dice * (1 - mean);
    }

    /** Of Dice's fraction for a class. */
    private double numerator(int k) {
        return 2 * common[k] + SoftmaxLoss.SMOOTH;
    }

    private double denominator(int k) {
        return predicted[k] + drawn[k] + SoftmaxLoss.SMOOTH;
    }

    Slopes slopes(double dice, float[] classWeights) {
        return new Slopes(dice, classWeights);
    }

    /** What one pixel's probabilities change the loss by. */
    final class Slopes {

        private final float[] ofEntropy = new float[classes];
        /** d Dice term / d p_k is {@code everywhere[k]}, and {@code present[k]} more where the label is k. */
        private final float[] present = new float[classes];
        private final float[] everywhere = new float[classes];

        private Slopes(double dice, float[] classWeights) {
            if (weight > 0) {
                for (int k = 0; k < classes; k++) {
                    ofEntropy[k] = (float) (1 / weight) * classWeights[k];
                }
                for (int k = 1; k < classes; k++) {
                    double below = denominator(k);
                    present[k] = (float) (-dice * 2 / below / (classes - 1));
                    everywhere[k] = (float) (dice * numerator(k) / below / below / (classes - 1));
                }
            }
        }

        /** Factor of p_k − t_k in the gradient of the cross-entropy at logit k, for pixels of a label. */
        float entropy(int label) {
            return ofEntropy[label];
        }

        /** d Dice term / d p_k for pixels of a label. */
        float dice(int k, int label) {
            return (label == k ? present[k] : 0) + everywhere[k];
        }
    }
}
