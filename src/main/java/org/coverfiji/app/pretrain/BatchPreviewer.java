package org.coverfiji.app.pretrain;

import java.util.Collections;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.view.BatchPreview;

/** Answers a request for previews between iterations, always with the same batch. */
final class BatchPreviewer implements TrainingListener {

    private final PretrainingNetwork network;
    private final FloatImage image;
    private final Batch batch;
    private final boolean outputs;
    private final PreviewRequest<BatchPreview> request;

    /**
     * @param image that the first sample is of
     * @param batch which no step trains on
     * @param outputs whether what the network makes of it is shown, too
     */
    BatchPreviewer(PretrainingNetwork network, FloatImage image, Batch batch, boolean outputs,
            PreviewRequest<BatchPreview> request) {
        this.network = network;
        this.image = image;
        this.batch = batch;
        this.outputs = outputs;
        this.request = request;
    }

    @Override
    public void iterationDone(Progress progress) {
        request.answer(progress, () -> new BatchPreview(progress.iteration(), image, batch,
                outputs ? outputs() : Collections.emptyMap()));
    }

    /** Too little memory for a preview must not end training. */
    private Map<String, Tensor> outputs() {
        try {
            return network.outputs(batch);
        } catch (OutOfMemoryError e) {
            throw new CoverException("There is not enough memory for a preview.", e);
        }
    }
}
