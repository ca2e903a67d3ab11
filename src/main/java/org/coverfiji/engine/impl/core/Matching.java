package org.coverfiji.engine.impl.core;

import org.coverfiji.engine.impl.kernel.Parallel;

/** Which positions of two maps, or of one, are most alike. Ties go to the lower position. */
final class Matching {

    private Matching() {
    }

    /**
     * For every row of the queries the row of the keys of the same sample whose cosine is the largest.
     *
     * @param positions of a sample in both
     */
    static int[] nearest(UnitRows queries, UnitRows keys, int positions) {
        return nearest(queries, keys, positions, false);
    }

    /** For every row the most similar other row of the same sample. @param positions of a sample, at least 2 */
    static int[] nearestOther(UnitRows rows, int positions) {
        return nearest(rows, rows, positions, true);
    }

    private static int[] nearest(UnitRows queries, UnitRows keys, int positions, boolean others) {
        VectorSet[] samples = samples(keys.values(), keys.channels(), positions);
        int[] matches = new int[queries.rows()];
        Parallel.run(matches.length, query -> {
            int sample = query / positions;
            double[] cosines = new double[positions];
            samples[sample].products(queries.values(), query, 1, cosines, 0);
            if (others) {
                cosines[query % positions] = Double.NEGATIVE_INFINITY;
            }
            matches[query] = sample * positions + largest(cosines);
        });
        return matches;
    }

    /** One set of vectors for every sample. @param rows vectors, position after position of every sample */
    static VectorSet[] samples(double[] rows, int channels, int positions) {
        VectorSet[] samples = new VectorSet[rows.length / channels / positions];
        Parallel.run(samples.length, sample -> samples[sample] =
                new VectorSet(rows, sample * positions, positions, channels));
        return samples;
    }

    /** The index of the largest; 0 where all are NaN. */
    static int largest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[largest]) {
                largest = i;
            }
        }
        return largest;
    }
}
