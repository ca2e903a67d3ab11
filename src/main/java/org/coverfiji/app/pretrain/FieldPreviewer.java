package org.coverfiji.app.pretrain;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.view.FieldPreview;
import org.coverfiji.train.view.ViewBatch;

/** Answers a request for previews between iterations, always with the same pair of views. */
final class FieldPreviewer implements TrainingListener {

    private final PretrainingNetwork network;
    private final ViewBatch pair;
    private final PreviewRequest<FieldPreview> request;

    /** @param pair a batch of one pair, which no step trains on */
    FieldPreviewer(PretrainingNetwork network, ViewBatch pair, PreviewRequest<FieldPreview> request) {
        this.network = network;
        this.pair = pair;
        this.request = request;
    }

    @Override
    public void iterationDone(Progress progress) {
        request.answer(progress, () -> {
            Tensor[] fields = predict();
            // COVER without its vector loss has none.
            return fields.length == 0 ? null : new FieldPreview(progress.iteration(), pair, fields);
        });
    }

    /** Too little memory for a preview must not end training. */
    private Tensor[] predict() {
        try {
            return network.outputs(pair.batch()).values().toArray(new Tensor[0]);
        } catch (OutOfMemoryError e) {
            throw new CoverException("There is not enough memory for a preview.", e);
        }
    }
}
