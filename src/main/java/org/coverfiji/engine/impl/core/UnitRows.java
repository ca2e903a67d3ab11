package org.coverfiji.engine.impl.core;

import org.coverfiji.engine.api.Tensor;

/**
 * The vectors of embeddings [N, C] or of maps [N, C, …], one at each position of each sample, scaled to length 1:
 * u = x / max(‖x‖, 1e-12). In double precision, vector after vector; positions of one sample follow each other.
 */
final class UnitRows {

    static final double SMALLEST_LENGTH = 1e-12;

    private final int[] shape;
    private final int rows;
    private final int channels;
    private final int positions;
    private final double[] values;
    private final double[] lengths;
    private final double smallest;

    /** @param embeddings [N, C] or [N, C, …] */
    UnitRows(Tensor embeddings) {
        this(embeddings, SMALLEST_LENGTH);
    }

    /** @param smallest length by which a vector is divided */
    UnitRows(Tensor embeddings, double smallest) {
        this.smallest = smallest;
        shape = embeddings.shape();
        channels = shape[1];
        positions = embeddings.data().length / Math.max(1, shape[0] * channels);
        rows = shape[0] * positions;
        values = new double[rows * channels];
        lengths = new double[rows];
        float[] data = embeddings.data();
        for (int row = 0; row < rows; row++) {
            double squares = 0;
            for (int c = 0; c < channels; c++) {
                double value = data[index(row, c)];
                values[row * channels + c] = value;
                squares += value * value;
            }
            lengths[row] = Math.max(Math.sqrt(squares), smallest);
            for (int c = 0; c < channels; c++) {
                values[row * channels + c] /= lengths[row];
            }
        }
    }

    private int index(int row, int channel) {
        return (row / positions * channels + channel) * positions + row % positions;
    }

    int rows() {
        return rows;
    }

    int channels() {
        return channels;
    }

    /** The vectors, [rows, C]; not to be changed. */
    double[] values() {
        return values;
    }

    /** The vectors as a tensor [rows, C]. */
    Tensor toTensor() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return new Tensor(floats, rows, channels);
    }

    /**
     * The gradient at the embeddings, (g − u (u · g)) / ‖x‖.
     *
     * @param unitGradient g, the gradient at the unit vectors, [rows, C]
     */
    Tensor gradient(double[] unitGradient) {
        float[] result = new float[values.length];
        for (int row = 0; row < rows; row++) {
            // A vector that was too short to be scaled has a length of its own no more: nothing is projected away.
            double along = lengths[row] > smallest ? Rows.dot(values, row, unitGradient, row, channels) : 0;
            for (int c = 0; c < channels; c++) {
                int i = row * channels + c;
                result[index(row, c)] = (float) ((unitGradient[i] - along * values[i]) / lengths[row]);
            }
        }
        return new Tensor(result, shape);
    }
}
