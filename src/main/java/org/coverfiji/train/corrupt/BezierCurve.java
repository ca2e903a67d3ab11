package org.coverfiji.train.corrupt;

import java.util.Arrays;

/**
 * A map of intensities along a cubic Bézier curve, as Models Genesis has it: of sampled points x and y are sorted apart
 * from each other, so that the map is rising; or x alone, while y stays in the order of the curve, from its last point
 * to its first, so that a curve from (0, 0) to (1, 1) gives a falling map. (Where the curve turns back, neither is the
 * curve itself.) Between the points it is linear, beyond them constant.
 */
public final class BezierCurve {

    private static final int SAMPLES = 100_000;

    private final double[] x = new double[SAMPLES];
    private final double[] y = new double[SAMPLES];

    /** @param points the four control points, x and y of each */
    public BezierCurve(double[][] points, boolean falling) {
        for (int i = 0; i < SAMPLES; i++) {
            double t = i / (SAMPLES - 1.0);
            double s = 1 - t;
            double[] weights = {t * t * t, 3 * t * t * s, 3 * t * s * s, s * s * s};
            for (int p = 0; p < weights.length; p++) {
                x[i] += weights[p] * points[p][0];
                y[i] += weights[p] * points[p][1];
            }
        }
        Arrays.sort(x);
        if (!falling) {
            Arrays.sort(y);
        }
    }

    /** Maps the values from {@code start} to before {@code end}. */
    public void apply(float[] data, int start, int end) {
        for (int i = start; i < end; i++) {
            data[i] = (float) at(data[i]);
        }
    }

    private double at(double value) {
        if (value < x[0]) {
            return y[0];
        }
        // The last point that is not beyond the value.
        int low = 0;
        int high = SAMPLES;
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (x[middle] <= value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low == SAMPLES - 1 ? y[low]
                : y[low] + (y[low + 1] - y[low]) / (x[low + 1] - x[low]) * (value - x[low]);
    }
}
