package org.coverfiji.engine.impl.core;

import java.util.Arrays;

/**
 * Vectors that others are compared with. They are kept channel by channel as well, so that the products of one vector
 * with all of them run along memory. Every sum has a fixed order.
 */
final class VectorSet {

    /** Products that stay in the nearest cache while all channels are added. */
    private static final int BLOCK = 1024;

    private final double[] vectors;
    private final int first;
    private final int count;
    private final int channels;
    private final double[] byChannel;

    /**
     * @param vectors [rows, C], not to be changed
     * @param first row that belongs to the set
     */
    VectorSet(double[] vectors, int first, int count, int channels) {
        this.vectors = vectors;
        this.first = first;
        this.count = count;
        this.channels = channels;
        byChannel = new double[count * channels];
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < channels; c++) {
                byChannel[c * count + i] = vectors[(first + i) * channels + c];
            }
        }
    }

    int count() {
        return count;
    }

    /** products[from + i] ← factor · (other · vector i). */
    void products(double[] others, int row, double factor, double[] products, int from) {
        Arrays.fill(products, from, from + count, 0);
        for (int begin = 0; begin < count; begin += BLOCK) {
            int end = Math.min(count, begin + BLOCK);
            int c = 0;
            for (; c + 3 < channels; c += 4) {
                int at = row * channels + c;
                double a0 = factor * others[at];
                double a1 = factor * others[at + 1];
                double a2 = factor * others[at + 2];
                double a3 = factor * others[at + 3];
                int b0 = c * count;
                int b1 = b0 + count;
                int b2 = b1 + count;
                int b3 = b2 + count;
                for (int i = begin; i < end; i++) {
                    products[from + i] += a0 * byChannel[b0 + i] + a1 * byChannel[b1 + i] + a2 * byChannel[b2 + i]
                            + a3 * byChannel[b3 + i];
                }
            }
            for (; c < channels; c++) {
                double a = factor * others[row * channels + c];
                for (int i = begin; i < end; i++) {
                    products[from + i] += a * byChannel[c * count + i];
                }
            }
        }
    }

    /** sums[row] ← sums[row] + factor · Σ weights[from + i] · vector i. */
    void addMixture(double[] weights, int from, double factor, double[] sums, int row) {
        int to = row * channels;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            double a0 = factor * weights[from + i];
            double a1 = factor * weights[from + i + 1];
            double a2 = factor * weights[from + i + 2];
            double a3 = factor * weights[from + i + 3];
            int b0 = (first + i) * channels;
            int b1 = b0 + channels;
            int b2 = b1 + channels;
            int b3 = b2 + channels;
            for (int c = 0; c < channels; c++) {
                sums[to + c] += a0 * vectors[b0 + c] + a1 * vectors[b1 + c] + a2 * vectors[b2 + c]
                        + a3 * vectors[b3 + c];
            }
        }
        for (; i < count; i++) {
            Rows.add(sums, row, factor * weights[from + i], vectors, first + i, channels);
        }
    }
}
