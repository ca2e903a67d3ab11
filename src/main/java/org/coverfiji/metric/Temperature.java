package org.coverfiji.metric;

import java.util.List;

/**
 * Calibration of class probabilities by one number (temperature scaling, Guo et al., ICML 2017): the class scores are
 * divided by T, softmax(z / T), which for probabilities p is p^(1/T), made to add up to 1. T &gt; 1 makes them less
 * certain, T &lt; 1 more; the most probable class and the order of images whose classes are two stay as they are.
 */
public final class Temperature {

    /** No change. */
    public static final double NONE = 1;

    /** Powers of two between which T is looked for, and how fine. */
    private static final int LOWEST_POWER = -4;
    private static final int HIGHEST_POWER = 8;
    private static final int STEPS_PER_POWER = 64;

    private Temperature() {
    }

    /**
     * The temperature under which the true classes of images that were not trained on are most likely. It has a prior,
     * Gaussian in log₂ T around T = 1 with a deviation of 1: a few images that are all right do not make the model
     * certain, and a few dozens outweigh it.
     *
     * @param probabilities per image, a probability per class
     * @param truths per image, its class
     * @return 1 if there is no image
     */
    public static double fit(List<float[]> probabilities, int[] truths) {
        double best = NONE;
        double least = cost(probabilities, truths, 0);
        for (int i = LOWEST_POWER * STEPS_PER_POWER; i <= HIGHEST_POWER * STEPS_PER_POWER; i++) {
            double power = (double) i / STEPS_PER_POWER;
            double cost = cost(probabilities, truths, power);
            if (cost < least) {
                least = cost;
                best = Math.pow(2, power);
            }
        }
        return best;
    }

    /** −log (likelihood · prior), but for constants. */
    private static double cost(List<float[]> probabilities, int[] truths, double power) {
        return power * power / 2 + logLoss(probabilities, truths, Math.pow(2, power));
    }

    /** The sum over images of −ln of the probability of their true class. */
    static double logLoss(List<float[]> probabilities, int[] truths) {
        return logLoss(probabilities, truths, NONE);
    }

    private static double logLoss(List<float[]> probabilities, int[] truths, double temperature) {
        double sum = 0;
        for (int image = 0; image < truths.length; image++) {
            double[] scores = scores(probabilities.get(image), temperature);
            sum += logSum(scores) - scores[truths[image]];
        }
        return sum;
    }

    /** Probabilities at this temperature. */
    public static float[] apply(float[] probabilities, double temperature) {
        if (temperature == NONE) {
            return probabilities.clone();
        }
        double[] scores = scores(probabilities, temperature);
        double logSum = logSum(scores);
        float[] result = new float[scores.length];
        for (int k = 0; k < result.length; k++) {
            result[k] = (float) Math.exp(scores[k] - logSum);
        }
        return result;
    }

    /** A probability that was rounded to 0 counts as the smallest that a float holds with all its digits. */
    private static double[] scores(float[] probabilities, double temperature) {
        double[] scores = new double[probabilities.length];
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.log(Math.max(probabilities[k], Float.MIN_NORMAL)) / temperature;
        }
        return scores;
    }

    private static double logSum(double[] scores) {
        double maximum = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            maximum = Math.max(maximum, score);
        }
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - maximum);
        }
        return maximum + Math.log(sum);
    }
}
