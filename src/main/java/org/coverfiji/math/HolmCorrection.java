package org.coverfiji.math;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Corrects for having looked at several comparisons at once, of which one may seem sure by chance (Holm 1979). */
public final class HolmCorrection {

    private HolmCorrection() {
    }

    /**
     * The smallest of n is multiplied by n, the next by n − 1 and so on, and none becomes less than one before it.
     *
     * @param p probabilities; NaN is left out and stays
     * @return corrected ones, in the same order, at most 1
     */
    public static double[] of(double... p) {
        int[] order = IntStream.range(0, p.length).filter(i -> !Double.isNaN(p[i])).boxed()
                .sorted((a, b) -> Double.compare(p[a], p[b])).mapToInt(Integer::intValue).toArray();
        double[] corrected = new double[p.length];
        Arrays.fill(corrected, Double.NaN);
        double least = 0;
        for (int rank = 0; rank < order.length; rank++) {
            least = Math.max(least, Math.min(1, (order.length - rank) * p[order[rank]]));
            corrected[order[rank]] = least;
        }
        return corrected;
    }
}
