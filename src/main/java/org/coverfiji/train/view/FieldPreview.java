package org.coverfiji.train.view;

import org.coverfiji.engine.api.Tensor;

/** What a network in training predicts for one pair of views. Immutable; nobody may write into its arrays. */
public final class FieldPreview {

    private final long iteration;
    private final ViewBatch pair;
    private final Tensor[] fields;

    /**
     * @param iteration iterations that the network has seen
     * @param pair a batch of one pair
     * @param fields ψ' after every level, [1, 2 or 3, (D,) H, W] in pixels of the grid that it is on, the last one at
     *        full resolution
     */
    public FieldPreview(long iteration, ViewBatch pair, Tensor[] fields) {
        if (pair.size() != 1) {
            throw new IllegalArgumentException(pair.size() + " pairs");
        }
        this.iteration = iteration;
        this.pair = pair;
        this.fields = fields.clone();
    }

    public long iteration() {
        return iteration;
    }

    public ViewBatch pair() {
        return pair;
    }

    /** Levels of the pyramid. */
    public int levels() {
        return fields.length;
    }

    /** ψ' after a level, 0 the coarsest. */
    public Tensor field(int level) {
        return fields[level];
    }
}
