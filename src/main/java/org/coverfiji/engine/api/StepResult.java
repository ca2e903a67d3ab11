package org.coverfiji.engine.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one training step tells. */
public final class StepResult {

    private final Map<String, Double> losses;
    private final double gradientNorm;
    private final boolean skipped;

    /**
     * @param losses by name, unweighted, of the weights before the step, in the order in which they are shown
     * @param gradientNorm before clipping
     * @param skipped whether the gradient was not finite, so that the step did not follow it
     */
    public StepResult(Map<String, Double> losses, double gradientNorm, boolean skipped) {
        this.losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
        this.gradientNorm = gradientNorm;
        this.skipped = skipped;
    }

    public Map<String, Double> losses() {
        return losses;
    }

    public double gradientNorm() {
        return gradientNorm;
    }

    public boolean skipped() {
        return skipped;
    }
}
