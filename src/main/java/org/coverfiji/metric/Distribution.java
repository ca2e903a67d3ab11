package org.coverfiji.metric;

import java.util.Arrays;

/** Values of which quantiles are wanted. */
public final class Distribution {

    private float[] values = new float[1024];
    private int count;
    private boolean sorted;

    public void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = (float) value;
        sorted = false;
    }

    public int count() {
        return count;
    }

    /**
     * Linear between the two nearest ranks; NaN if there are no values.
     *
     * @param share 0 for the smallest, 1 for the largest
     */
    public double quantile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        if (!sorted) {
            Arrays.sort(values, 0, count);
            sorted = true;
        }
        double rank = share * (count - 1);
        int below = (int) rank;
        return below == count - 1 ? values[below]
                : values[below] + (rank - below) * ((double) values[below + 1] - values[below]);
    }
}
