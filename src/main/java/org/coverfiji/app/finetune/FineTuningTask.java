package org.coverfiji.app.finetune;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.coverfiji.CancelledException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.Beside;
import org.coverfiji.file.OutputFile;
import org.coverfiji.file.SpareFile;
import org.coverfiji.model.FineTuning;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TaskPoint;
import org.coverfiji.train.DivergedException;
import org.coverfiji.train.LearningRateSchedule;
import org.coverfiji.train.Prefetcher;
import org.coverfiji.train.StepResult;
import org.coverfiji.train.TrainingTask;

/**
 * One step of fine-tuning on the next batch, and now and then a validation. The output always holds the best weights
 * so far (the last ones where nothing is validated); the checkpoint beside it the last ones, to resume from.
 */
final class FineTuningTask implements TrainingTask {

    private final TaskNetwork network;
    private final Prefetcher<LabelBatch> batches;
    private final LearningRateSchedule schedule;
    private final FineTuneSettings settings;
    private final ModelDescription description;
    private final Function<TaskNetwork, Judgement> validation;
    private final String metric;
    private final Runnable earlyStop;
    private final List<TaskPoint> history;
    private final BestWeights best;

    private double lastScore;

    /**
     * @param description what the model says, with the history so far
     * @param best the best weights so far
     * @param validation judges the network as it is; null for none
     * @param metric the score's name
     * @param earlyStop is called when validation has shown no gain for too long
     */
    FineTuningTask(TaskNetwork network, Prefetcher<LabelBatch> batches, FineTuneSettings settings,
            ModelDescription description, BestWeights best, Function<TaskNetwork, Judgement> validation,
            String metric, Runnable earlyStop) {
        this.network = network;
        this.batches = batches;
        this.settings = settings;
        this.description = description;
        this.best = best;
        this.validation = validation;
        this.metric = metric;
        this.earlyStop = earlyStop;
        schedule = LearningRateSchedule.of(settings.learningRate(), settings.iterations());
        history = new ArrayList<>(description.fineTuning().history());
        lastScore = history.stream().mapToDouble(TaskPoint::score).filter(score -> !Double.isNaN(score))
                .reduce(Double.NaN, (before, score) -> score);
    }

    @Override
    public StepResult step(long iteration) {
        double waitedBefore = batches.waitedSeconds();
        LabelBatch batch = batches.next();
        double waited = batches.waitedSeconds() - waitedBefore;
        double rate = schedule.at(iteration);
        double loss = MemoryShortage.told(() -> network.step(batch, rate), () -> "There is not enough memory for a"
                + " batch of " + batch.size() + ", which cannot pass in parts, because its loss is one of all its"
                + " images together; lower batch, patch or width, or " + MemoryShortage.REMEDY + ".");
        long done = iteration + 1;
        double score = Double.NaN;
        if (validation != null && Double.isFinite(loss)
                && (done % settings.validationInterval() == 0 || done == settings.iterations())) {
            score = validateUnlessCancelled(done);
        }
        history.add(new TaskPoint(done, loss, score));
        return new StepResult(batch.size(), rate, Collections.singletonMap("loss", loss),
                validation == null ? Collections.emptyMap() : Collections.singletonMap(metric, lastScore), waited,
                network.lastStepTimes()).skippedIf(batch.mask().isZero());
    }

    /** The step is done: an interrupt now must not make it look as if it were not. */
    private double validateUnlessCancelled(long done) {
        try {
            return validate(done);
        } catch (CancelledException e) {
            return Double.NaN;
        }
    }

    private double validate(long done) {
        Judgement judgement = validation.apply(network);
        lastScore = judgement.score();
        best.offer(network::parameters, judgement, done);
        if (settings.patience() > 0 && best.withoutGain() >= settings.patience()) {
            earlyStop.run();
        }
        return lastScore;
    }

    @Override
    public File save(long iterationsDone) {
        Map<String, Tensor> weights = network.parameters();
        DivergedException.requireFinite(weights);
        ModelDescription now = describe(iterationsDone);
        Map<String, Tensor> state = new LinkedHashMap<>(network.state());
        if (isJudged() && best.iteration() != iterationsDone) {
            FineTuningCheckpoint.keepBest(best.weights(), state);
        }
        File checkpoint = checkpoint(settings.output());
        // It is whole in itself and comes first: after a kill in between the output is made from it.
        new ModelFile(now, weights, state).write(checkpoint);
        new ModelFile(now, bestOr(weights), Collections.emptyMap()).write(settings.output());
        return checkpoint;
    }

    @Override
    public File saveSpare(long iterationsDone) {
        return SpareFile.write(settings.output(),
                new ModelFile(describe(iterationsDone), bestOr(network.parameters()), Collections.emptyMap())::write);
    }

    private boolean isJudged() {
        return best.weights() != null;
    }

    private Map<String, Tensor> bestOr(Map<String, Tensor> last) {
        return isJudged() ? best.weights() : last;
    }

    private ModelDescription describe(long iterationsDone) {
        FineTuning before = description.fineTuning();
        return description.toBuilder().iterations(iterationsDone, settings.iterations())
                .selection(description.selection().withoutGain(best.withoutGain()))
                .fineTuning(new FineTuning(before.protocol(), before.pretrained(), before.head(), history,
                        isJudged() ? best.iteration() : iterationsDone, best.score())).build();
    }

    /** @throws org.coverfiji.CoverException if the output cannot be written or the disk has too little space */
    static void requireWritable(File output, ResourceEstimate estimate) {
        long weights = estimate.weightBytes();
        long checkpoint = estimate.checkpointBytes() + weights;
        OutputFile.requireWritable(output, OutputFile.neededBytes(checkpoint + weights, checkpoint, output,
                checkpoint(output)));
    }

    /** The file beside the output from which a run can be resumed. */
    static File checkpoint(File output) {
        return Beside.file(output, Beside.CHECKPOINT);
    }

    List<TaskPoint> history() {
        return history;
    }
}
