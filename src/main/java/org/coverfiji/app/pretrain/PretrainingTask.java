package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.PretrainingLosses;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.api.ViewBatch;
import org.coverfiji.file.SpareFile;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.HistoryPoint;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.DivergedException;
import org.coverfiji.train.LearningRateSchedule;
import org.coverfiji.train.Prefetcher;
import org.coverfiji.train.StepResult;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingTask;

/**
 * One step of pretraining on the next batch of views; checkpoints are complete model files, with the statistics that
 * embeddings need.
 */
final class PretrainingTask implements TrainingTask {

    /** The figure of a step that tells the displacement's error as a part of the displacement. */
    static final String RATIO = "ratio";
    /** The figure that tells how far the features of different pixels differ. */
    static final String SPREAD = "spread";

    private final PretrainingNetwork network;
    private final Prefetcher<ViewBatch> views;
    private final LearningRateSchedule schedule;
    private final File output;
    private final ModelDescription description;
    private final StatisticsSample sample;
    private final SpreadMeter spread;
    private final TrainingListener listener;
    private final List<HistoryPoint> history;
    private final List<PretrainingLosses> losses = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    /**
     * @param description what the model file says, with the history so far
     * @param sample what every checkpoint's feature statistics are measured on
     * @param listener is warned where they cannot be measured
     */
    PretrainingTask(PretrainingNetwork network, Prefetcher<ViewBatch> views, LearningRateSchedule schedule, File output,
            ModelDescription description, StatisticsSample sample, TrainingListener listener) {
        this.network = network;
        this.views = views;
        this.schedule = schedule;
        this.output = output;
        this.description = description;
        this.sample = sample;
        spread = new SpreadMeter(sample, description.network(), description.iterationsTotal(), listener);
        this.listener = listener;
        history = new ArrayList<>(description.history());
    }

    @Override
    public StepResult step(long iteration) {
        double waitedBefore = views.waitedSeconds();
        ViewBatch batch = views.next();
        double waited = views.waitedSeconds() - waitedBefore;
        double rate = schedule.at(iteration);
        PretrainingLosses step = network.step(batch, rate);
        double ratio = ratio(step.vector(), batch);
        losses.add(step);
        ratios.add(ratio);
        Map<String, Double> byName = new LinkedHashMap<>();
        byName.put("vector", step.vector());
        byName.put("consistency", step.consistency());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(RATIO, ratio);
        figures.put(SPREAD, spread.after(iteration + 1, network::parameters));
        history.add(new HistoryPoint(iteration + 1, byName, figures));
        return new StepResult(batch.size(), rate, byName, figures, waited,
                network.lastStepTimes()).skippedIf(!Double.isFinite(step.gradientNorm()) || batch.mask().isZero());
    }

    /** L_vec · Σ mask / Σ mask·|ψ|₁: the error relative to that of the zero field; NaN where nothing moved. */
    static double ratio(double vectorLoss, ViewBatch batch) {
        float[] mask = batch.mask().data();
        float[] flow = batch.flow().data();
        int axes = batch.flow().size(1);
        int pixels = mask.length / batch.size();
        double count = 0;
        double length = 0;
        for (int pair = 0; pair < batch.size(); pair++) {
            for (int p = 0; p < pixels; p++) {
                float weight = mask[pair * pixels + p];
                count += weight;
                for (int axis = 0; axis < axes; axis++) {
                    length += weight * Math.abs(flow[(pair * axes + axis) * pixels + p]);
                }
            }
        }
        return length > 0 ? vectorLoss * count / length : Double.NaN;
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
        return new ModelFile(now, weights, network.optimizerState());
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

    /** Of every step of this run. */
    List<PretrainingLosses> losses() {
        return losses;
    }

    /** Of every step of this run. */
    List<Double> ratios() {
        return ratios;
    }
}
