package org.coverfiji.engine.impl.core;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/**
 * The normalised, temperature-scaled cross entropy of SimCLR. Of 2N embeddings the first N are of one view, the other
 * N, in the same order, of the other. Each is to find its twin among the 2N − 1 others: the mean over all 2N of the
 * cross entropy of their cosines over the temperature. (The published program adds both views' means: twice this.)
 *
 * <p>Reads the online embedding {@value #EMBEDDING}, [2N, C] or [2N, C, …]; gives the loss {@value #LOSS} and the
 * measure {@value Spread#NAME}.
 */
public final class NtXent implements LossCore {

    /** The core's name. */
    public static final String NAME = "nt_xent";
    /** The name of the core that adds both views' means, as the published program does: twice the mean over all. */
    public static final String SUMMED = "nt_xent_summed";
    /** The name of the online embedding. */
    public static final String EMBEDDING = "z";
    /** The name of the loss. */
    public static final String LOSS = "contrastive";

    private final double temperature;
    private final double weight;

    /** @param temperature above 0; SimCLR's is 0.1 */
    public NtXent(double temperature) {
        this(temperature, 1);
    }

    /** @param weight of the mean: 2 to add both views' means, as the published program does */
    public NtXent(double temperature, double weight) {
        this.weight = weight;
        this.temperature = Softmax.temperature(temperature);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor embeddings = input.online(EMBEDDING);
        if (embeddings.size(0) < 4 || embeddings.size(0) % 2 != 0) {
            throw new CoverException("SimCLR's loss was given " + embeddings.size(0) + " embeddings;"
                    + " it needs two views of at least 2 images, as it tells images from each other.");
        }
        UnitRows units = new UnitRows(embeddings);
        double[] vectors = units.values();
        int channels = units.channels();
        int rows = units.rows();
        double[] gradient = new double[vectors.length];
        double[] logits = new double[rows];
        double loss = 0;
        for (int anchor = 0; anchor < rows; anchor++) {
            int twin = (anchor + rows / 2) % rows;
            for (int other = 0; other < rows; other++) {
                logits[other] = Rows.dot(vectors, anchor, vectors, other, channels) / temperature;
            }
            // Not its own neighbour; where the published program puts −1e9.
            logits[anchor] = Double.NEGATIVE_INFINITY;
            double positive = logits[twin];
            loss += Softmax.inPlace(logits) - positive;
            logits[twin] -= 1;
            for (int other = 0; other < rows; other++) {
                double slope = weight * logits[other] / (temperature * rows);
                Rows.add(gradient, anchor, slope, vectors, other, channels);
                Rows.add(gradient, other, slope, vectors, anchor, channels);
            }
        }
        return new CoreResult().loss(LOSS, weight * loss / rows).measure(Spread.NAME, Spread.of(units))
                .gradient(EMBEDDING, units.gradient(gradient));
    }
}
