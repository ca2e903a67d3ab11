package org.coverfiji.engine.impl.core;

import java.util.function.Function;

import org.coverfiji.engine.api.Tensor;

/**
 * Linear layer, ReLU, linear layer, at every position alike; or one linear layer. In double precision, to follow a
 * core's gradients through the heads of a published program.
 */
final class PlainHead {

    private final Tensor[] weights;
    private final Tensor[] biases;
    private final double[][] inputs;
    private final Tensor[] weightGradients;
    private final Tensor[] biasGradients;
    private int[] shape;

    /** @param layers their names */
    PlainHead(Function<String, Tensor> parameters, String... layers) {
        weights = new Tensor[layers.length];
        biases = new Tensor[layers.length];
        for (int i = 0; i < layers.length; i++) {
            weights[i] = parameters.apply(layers[i] + ".weight");
            biases[i] = parameters.apply(layers[i] + ".bias");
        }
        inputs = new double[layers.length][];
        weightGradients = new Tensor[layers.length];
        biasGradients = new Tensor[layers.length];
    }

    /** @param map [N, C] or [N, C, …] */
    Tensor forward(Tensor map) {
        shape = map.shape();
        double[] values = rows(map);
        for (int layer = 0; layer < weights.length; layer++) {
            inputs[layer] = values;
            int in = weights[layer].size(1);
            int out = weights[layer].size(0);
            double[] next = new double[values.length / in * out];
            for (int i = 0; i < next.length; i++) {
                double sum = biases[layer].data()[i % out];
                for (int c = 0; c < in; c++) {
                    sum += weights[layer].data()[i % out * in + c] * values[i / out * in + c];
                }
                next[i] = layer < weights.length - 1 ? Math.max(0, sum) : sum;
            }
            values = next;
        }
        return map(values, weights[weights.length - 1].size(0));
    }

    /** @param gradient at what came out; @return that at what came in */
    Tensor backward(Tensor gradient) {
        double[] errors = rows(gradient);
        for (int layer = weights.length - 1; layer >= 0; layer--) {
            int in = weights[layer].size(1);
            int out = weights[layer].size(0);
            double[] input = inputs[layer];
            double[] weight = new double[out * in];
            double[] bias = new double[out];
            double[] below = new double[input.length];
            for (int i = 0; i < errors.length; i++) {
                bias[i % out] += errors[i];
                for (int c = 0; c < in; c++) {
                    int at = i / out * in + c;
                    weight[i % out * in + c] += errors[i] * input[at];
                    if (layer == 0 || input[at] > 0) {
                        below[at] += errors[i] * weights[layer].data()[i % out * in + c];
                    }
                }
            }
            weightGradients[layer] = tensor(weight);
            biasGradients[layer] = tensor(bias);
            errors = below;
        }
        return map(errors, weights[0].size(1));
    }

    Tensor weightGradient(int layer) {
        return weightGradients[layer];
    }

    Tensor biasGradient(int layer) {
        return biasGradients[layer];
    }

    private static Tensor tensor(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return new Tensor(floats, floats.length);
    }

    private static double[] rows(Tensor map) {
        int channels = map.size(1);
        int positions = map.data().length / map.size(0) / channels;
        double[] rows = new double[map.data().length];
        for (int i = 0; i < rows.length; i++) {
            int row = i / channels;
            rows[i] = map.data()[(row / positions * channels + i % channels) * positions + row % positions];
        }
        return rows;
    }

    private Tensor map(double[] rows, int channels) {
        int[] size = shape.clone();
        size[1] = channels;
        Tensor map = Tensor.zeros(size);
        int positions = rows.length / size[0] / channels;
        for (int i = 0; i < rows.length; i++) {
            int row = i / channels;
            map.data()[(row / positions * channels + i % channels) * positions + row % positions] = (float) rows[i];
        }
        return map;
    }
}
