package org.coverfiji.train.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;

/** A batch and what a network in training makes of it. Immutable; nobody may write into its arrays. */
public final class BatchPreview {

    private final long iteration;
    private final FloatImage image;
    private final Batch batch;
    private final Map<String, Tensor> outputs;

    /**
     * @param iteration iterations that the network has seen
     * @param image that the first sample is of
     * @param outputs by name; empty where only the batch is of interest
     */
    public BatchPreview(long iteration, FloatImage image, Batch batch, Map<String, Tensor> outputs) {
        this.iteration = iteration;
        this.image = image;
        this.batch = batch;
        this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    public long iteration() {
        return iteration;
    }

    public FloatImage image() {
        return image;
    }

    public Batch batch() {
        return batch;
    }

    public Map<String, Tensor> outputs() {
        return outputs;
    }
}
