package org.coverfiji.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The losses of one moment of pretraining. Immutable. */
public final class HistoryPoint {

    private final long iteration;
    private final Map<String, Double> losses;

    /**
     * @param iteration counted from 1
     * @param losses by name, unweighted, in the order in which the method names them
     */
    public HistoryPoint(long iteration, Map<String, Double> losses) {
        this.iteration = iteration;
        this.losses = new LinkedHashMap<>(losses);
    }

    public long iteration() {
        return iteration;
    }

    /** By name, in the method's order. */
    public Map<String, Double> losses() {
        return Collections.unmodifiableMap(losses);
    }

    /** Whether it is whole; for one that was read from a file. */
    boolean isWhole() {
        return losses != null && !losses.containsValue(null);
    }
}
