package org.coverfiji.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The losses and further figures of one moment of pretraining. Immutable. */
public final class HistoryPoint {

    private final long iteration;
    private final Map<String, Double> losses;
    /** Null in files that were written before it was kept. */
    private final Map<String, Double> figures;

    /**
     * @param iteration counted from 1
     * @param losses by name, unweighted, in the order in which the method names them
     */
    public HistoryPoint(long iteration, Map<String, Double> losses) {
        this(iteration, losses, Collections.emptyMap());
    }

    /**
     * @param iteration counted from 1
     * @param losses by name, unweighted, in the order in which the method names them
     * @param figures by name, NaN where undefined, in the order in which to show them
     */
    public HistoryPoint(long iteration, Map<String, Double> losses, Map<String, Double> figures) {
        this.iteration = iteration;
        this.losses = new LinkedHashMap<>(losses);
        this.figures = new LinkedHashMap<>(figures);
    }

    public long iteration() {
        return iteration;
    }

    /** By name, in the method's order. */
    public Map<String, Double> losses() {
        return Collections.unmodifiableMap(losses);
    }

    /** Further figures by name, such as the displacement's error; NaN where undefined. */
    public Map<String, Double> figures() {
        return figures == null ? Collections.emptyMap() : Collections.unmodifiableMap(figures);
    }

    /** Whether it is whole; for one that was read from a file. */
    boolean isWhole() {
        return losses != null && !losses.containsValue(null) && !figures().containsValue(null);
    }
}
