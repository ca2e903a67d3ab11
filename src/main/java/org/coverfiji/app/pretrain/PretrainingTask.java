package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.SpareFile;
import org.coverfiji.method.EpochBatches;
import org.coverfiji.method.Recipe;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.HistoryPoint;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.DivergedException;
import org.coverfiji.train.LearningRateSchedule;
import org.coverfiji.train.StepResult;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingTask;

/**
 * One step of pretraining on the next batch; checkpoints are complete model files, with the statistics that
 * embeddings need.
 */
final class PretrainingTask implements TrainingTask {

    /** The measure of every method that tells how far the features of different pixels differ. */
    static final String SPREAD = "spread";

    private final Recipe recipe;
    private final PretrainingNetwork network;
    private final StepParts inParts;
    private final EpochBatches batches;
    private final LearningRateSchedule schedule;
    private final File output;
    private final ModelDescription description;
    private final StatisticsSample sample;
    private final SpreadMeter spread;
    private final TrainingListener listener;
    private final List<HistoryPoint> history;
    private final List<StepResult> steps = new ArrayList<>();

    /**
     * @param description what the model file says, with the history so far
     * @param sample what every checkpoint's feature statistics are measured on
     * @param listener is warned where they cannot be measured, or memory does not suffice
     */
    PretrainingTask(Recipe recipe, PretrainingNetwork network, EpochBatches batches,
            LearningRateSchedule schedule, File output, ModelDescription description, StatisticsSample sample,
            TrainingListener listener) {
        this.recipe = recipe;
        this.network = network;
        inParts = new StepParts(network, listener);
        this.batches = batches;
        this.schedule = schedule;
        this.output = output;
        this.description = description;
        this.sample = sample;
        this.listener = listener;
        history = new ArrayList<>(description.history());
        spread = new SpreadMeter(sample, description.network(), description.iterationsTotal(), lastSpread(history),
                listener);
    }

    private static double lastSpread(List<HistoryPoint> history) {
        return history.isEmpty() ? Double.NaN
                : history.get(history.size() - 1).figures().getOrDefault(SPREAD, Double.NaN);
    }

    @Override
    public StepResult step(long iteration) {
        double waitedBefore = batches.waitedSeconds();
        Batch batch = batches.next(iteration);
        double waited = batches.waitedSeconds() - waitedBefore;
        double rate = schedule.at(iteration);
        org.coverfiji.engine.api.StepResult done = inParts.step(batch, rate);
        Map<String, Double> losses = done.losses();
        Map<String, Double> measures = new LinkedHashMap<>(recipe.measures(batch, losses));
        measures.putAll(done.measures());
        measures.put(SPREAD, spread.after(iteration + 1, network::parameters));
        history.add(new HistoryPoint(iteration + 1, losses, measures));
        StepResult step = new StepResult(batch.samples(), rate, losses, measures, waited,
                network.lastStepTimes()).skippedIf(done.skipped());
        steps.add(step);
        return step;
    }

    @Override
    public File save(long iterationsDone) {
        model(iterationsDone).write(output);
        return output;
    }

    @Override
    public File saveSpare(long iterationsDone) {
        return SpareFile.write(output, model(iterationsDone)::write);
    }

    private ModelFile model(long iterationsDone) {
        Map<String, Tensor> weights = network.parameters();
        DivergedException.requireFinite(weights);
        ModelDescription now = description.toBuilder()
                .iterations(iterationsDone, description.iterationsTotal()).history(history)
                .featureStatistics(statistics(weights)).build();
        Map<String, Tensor> state = new LinkedHashMap<>(network.state());
        state.putAll(batches.state().toCheckpoint());
        return new ModelFile(now, weights, state);
    }

    /** Null where they cannot be measured, which must not cost the checkpoint. */
    private FeatureStatistics statistics(Map<String, Tensor> weights) {
        try {
            return sample.measure(description.network(), weights);
        } catch (RuntimeException | OutOfMemoryError e) {
            listener.warning("The model is complete but for its feature statistics: " + e.getMessage());
            return null;
        }
    }

    /** Of this run. */
    List<StepResult> steps() {
        return steps;
    }
}
