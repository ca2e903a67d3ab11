package org.coverfiji.train;

import java.util.Locale;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/** A loss or a weight is no longer a finite number: the weights are lost, earlier checkpoints are not. */
public final class DivergedException extends CoverException {

    private static final long serialVersionUID = 1L;

    private final String quantity;

    /** @param quantity what is not finite, such as "the vector loss" */
    public DivergedException(String quantity) {
        super("Training diverged: " + quantity + " is no longer a finite number; lower learning_rate.");
        this.quantity = quantity;
    }

    /**
     * @param quantity what is not finite
     * @param iteration number of the iteration in which it was noticed, from 1
     * @param learningRate the rate of that iteration
     */
    DivergedException(String quantity, long iteration, double learningRate) {
        super(String.format(Locale.ROOT, "Training diverged at iteration %d: %s is no longer a finite number;"
                + " lower learning_rate (it was %.3g in this iteration).", iteration, quantity, learningRate));
        this.quantity = quantity;
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
