package org.coverfiji.app.finetune;

import java.util.List;

import org.coverfiji.MemoryShortage;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.label.LabelPreview;

/** Answers a request for previews between iterations of fine-tuning, always with the same patch. */
final class LabelPreviewer implements TrainingListener {

    private final TaskNetwork network;
    private final String name;
    private final LabelBatch patch;
    private final List<String> classNames;
    private final PreviewRequest<LabelPreview> request;

    /**
     * @param name of the image that the patch is from
     * @param patch a batch of one patch
     */
    LabelPreviewer(TaskNetwork network, String name, LabelBatch patch, List<String> classNames,
            PreviewRequest<LabelPreview> request) {
        this.network = network;
        this.name = name;
        this.patch = patch;
        this.classNames = classNames;
        this.request = request;
    }

    @Override
    public void iterationDone(Progress progress) {
        request.answer(progress, () -> new LabelPreview(progress.iteration(), name, patch, predict(), classNames));
    }

    /** Too little memory for a preview must not end training. */
    private Tensor predict() {
        return MemoryShortage.told(() -> network.predict(patch.images()),
                () -> "There is not enough memory for a preview.");
    }
}
