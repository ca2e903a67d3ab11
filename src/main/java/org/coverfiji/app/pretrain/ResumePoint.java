package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.app.training.TrainingSettings;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.setting.Setting;
import org.coverfiji.train.view.SamplingState;

/** The checkpoint from which a run goes on. */
final class ResumePoint {

    private final ModelFile checkpoint;

    private ResumePoint(ModelFile checkpoint) {
        this.checkpoint = checkpoint;
    }

    /**
     * Reads a checkpoint and checks that training with these settings can go on from it.
     *
     * @throws CoverException if the file is damaged, not a pretraining checkpoint or of another network
     */
    static ResumePoint read(File file, NetworkConfiguration network, PretrainSettings settings) {
        ModelFile checkpoint = ModelFile.read(file, ModelDescription.PRETRAINED);
        ModelDescription description = checkpoint.description();
        String method = settings.recipe().name();
        if (!description.method().equalsIgnoreCase(method)) {
            throw new CoverException(file + " was pretrained by " + description.method() + " and cannot be resumed by "
                    + method + "; choose that method or another output.");
        }
        if (!description.network().equals(network)) {
            throw new CoverException("Training cannot be resumed: " + file + " holds a " + description.network()
                    + ", but the settings describe a " + network + "; give the same settings or another output.");
        }
        for (Setting<?> setting : settings.recipe().structure()) {
            // Files from before there was such a setting had what is its default now.
            String before = description.methodSettings().getOrDefault(setting.key(), standard(setting));
            String now = settings.methodMap().get(setting.key());
            if (!now.equals(before)) {
                throw new CoverException("Training cannot be resumed: " + file + " was pretrained with " + setting
                        + " " + before + ", but the settings have " + now + "; give the same settings or another"
                        + " output.");
            }
        }
        if (checkpoint.state().isEmpty()) {
            throw new CoverException("Training cannot be resumed: " + file
                    + " holds no optimizer state; switch resume off or choose another output.");
        }
        return new ResumePoint(checkpoint);
    }

    private static <T> String standard(Setting<T> setting) {
        return setting.write(setting.standard());
    }

    ModelDescription description() {
        return checkpoint.description();
    }

    void restore(PretrainingNetwork network) {
        // A method in stages has the parameters of the stage that its state tells.
        network.setState(checkpoint.state());
        network.setParameters(checkpoint.weights());
    }

    /** In which batches were sampled. */
    SamplingState sampling() {
        return SamplingState.ofCheckpoint(checkpoint.state());
    }

    /** What differs from the run that wrote the checkpoint; if it is empty, training goes on as if never stopped. */
    List<String> differences(PretrainSettings settings, String fingerprint) {
        ModelDescription before = checkpoint.description();
        List<String> differences = TrainingSettings.changes(before.settings(), settings.toMap());
        differences.addAll(TrainingSettings.changes(before.methodSettings(), settings.methodMap()));
        if (!before.dataFingerprint().equals(fingerprint)) {
            differences.add("the images are others");
        }
        return differences;
    }
}
