package org.coverfiji.engine.api;

/** The COVER network (backbone, projections, mixture of vectors, vector pyramid aggregation, both losses) in training. */
public interface PretrainingNetwork extends TrainableNetwork {

    /** One step: forward, backward, clip, decay, Adam. Deterministic on the CPU for equal inputs and weights. */
    PretrainingLosses step(ViewBatch batch, double learningRate);

    /** Both losses without changing anything. */
    PretrainingLosses evaluate(ViewBatch batch);

    /**
     * The displacement field after every level, [N, 2 or 3, (D,) H, W] in pixels of the grid it is on: entry l is f
     * after level l, so entry 4 is the prediction ψ' at full resolution.
     */
    Tensor[] predictFields(Tensor moving, Tensor fixed);
}
