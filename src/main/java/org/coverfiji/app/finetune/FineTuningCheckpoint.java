package org.coverfiji.app.finetune;

import java.io.File;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TaskHead;
import org.coverfiji.train.TrainingListener;

/** The files from which fine-tuning goes on: the last weights, and the best ones in the output. */
final class FineTuningCheckpoint {

    private final ModelFile last;
    private final Map<String, Tensor> best;

    private FineTuningCheckpoint(ModelFile last, Map<String, Tensor> best) {
        this.last = last;
        this.best = best;
    }

    /**
     * The checkpoint beside the output, or null if the run is to start anew.
     *
     * @throws CoverException if it is of another network or protocol
     */
    static FineTuningCheckpoint find(FineTuneSettings settings, NetworkConfiguration network, TaskHead head,
            TrainingListener listener) {
        File file = FineTuningTask.checkpoint(settings.output());
        if (!settings.resume()) {
            return null;
        }
        if (!file.exists()) {
            listener.message("There is no checkpoint " + file + ": training starts anew.");
            return null;
        }
        ModelFile last = ModelFile.read(file);
        ModelDescription description = last.description();
        if (description.fineTuning() == null || !description.network().equals(network)
                || !description.fineTuning().protocol().equalsIgnoreCase(settings.protocol().name())
                || !description.fineTuning().head().toString().equals(head.toString())) {
            throw new CoverException("Training cannot be resumed: " + file + " is of another network or protocol;"
                    + " switch resume off or choose another output.");
        }
        boolean validated = !Double.isNaN(description.fineTuning().bestScore());
        return new FineTuningCheckpoint(last,
                validated && settings.output().exists() ? ModelFile.read(settings.output()).weights() : null);
    }

    ModelDescription description() {
        return last.description();
    }

    long iterationsDone() {
        return last.description().iterationsDone();
    }

    TaskHead head() {
        return last.description().fineTuning().head();
    }

    /** Null if nothing was validated. */
    Map<String, Tensor> best() {
        return best;
    }

    void restore(TaskNetwork network) {
        network.setParameters(last.weights());
        network.setOptimizerState(last.optimizerState());
    }
}
