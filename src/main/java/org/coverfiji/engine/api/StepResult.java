package org.coverfiji.engine.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one training step tells. */
public final class StepResult {

    private final Map<String, Double> losses;
    private final Map<String, Double> measures;
    private final double gradientNorm;
    private final boolean skipped;

    /**
     * @param losses by name, unweighted, of the weights before the step, in the order in which they are shown
     * @param gradientNorm before clipping
     * @param skipped whether the gradient was not finite, so that the step did not follow it
     */
    public StepResult(Map<String, Double> losses, double gradientNorm, boolean skipped) {
        this(losses, Collections.emptyMap(), gradientNorm, skipped);
    }

    /** @param measures figures beside the losses, which may be NaN where they are undefined */
    public StepResult(Map<String, Double> losses, Map<String, Double> measures, double gradientNorm, boolean skipped) {
        this.losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
        this.measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
        this.gradientNorm = gradientNorm;
        this.skipped = skipped;
    }

    public Map<String, Double> losses() {
        return losses;
    }

    /** Figures beside the losses by name, such as a core's spread of embeddings; NaN where undefined. */
    public Map<String, Double> measures() {
        return measures;
    }

    public double gradientNorm() {
        return gradientNorm;
    }

    public boolean skipped() {
        return skipped;
    }
}
