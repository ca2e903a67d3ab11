package org.coverfiji.engine.impl.core;

/**
 * Balanced soft assignments of positions to prototypes by the iteration of Sinkhorn and Knopp, as SwAV has it: in every
 * round the prototypes are made equally frequent, then the positions.
 */
final class Sinkhorn {

    private Sinkhorn() {
    }

    /**
     * @param scores [positions, prototypes]; not changed
     * @param epsilon above 0: how soft the assignments are
     * @param rounds at least 1
     * @return [positions, prototypes], of which every position's sum to 1
     */
    static double[] codes(double[] scores, int prototypes, double epsilon, int rounds) {
        int positions = scores.length / prototypes;
        double[] codes = new double[scores.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        for (int i = 0; i < codes.length; i++) {
            // A common factor has no effect, and keeps the powers finite.
            codes[i] = Math.exp((scores[i] - largest) / epsilon);
        }
        for (int round = 0; round < rounds; round++) {
            double[] frequencies = new double[prototypes];
            for (int i = 0; i < codes.length; i++) {
                frequencies[i % prototypes] += codes[i];
            }
            for (int i = 0; i < codes.length; i++) {
                codes[i] /= frequencies[i % prototypes] > 0 ? frequencies[i % prototypes] * prototypes : 1;
            }
            for (int position = 0; position < positions; position++) {
                normalise(codes, position * prototypes, prototypes);
            }
        }
        return codes;
    }

    private static void normalise(double[] codes, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += codes[i];
        }
        for (int i = from; i < from + count; i++) {
            codes[i] /= sum > 0 ? sum : 1;
        }
    }
}
