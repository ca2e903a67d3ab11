package org.coverfiji.engine.impl.core;

/**
 * How much embeddings differ, which no loss tells: the standard deviation of every channel of the unit vectors,
 * averaged and multiplied by √channels. Near 1 for directions all over the sphere, 0 where all are the same: collapsed.
 */
final class Spread {

    /** The name of the measure. */
    static final String NAME = "embedding_spread";
    /** The name of the measure for embeddings of positions, which may be alike without harm. */
    static final String DENSE = "dense_spread";

    private Spread() {
    }

    /** Of unit vectors; NaN for less than two. */
    static double of(UnitRows units) {
        int rows = units.rows();
        int channels = units.channels();
        if (rows < 2) {
            return Double.NaN;
        }
        double deviations = 0;
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            for (int row = 0; row < rows; row++) {
                mean += units.values()[row * channels + c] / rows;
            }
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                double difference = units.values()[row * channels + c] - mean;
                squares += difference * difference;
            }
            deviations += Math.sqrt(squares / (rows - 1));
        }
        return deviations / channels * Math.sqrt(channels);
    }
}
