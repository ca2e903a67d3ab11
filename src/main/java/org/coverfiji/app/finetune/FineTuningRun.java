package org.coverfiji.app.finetune;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import org.coverfiji.Counted;
import org.coverfiji.app.cost.ProcessMemory;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelOutput;
import org.coverfiji.train.CheckpointSchedule;
import org.coverfiji.train.FallWatch;
import org.coverfiji.train.Prefetcher;
import org.coverfiji.train.Progress;
import org.coverfiji.train.StopSignal;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingListeners;
import org.coverfiji.train.TrainingLoop;
import org.coverfiji.train.TrainingOutcome;

/** The training itself, whatever the task: network, batches, loop, early stop. Used once. */
final class FineTuningRun {

    private final Engine engine;
    private final FineTuneSettings settings;
    private final StopSignal stop;
    private final CheckpointSchedule checkpoints;
    private final TrainingListeners listeners;
    private Function<TaskNetwork, TrainingListener> watcher;
    /** Null for a new head, which has all to learn. */
    private Supplier<Map<String, Tensor>> head;
    private boolean stoppedEarly;
    private Progress progress;

    FineTuningRun(Engine engine, FineTuneSettings settings, StopSignal stop, CheckpointSchedule checkpoints,
            TrainingListeners listeners) {
        this.engine = engine;
        this.settings = settings;
        this.stop = stop;
        this.checkpoints = checkpoints;
        this.listeners = listeners;
    }

    /** @param listener hears of the run and sees the network; null for none */
    FineTuningRun watchedBy(Function<TaskNetwork, TrainingListener> listener) {
        watcher = listener;
        return this;
    }

    /** @param weights gives the head's first weights; asked for only where a run starts anew */
    FineTuningRun startingFrom(Supplier<Map<String, Tensor>> weights) {
        head = weights;
        return this;
    }

    /**
     * Trains, from the start or from a checkpoint.
     *
     * @param batches the batch of an iteration; called by another thread
     * @param fresh what the model of a new run says
     * @param checkpoint null for a new run
     * @param validation judges a network; null for none
     * @param metric the score's name
     * @return COMPLETED also if training stopped early by itself
     */
    TrainingOutcome train(NetworkConfiguration network, TaskConfiguration task, TaskBackbone backbone,
            LongFunction<LabelBatch> batches, ModelDescription fresh, FineTuningCheckpoint checkpoint,
            Function<TaskNetwork, Judgement> validation, String metric) {
        long done = checkpoint == null ? 0 : checkpoint.iterationsDone();
        try (TaskNetwork trained = engine.task(network, task, settings.optimizer(), settings.seed());
                Prefetcher<LabelBatch> ahead = new Prefetcher<>(batches, 1, done)) {
            trained.trainIn(settings.precision());
            trained.setParameters(of(trained, backbone.weights()));
            if (checkpoint != null) {
                checkpoint.restore(trained);
                checkpoint.completeOutput(settings.output());
            } else if (head != null) {
                trained.setParameters(head.get());
            } else {
                listeners.add(new FallWatch(listeners, guessing(task)));
            }
            if (watcher != null) {
                listeners.add(watcher.apply(trained));
            }
            ModelDescription start = checkpoint == null ? fresh : checkpoint.goOn(fresh);
            BestWeights best = best(task, checkpoint, fresh, trained, validation);
            if (settings.patience() > 0 && best.withoutGain() >= settings.patience()) {
                // It had stopped and was killed before it could finish.
                stopEarly();
            }
            FineTuningTask steps = new FineTuningTask(trained, ahead, settings, start, best, validation, metric,
                    this::stopEarly);
            TrainingLoop loop = new TrainingLoop(steps, done, settings.iterations(), checkpoints, stop, listeners,
                    new ProcessMemory(engine::nativeBytes));
            if (checkpoint == null) {
                ModelOutput.tellOfReplacing(settings.output(), listeners::message);
            }
            TrainingOutcome outcome = loop.run();
            progress = loop.progress();
            return stoppedEarly && outcome == TrainingOutcome.STOPPED ? TrainingOutcome.COMPLETED : outcome;
        }
    }

    /** Cross-entropy where all classes are as probable, and for pixels the greatest Dice loss that there is. */
    private static double guessing(TaskConfiguration task) {
        return Math.log(task.classes()) + (task.task() == Task.SEGMENTATION ? 1 : 0);
    }

    /** A head that was trained alone may be best as it is; the best weights of a checkpoint are judged anew. */
    private BestWeights best(TaskConfiguration task, FineTuningCheckpoint checkpoint, ModelDescription fresh,
            TaskNetwork trained, Function<TaskNetwork, Judgement> validation) {
        BestWeights best = new BestWeights();
        if (validation == null) {
            return best;
        }
        if (checkpoint == null) {
            if (head != null && stop.requested() == null) {
                best.offer(trained::parameters, validation.apply(trained), 0);
            }
            return best;
        }
        return checkpoint.best() == null ? best : new BestWeights(checkpoint.best(),
                judgement(task, checkpoint, fresh, trained, validation),
                checkpoint.description().fineTuning().bestIteration(),
                checkpoint.goOn(fresh).selection().withoutGain());
    }

    /** Of a checkpoint's best weights, on the images that are held back now. */
    private Judgement judgement(TaskConfiguration task, FineTuningCheckpoint checkpoint, ModelDescription fresh,
            TaskNetwork trained, Function<TaskNetwork, Judgement> validation) {
        double before = checkpoint.description().fineTuning().bestScore();
        // A classification's checkpoint holds the score alone, and not the loss that tells equals apart.
        boolean told = task.task() == Task.SEGMENTATION && checkpoint.isJudgedLike(fresh);
        if (told || checkpoint.iterationsDone() >= settings.iterations()) {
            return Judgement.of(before);
        }
        trained.setParameters(checkpoint.best());
        Judgement now = validation.apply(trained);
        checkpoint.restore(trained);
        if (!checkpoint.isJudgedLike(fresh)) {
            listeners.warning(String.format(Locale.ROOT, "The validation images or their labels are others than before:"
                    + " the best weights so far score %.3f on them (%.3f on those of before).", now.score(), before));
        }
        return now;
    }

    /** A classification that reads the way down alone has no use for the U-Net's way up. */
    private static Map<String, Tensor> of(TaskNetwork network, Map<String, Tensor> weights) {
        Map<String, Tensor> own = new LinkedHashMap<>(weights);
        own.keySet().retainAll(network.parameters().keySet());
        return own;
    }

    private void stopEarly() {
        stoppedEarly = true;
        listeners.message("The validation score has not improved for "
                + Counted.of(settings.patience(), "validation") + " ("
                + Counted.of((long) settings.patience() * settings.validationInterval(), "iteration")
                + "): training stops.");
        stop.stopAndKeep();
    }

    boolean stoppedEarly() {
        return stoppedEarly;
    }

    Progress progress() {
        return progress;
    }
}
