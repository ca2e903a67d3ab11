package org.coverfiji.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Spearman's rank correlation; equal values share the mean of their ranks. */
final class RankCorrelation {

    private RankCorrelation() {
    }

    /** Of the pairs without NaN; NaN for fewer than two, or where all values of one side are equal. */
    static double of(double[] x, double[] y) {
        int[] kept = IntStream.range(0, x.length).filter(i -> !Double.isNaN(x[i]) && !Double.isNaN(y[i])).toArray();
        double[] a = ranks(Arrays.stream(kept).mapToDouble(i -> x[i]).toArray());
        double[] b = ranks(Arrays.stream(kept).mapToDouble(i -> y[i]).toArray());
        double centre = (kept.length - 1) / 2.0;
        double both = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - centre) * (b[i] - centre);
            ofA += (a[i] - centre) * (a[i] - centre);
            ofB += (b[i] - centre) * (b[i] - centre);
        }
        return ofA > 0 && ofB > 0 ? both / Math.sqrt(ofA * ofB) : Double.NaN;
    }

    private static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (i, j) -> Double.compare(values[i], values[j]));
        double[] ranks = new double[values.length];
        int start = 0;
        while (start < order.length) {
            int end = start;
            while (end + 1 < order.length && values[order[end + 1]] == values[order[start]]) {
                end++;
            }
            for (int i = start; i <= end; i++) {
                ranks[order[i]] = (start + end) / 2.0;
            }
            start = end + 1;
        }
        return ranks;
    }
}
