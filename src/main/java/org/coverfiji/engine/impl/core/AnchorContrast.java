package org.coverfiji.engine.impl.core;

/**
 * The contrast of vectors of one set with each other: an anchor is to find its positive among that and its negatives,
 * −log of the softmax of their cosines over the temperature. Anchor, positive and negatives all get a gradient.
 */
final class AnchorContrast {

    private final UnitRows units;
    private final double temperature;
    private final double[] gradient;

    AnchorContrast(UnitRows units, double temperature) {
        this.units = units;
        this.temperature = temperature;
        gradient = new double[units.values().length];
    }

    /**
     * The loss of one anchor.
     *
     * @param weight of this loss in the gradient
     * @param negatives rows, without the positive
     */
    double add(int anchor, int positive, int[] negatives, double weight) {
        int channels = units.channels();
        double[] logits = new double[1 + negatives.length];
        logits[0] = cosine(anchor, positive) / temperature;
        for (int i = 0; i < negatives.length; i++) {
            logits[1 + i] = cosine(anchor, negatives[i]) / temperature;
        }
        double nearness = logits[0];
        double loss = Softmax.inPlace(logits) - nearness;
        logits[0] -= 1;
        for (int i = 0; i < logits.length; i++) {
            int other = i == 0 ? positive : negatives[i - 1];
            double slope = weight * logits[i] / temperature;
            Rows.add(gradient, anchor, slope, units.values(), other, channels);
            Rows.add(gradient, other, slope, units.values(), anchor, channels);
        }
        return loss;
    }

    private double cosine(int row, int other) {
        return Rows.dot(units.values(), row, units.values(), other, units.channels());
    }

    /** At the unit vectors, of all losses so far. */
    double[] gradient() {
        return gradient;
    }
}
