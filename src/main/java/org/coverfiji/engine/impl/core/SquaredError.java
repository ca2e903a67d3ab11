package org.coverfiji.engine.impl.core;

import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/**
 * The squared error of restored images, averaged: over all their values, or over those that were hidden, Σ w·(x − y)² /
 * Σ m with the mask m, all images together. There the weight w is the mask, or greater in a ring along the inside of
 * the holes' borders, as in the published program of context encoders.
 *
 * <p>Reads the online embedding {@value #RESTORED} and the extra {@value #CLEAN}, both [N, C, (D,) H, W], and where
 * only what was hidden counts the extra {@value #MASK}, [N, 1, (D,) H, W], 1 where something was hidden, else 0. Gives
 * the loss {@value #LOSS}; it is 0 where nothing was hidden.
 */
public final class SquaredError implements LossCore {

    /** The name of the core that averages over all. */
    public static final String NAME = "squared_error";
    /** The name of the core that averages over what was hidden; it has the two constants below. */
    public static final String HIDDEN = "hidden_squared_error";
    /** How wide the ring is, pixels; 0 for none. */
    public static final String RING = "ring";
    /** What the ring weighs. */
    public static final String RING_WEIGHT = "ring_weight";
    /** The name of the online embedding. */
    public static final String RESTORED = "restored";
    /** The name of the extra that is to be restored. */
    public static final String CLEAN = "clean";
    /** The name of the extra that tells what was hidden. */
    public static final String MASK = "mask";
    /** The name of the loss. */
    public static final String LOSS = "restoration";

    private final boolean masked;
    private final int ring;
    private final double ringWeight;

    private SquaredError(boolean masked, int ring, double ringWeight) {
        this.masked = masked;
        this.ring = ring;
        this.ringWeight = ringWeight;
    }

    /** Over all values. */
    public static SquaredError everywhere() {
        return new SquaredError(false, 0, 1);
    }

    /**
     * Over what was hidden.
     *
     * @param ring width of the ring, pixels; 0 for none
     * @param ringWeight what it weighs; 10 in the published program
     */
    public static SquaredError hidden(int ring, double ringWeight) {
        if (ring < 0 || !(ringWeight >= 0)) {
            throw new CoverException("The ring is " + ring + " pixels wide and weighs " + ringWeight
                    + "; both must be at least 0.");
        }
        return new SquaredError(true, ring, ringWeight);
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor restored = input.online(RESTORED);
        Tensor clean = input.extra(CLEAN);
        if (restored.data().length != clean.data().length || restored.size(1) != clean.size(1)) {
            throw new CoverException("The loss was given " + restored + " as restored and " + clean
                    + " as clean images; they must be as large.");
        }
        float[] gradient = new float[restored.data().length];
        double loss = masked ? overHidden(restored, clean, input.extra(MASK), gradient)
                : overAll(restored.data(), clean.data(), gradient);
        return new CoreResult().loss(LOSS, loss).gradient(RESTORED, new Tensor(gradient, restored.shape()))
                .weight(masked ? hidden(input.extra(MASK)) : gradient.length);
    }

    @Override
    public List<String> reads() {
        return masked ? List.of(CLEAN, MASK) : List.of(CLEAN);
    }

    @Override
    public boolean addsUp() {
        return true;
    }

    private static double hidden(Tensor mask) {
        double hidden = 0;
        for (float value : mask.data()) {
            hidden += value;
        }
        return hidden;
    }

    private static double overAll(float[] restored, float[] clean, float[] gradient) {
        double sum = 0;
        double factor = 2.0 / restored.length;
        for (int i = 0; i < restored.length; i++) {
            double difference = (double) restored[i] - clean[i];
            sum += difference * difference;
            gradient[i] = (float) (factor * difference);
        }
        return sum / restored.length;
    }

    private double overHidden(Tensor restored, Tensor clean, Tensor mask, float[] gradient) {
        int channels = restored.size(1);
        int pixels = gradient.length / (restored.size(0) * channels);
        if (mask.data().length != restored.size(0) * pixels) {
            throw new CoverException("The loss was given " + mask + " as mask of " + restored
                    + "; it needs one value for every pixel.");
        }
        double hidden = hidden(mask);
        if (hidden == 0) {
            return 0;
        }
        hidden *= channels;
        float[] weights = weights(mask);
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            double weight = weights[i / (channels * pixels) * pixels + i % pixels];
            double difference = (double) restored.data()[i] - clean.data()[i];
            sum += weight * difference * difference;
            gradient[i] = (float) (2 * weight * difference / hidden);
        }
        return sum / hidden;
    }

    /** The mask, greater in the ring: where a pixel less than its width away, along any axis, is not hidden. */
    float[] weights(Tensor mask) {
        if (ring == 0) {
            return mask.data();
        }
        float[] inside = mask.data().clone();
        int stride = 1;
        for (int axis = mask.rank() - 1; axis >= 2; axis--) {
            inside = eroded(inside, mask.size(axis), stride);
            stride *= mask.size(axis);
        }
        float[] weights = mask.data().clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= (float) (1 + (1 - inside[i]) * (ringWeight - 1));
        }
        return weights;
    }

    /** The least value within the ring's width along an axis; beyond the image nothing is hidden. */
    private float[] eroded(float[] values, int side, int stride) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int at = i / stride % side;
            float least = at < ring || at >= side - ring ? 0 : 1;
            for (int step = -ring; step <= ring && least > 0; step++) {
                least = Math.min(least, values[i + step * stride]);
            }
            result[i] = least;
        }
        return result;
    }
}
