package org.coverfiji.engine.impl.network;

import java.util.Map;

import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.engine.api.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes a rank's gradient that of the whole batch, before anything is done with it: the mean over all ranks, in which
 * each weighs as much as what its losses were divided by. Losses and measures go the same way, in the same array.
 */
final class SharedGradient {

    private final GradientExchange exchange;
    private final INDArray gradients;
    private float[] values = new float[0];

    /** @param gradients all of a network's, flat */
    SharedGradient(GradientExchange exchange, INDArray gradients) {
        this.exchange = exchange;
        this.gradients = gradients.reshape(gradients.length());
    }

    /**
     * Overwrites the gradients and figures by those of the whole batch.
     *
     * @param weight of this rank; where it is 0, nothing of what it found counts
     * @param figures losses and measures, the same names in all ranks
     * @return the weight of all ranks; where it is 0, gradients and figures are 0
     */
    double average(double weight, Map<String, Double> figures) {
        float[] own = Tensors.copy(gradients).data();
        if (values.length != own.length + figures.size() + 1) {
            values = new float[own.length + figures.size() + 1];
        }
        for (int i = 0; i < own.length; i++) {
            values[i] = weighted(own[i], weight);
        }
        int at = own.length;
        for (double figure : figures.values()) {
            values[at++] = weighted(figure, weight);
        }
        values[at] = (float) weight;
        exchange.sum(values);
        double total = values[at];
        for (int i = 0; i < own.length; i++) {
            own[i] = mean(values[i], total);
        }
        Tensors.fill(gradients, new Tensor(own, own.length));
        int figure = own.length;
        for (Map.Entry<String, Double> entry : figures.entrySet()) {
            entry.setValue((double) mean(values[figure++], total));
        }
        return total;
    }

    /** Not 0 · ∞, where nothing counts. */
    private static float weighted(double value, double weight) {
        return weight == 0 ? 0 : (float) (value * weight);
    }

    private static float mean(float sum, double weight) {
        return weight == 0 ? 0 : (float) (sum / weight);
    }
}
