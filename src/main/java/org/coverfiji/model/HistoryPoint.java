package org.coverfiji.model;

/** Both losses of one moment of training. Immutable. */
public final class HistoryPoint {

    private final long iteration;
    private final double vector;
    private final double consistency;

    /**
     * @param iteration counted from 1
     * @param vector L_vec, pixels
     * @param consistency L_con, unweighted
     */
    public HistoryPoint(long iteration, double vector, double consistency) {
        this.iteration = iteration;
        this.vector = vector;
        this.consistency = consistency;
    }

    public long iteration() {
        return iteration;
    }

    public double vector() {
        return vector;
    }

    public double consistency() {
        return consistency;
    }
}
