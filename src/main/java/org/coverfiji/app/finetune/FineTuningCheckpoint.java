package org.coverfiji.app.finetune;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.app.training.TrainingSettings;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.label.DataSplit;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.Selection;
import org.coverfiji.model.TaskHead;
import org.coverfiji.train.TrainingListener;

/**
 * The file from which fine-tuning goes on: the checkpoint, which holds the last weights and the best ones; once a run
 * is finished, the output.
 */
final class FineTuningCheckpoint {

    /** Before the names of the best weights, where they are not the last ones. */
    private static final String BEST = "best/";

    private final ModelFile last;
    private final Map<String, Tensor> best;
    private final boolean finished;

    private FineTuningCheckpoint(ModelFile last, Map<String, Tensor> best, boolean finished) {
        this.last = last;
        this.best = best;
        this.finished = finished;
    }

    /**
     * How the run that is gone on with divided its images, which the new one has to keep. Null if none is gone on with.
     *
     * @throws CoverException if the file cannot be read
     */
    static DataSplit splitBefore(FineTuneSettings settings, TrainingListener listener) {
        File checkpoint = FineTuningTask.checkpoint(settings.output());
        File file = checkpoint.exists() ? checkpoint : settings.output();
        if (!settings.resume() || !file.exists()) {
            return null;
        }
        ModelDescription description = ModelFile.readDescription(file);
        if (description.selection() != null) {
            return description.selection().split();
        }
        if (description.fineTuning() != null) {
            listener.warning(file.getName() + " is of an earlier version and does not say which images were held back:"
                    + " they are chosen anew, and some may have been trained on.");
        }
        return null;
    }

    /**
     * Where a run that is to be resumed goes on: at the checkpoint beside the output, else at the finished model in the
     * output. Null if the run is to start anew, which it never does over a model that is there.
     *
     * @param kind of model that the run makes
     * @param head that the run would have; null if it takes the one that it finds
     * @throws CoverException if the file is of another kind, network, protocol, head or classes
     */
    static FineTuningCheckpoint find(FineTuneSettings settings, String kind, NetworkConfiguration network,
            TaskHead head, List<String> classes, TrainingListener listener) {
        if (!settings.resume()) {
            return null;
        }
        File checkpoint = FineTuningTask.checkpoint(settings.output());
        boolean finished = !checkpoint.exists();
        if (finished && !settings.output().exists()) {
            listener.message("There is no checkpoint " + checkpoint + " yet: training starts anew.");
            return null;
        }
        File file = finished ? settings.output() : checkpoint;
        ModelFile last = ModelFile.read(file);
        String other = difference(last.description(), settings, kind, network, head, classes);
        if (other != null) {
            throw new CoverException("Training cannot be resumed: " + file + " is " + other
                    + "; switch resume off or choose another output.");
        }
        long done = last.description().iterationsDone();
        if (finished) {
            listener.message(done >= settings.iterations()
                    ? file + " has had " + Counted.of(done, "iteration") + " already; raise iterations (now "
                            + settings.iterations() + ") to train on."
                    : file + " was finished after " + Counted.of(done, "iteration")
                            + ": training goes on from its best weights.");
        }
        List<String> changes = changes(last.description(), settings, classes);
        if (!changes.isEmpty()) {
            listener.warning("Training goes on with other settings than before: " + String.join(", ", changes) + ".");
        }
        return new FineTuningCheckpoint(last, bestOf(last, settings.output()), finished);
    }

    /** Puts the best weights into a checkpoint's state. */
    static void keepBest(Map<String, Tensor> best, Map<String, Tensor> state) {
        best.forEach((name, tensor) -> state.put(BEST + name, tensor));
    }

    /** Null if nothing was validated. Earlier versions kept them in the output alone. */
    private static Map<String, Tensor> bestOf(ModelFile last, File output) {
        if (Double.isNaN(last.description().fineTuning().bestScore())) {
            return null;
        }
        Map<String, Tensor> kept = new LinkedHashMap<>();
        last.state().forEach((name, tensor) -> {
            if (name.startsWith(BEST)) {
                kept.put(name.substring(BEST.length()), tensor);
            }
        });
        boolean lastIsBest = last.description().fineTuning().bestIteration() == last.description().iterationsDone();
        return !kept.isEmpty() ? kept : lastIsBest || !output.exists() ? last.weights()
                : ModelFile.read(output).weights();
    }

    /** Makes the output from the checkpoint if the process was killed between the writing of the two. */
    void completeOutput(File output) {
        if (!finished && (!output.exists() || ModelFile.readDescription(output).iterationsDone() < iterationsDone())) {
            new ModelFile(description(), best == null ? last.weights() : best, Map.of()).write(output);
        }
    }

    /** What differs from the run before; the images' split tells of them itself. */
    private static List<String> changes(ModelDescription before, FineTuneSettings settings, List<String> classes) {
        List<String> changes = TrainingSettings.changes(before.settings(), settings.toMap());
        if (!before.classes().equals(classes)) {
            changes.add("classes are " + String.join(", ", classes) + " (were " + String.join(", ", before.classes())
                    + ")");
        }
        return changes;
    }

    /** What a model is that a run cannot go on from; null if it can. */
    private static String difference(ModelDescription model, FineTuneSettings settings, String kind,
            NetworkConfiguration network, TaskHead head, List<String> classes) {
        if (!model.kind().equals(kind) || model.fineTuning() == null) {
            return "a " + model.kind() + " model";
        }
        if (!model.network().equals(network)) {
            return "a " + model.network() + " instead of a " + network;
        }
        if (!model.fineTuning().protocol().equalsIgnoreCase(settings.protocol().name())
                || head != null && !model.fineTuning().head().toString().equals(head.toString())) {
            return "of another protocol or head";
        }
        return model.classes().size() == classes.size() ? null : "of " + model.classes().size() + " classes ("
                + String.join(", ", model.classes()) + ") instead of " + classes.size();
    }

    ModelDescription description() {
        return last.description();
    }

    long iterationsDone() {
        return last.description().iterationsDone();
    }

    /** Of a run that goes on: what it has learnt so far, with the settings that it has from now on. */
    ModelDescription goOn(ModelDescription fresh) {
        Selection now = fresh.selection();
        Selection before = last.description().selection();
        boolean counts = before != null && !finished && isJudgedLike(fresh);
        return last.description().toBuilder().classes(fresh.classes()).settings(fresh.settings()).seed(fresh.seed())
                .selection(counts ? now.withoutGain(before.withoutGain()) : now).build();
    }

    /** Whether the best score was found on the images that the new run validates on. */
    boolean isJudgedLike(ModelDescription fresh) {
        Selection before = last.description().selection();
        return before != null && before.split().isJudgedLike(fresh.selection().split());
    }

    TaskHead head() {
        return last.description().fineTuning().head();
    }

    /** Null if nothing was validated. */
    Map<String, Tensor> best() {
        return best;
    }

    /** A finished model has no optimizer state: its moments begin anew. */
    void restore(TaskNetwork network) {
        network.setParameters(last.weights());
        if (!last.state().isEmpty()) {
            network.setState(last.state());
        }
    }
}
