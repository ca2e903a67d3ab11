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
        this(vectors(embeddings), embeddings.shape(), smallest);
    }

    /**
     * @param vectors [rows, C], which are scaled in place
     * @param shape [N, C] or [N, C, …] of the embeddings that the vectors are of
     */
    UnitRows(double[] vectors, int[] shape) {
        this(vectors, shape, SMALLEST_LENGTH);
    }

    private UnitRows(double[] vectors, int[] shape, double smallest) {
        this.smallest = smallest;
        this.shape = shape;
        channels = shape[1];
        positions = positions(shape);
        rows = shape[0] * positions;
        values = vectors;
        lengths = new double[rows];
        for (int row = 0; row < rows; row++) {
            double squares = Rows.dot(values, row, values, row, channels);
            lengths[row] = Math.max(Math.sqrt(squares), smallest);
            for (int c = 0; c < channels; c++) {
                values[row * channels + c] /= lengths[row];
            }
        }
    }

    private static double[] vectors(Tensor embeddings) {
        int[] shape = embeddings.shape();
        int positions = positions(shape);
        double[] vectors = new double[embeddings.data().length];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = embeddings.data()[index(shape[1], positions, i / shape[1], i % shape[1])];
        }
        return vectors;
    }

    private static int positions(int[] shape) {
        return Math.toIntExact(Tensor.size(shape) / Math.max(1, shape[0] * shape[1]));
    }

    /** Where a row's value stands in the embeddings. */
    private static int index(int channels, int positions, int row, int channel) {
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
        double[] gradient = rowGradient(unitGradient);
        float[] result = new float[gradient.length];
        for (int i = 0; i < gradient.length; i++) {
            result[index(channels, positions, i / channels, i % channels)] = (float) gradient[i];
        }
        return new Tensor(result, shape);
    }

    /** The same, vector after vector, [rows, C]. */
    double[] rowGradient(double[] unitGradient) {
        double[] result = new double[unitGradient.length];
        for (int row = 0; row < rows; row++) {
            // A vector that was too short to be scaled has a length of its own no more: nothing is projected away.
            double along = lengths[row] > smallest ? Rows.dot(values, row, unitGradient, row, channels) : 0;
            for (int c = 0; c < channels; c++) {
                int i = row * channels + c;
                result[i] = (unitGradient[i] - along * values[i]) / lengths[row];
            }
        }
        return result;
    }
}
