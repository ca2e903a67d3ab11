package org.coverfiji.train;

import java.util.Locale;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/** A loss or a weight is no longer a finite number, or beyond all bounds: the weights are lost, checkpoints are not. */
public final class DivergedException extends CoverException {

    private static final long serialVersionUID = 1L;

    private final String quantity;

    /** @param quantity what is not finite, such as "the vector loss" */
    public DivergedException(String quantity) {
        super("Training diverged: " + quantity + " is no longer a finite number; lower learning_rate.");
        this.quantity = quantity;
    }

    private DivergedException(String quantity, String what, long iteration, double learningRate) {
        super(String.format(Locale.ROOT, "Training diverged at iteration %d: %s; lower learning_rate (it was %.3g in"
                + " this iteration).", iteration, what, learningRate));
        this.quantity = quantity;
    }

    /**
     * @param quantity what is not finite
     * @param iteration number of the iteration in which it was noticed, from 1
     * @param learningRate the rate of that iteration
     */
    static DivergedException notFinite(String quantity, long iteration, double learningRate) {
        return new DivergedException(quantity, quantity + " is no longer a finite number", iteration, learningRate);
    }

    /**
     * @param now the losses' size
     * @param before what it was at most when the run began
     * @param iteration number of the iteration in which it was noticed, from 1
     * @param learningRate the rate of that iteration
     */
    static DivergedException exploded(double now, double before, long iteration, double learningRate) {
        return new DivergedException("the loss", String.format(Locale.ROOT, "the loss is %.3g, where it was at most"
                + " %.3g in the first %d steps", now, before, LossWatch.FIRST), iteration, learningRate);
    }

    /**
     * @param weights by name
     * @throws DivergedException naming the first of which a value is not finite
     */
    public static void requireFinite(Map<String, Tensor> weights) {
        weights.forEach((name, tensor) -> {
            for (float weight : tensor.data()) {
                if (!Float.isFinite(weight)) {
                    throw new DivergedException("a weight of " + name);
                }
            }
        });
    }

    /** What is not finite. */
    public String quantity() {
        return quantity;
    }
}
