package org.coverfiji.app.compare;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.pretrain.PretrainResult;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.file.Beside;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.Table;
import org.coverfiji.image.label.CsvTable;
import org.coverfiji.model.HistoryPoint;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.CsvListener;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingControls;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingOutcome;

/** Pretrains once what several runs start from; goes on with what was begun. */
final class PretrainedModels {

    private static final String SPREAD = "spread";

    private final Engine engine;

    PretrainedModels(Engine engine) {
        this.engine = engine;
    }

    /** Whether a pretraining is finished, its features measured. */
    static boolean isMade(PretrainSettings settings) {
        if (!settings.output().isFile()) {
            return false;
        }
        ModelDescription description = ModelFile.readDescription(settings.output());
        return description.iterationsDone() >= settings.iterations() && description.featureStatistics() != null;
    }

    /**
     * Makes the model, or the rest of it.
     *
     * @throws CancelledException if it was cancelled; the checkpoint stays
     * @throws CoverException if it failed, or its features could not be measured
     */
    void make(PretrainSettings settings, List<TrainingListener> watch, Consumer<TrainingControls> running) {
        Pretrainer pretrainer = new Pretrainer(engine, settings).addListener(CsvListener.beside(settings.output()))
                .addListener(new Stopwatch(settings.output()));
        watch.forEach(pretrainer::addListener);
        running.accept(pretrainer);
        PretrainResult result = pretrainer.run();
        if (result.outcome() != TrainingOutcome.COMPLETED) {
            throw new CancelledException("The comparison was stopped; the same command goes on from there.");
        }
        if (!isMade(settings)) {
            // Fine-tuning would standardise its features by other images' statistics than those of other methods.
            settings.output().delete();
            throw new CoverException("The memory does not suffice to measure the pretrained model's features, without"
                    + " which its runs cannot be compared; it is trained anew the next time.");
        }
    }

    /** How widely the features of a model spread at the end of its pretraining; NaN if nobody measured. */
    static double spread(File model) {
        ModelDescription description = ModelFile.readDescription(model);
        List<HistoryPoint> history = description.history();
        return history.isEmpty() ? Double.NaN
                : history.get(history.size() - 1).figures().getOrDefault(SPREAD, Double.NaN);
    }

    /** What its pretraining took, all its parts together; NaN if nobody measured. */
    static double seconds(File model) {
        File file = file(model);
        if (!file.isFile()) {
            return Double.NaN;
        }
        CsvTable table = new CsvTable(file);
        return table.size() == 0 ? Double.NaN : table.number(0, "seconds");
    }

    private static File file(File model) {
        return Beside.file(model, ".time.csv");
    }

    /** Keeps the time that went into every checkpoint. */
    private static final class Stopwatch implements TrainingListener {

        private final File model;
        private double before;

        Stopwatch(File model) {
            this.model = model;
        }

        @Override
        public void started(Progress progress) {
            before = progress.iteration() == 0 || Double.isNaN(seconds(model)) ? 0 : seconds(model);
        }

        @Override
        public void checkpointSaved(Progress progress, File file) {
            keep(progress);
        }

        @Override
        public void finished(Progress progress, TrainingOutcome outcome) {
            keep(progress);
        }

        private void keep(Progress progress) {
            Table table = new Table("seconds");
            table.add(Math.round(10 * (before + progress.elapsedSeconds())) / 10.0);
            CsvFile.write(file(model), table);
        }
    }

    /** Columns of a row about a pretraining. */
    static Map<String, String> cells(WorkUnit unit) {
        Map<String, String> cells = new HashMap<>();
        if (unit.start() != null && unit.start().isFile()) {
            cells.put(SPREAD, RowNumbers.text(spread(unit.start())));
        }
        if (unit.pretraining != null) {
            long steps = unit.pretraining.iterations();
            cells.put("pretraining_steps", String.valueOf(steps));
            cells.put("pretraining_images", String.valueOf(steps * unit.pretrainingCost().imagesPerStep()));
            cells.put("pretraining_gflop", RowNumbers.text(steps * unit.pretrainingCost().flopsPerStep() / 1e9));
            cells.put("pretraining_seconds", RowNumbers.text(seconds(unit.pretraining.output())));
        }
        return cells;
    }
}
