package org.coverfiji.engine.impl.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;

/** What a core gives back. The gradients are those of the sum of the losses, each times its weight. */
public final class CoreResult {

    private final Map<String, Double> losses = new LinkedHashMap<>();
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();
    private final Map<String, Tensor> memories = new LinkedHashMap<>();
    private final Map<String, Double> measures = new LinkedHashMap<>();
    private double weight = Double.NaN;

    /** Tells what the losses were divided by, for a core that {@link LossCore#addsUp}. */
    public CoreResult weight(double divisor) {
        weight = divisor;
        return this;
    }

    /** NaN where the losses of parts of a batch tell nothing of those of the whole. */
    public double weight() {
        return weight;
    }

    /** Names a loss, unweighted, in the order in which losses are shown. */
    public CoreResult loss(String name, double value) {
        losses.put(name, value);
        return this;
    }

    /** Names a figure that is shown beside the losses and not trained on, such as a spread; NaN where undefined. */
    public CoreResult measure(String name, double value) {
        measures.put(name, value);
        return this;
    }

    /** The gradient at an online embedding or of a trained array, of its shape. */
    public CoreResult gradient(String name, Tensor value) {
        gradients.put(name, value);
        return this;
    }

    /** What a memory is to take up after the step, such as the keys for a queue. */
    public CoreResult remember(String memory, Tensor values) {
        memories.put(memory, values);
        return this;
    }

    public Map<String, Double> losses() {
        return Collections.unmodifiableMap(losses);
    }

    public Map<String, Double> measures() {
        return Collections.unmodifiableMap(measures);
    }

    /** By online embedding or trained array; one that is missing has no gradient. */
    public Map<String, Tensor> gradients() {
        return Collections.unmodifiableMap(gradients);
    }

    /** By memory. */
    public Map<String, Tensor> memories() {
        return Collections.unmodifiableMap(memories);
    }
}
