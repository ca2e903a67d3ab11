package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.app.cost.ProcessMemory;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.file.OutputClaim;
import org.coverfiji.file.OutputFile;
import org.coverfiji.image.FloatImage;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.method.EpochBatches;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.RunPlan;
import org.coverfiji.model.HistoryPoint;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelOutput;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.CheckpointSchedule;
import org.coverfiji.train.LearningRateSchedule;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Trainer;
import org.coverfiji.train.TrainingLoop;
import org.coverfiji.train.TrainingOutcome;
import org.coverfiji.train.TrainingTurn;
import org.coverfiji.train.view.BatchPreview;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.FieldPreview;
import org.coverfiji.train.view.SamplingState;
import org.coverfiji.train.view.ViewBatch;

/**
 * Pretrains a U-Net on unlabelled images and leaves a model file, which is at any time a complete model of the last
 * checkpoint: usable as it is, and the place to resume from.
 *
 * <pre>{@code
 * PretrainResult result = new Pretrainer(settings).addListener(new LogListener(System.out::println, 10)).run();
 * }</pre>
 */
public final class Pretrainer extends Trainer<Pretrainer> {

    private final Engine engine;
    private final PretrainSettings settings;
    private PreviewRequest<FieldPreview> previews;
    private PreviewRequest<BatchPreview> batchPreviews;

    /** With the engine of the settings' device. */
    public Pretrainer(PretrainSettings settings) {
        this(EngineLoader.load(settings.device()), settings);
    }

    /** @throws CoverException if the engine is not one of the settings' device */
    public Pretrainer(Engine engine, PretrainSettings settings) {
        super(new CheckpointSchedule(settings.checkpointIterations(), settings.checkpointMinutes() * 60));
        EngineLoader.requireDevice(engine, settings.device());
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    protected Pretrainer self() {
        return this;
    }

    /** Answers requests for what the network predicts for one pair of views, which is not trained on. */
    public Pretrainer previews(PreviewRequest<FieldPreview> request) {
        previews = request;
        return this;
    }

    /** The same for methods whose previews are of another kind: see {@link Recipe#preview()}. */
    public Pretrainer batchPreviews(PreviewRequest<BatchPreview> request) {
        batchPreviews = request;
        return this;
    }

    /**
     * Trains, when it is this run's turn; call once.
     *
     * @throws CoverException if the output cannot be written or another run writes it, there is no usable image, the
     *         memory does not suffice, the checkpoint does not fit, or training diverges
     * @throws org.coverfiji.CancelledException if the run was cancelled, or its thread interrupted, before it began
     */
    public PretrainResult run() {
        try (OutputClaim claim = OutputClaim.ofModel(settings.output())) {
            if (!settings.resume()) {
                ModelOutput.requireReplaceable(settings.output(), ModelDescription.PRETRAINED);
            }
            return prepareAndTrain();
        }
    }

    private PretrainResult prepareAndTrain() {
        ResourceEstimate estimate = settings.estimate(settings.network(Math.max(1, settings.channels())),
                settings.images().size());
        // Twice: the last checkpoint stays until the next is complete.
        OutputFile.requireWritable(settings.output(), 2 * estimate.checkpointBytes());
        estimate.requireMemory(ResourceEstimate.physicalBytes());
        TrainingImages images = TrainingImages.open(settings);
        FloatImage first = images.source().get(0);
        NetworkConfiguration configuration = settings.network(first.channels());
        ResumePoint resume = resumePoint(configuration, images);
        long done = resume == null ? 0 : resume.description().iterationsDone();
        Recipe recipe = settings.recipe();
        SettingValues values = settings.methodValues();
        RunPlan run = settings.plan(configuration, images.source().size());
        announce(images, run, estimate, done);
        BatchSampler sampler = recipe.sampler(images.source(), run, values);
        try (TrainingTurn turn = TrainingTurn.await("the training of " + settings.output().getName(), stop, listeners);
                PretrainingNetwork network = pretraining(run, resume);
                EpochBatches batches = new EpochBatches(sampler, recipe.hook(images.source(), run, values), network,
                        resume == null ? SamplingState.EMPTY : resume.sampling(), viewThreads(), done)) {
            addPreviews(network, images, run);
            ModelDescription description = describe(run, images,
                    resume == null ? Collections.emptyList() : resume.description().history());
            PretrainingTask task = new PretrainingTask(recipe, network, batches,
                    LearningRateSchedule.of(settings.learningRate(), settings.iterations()), settings.output(),
                    description, new StatisticsSample(engine, images.source(), settings), listeners);
            if (recipe.titles().containsKey(CoverRecipe.RATIO)) {
                listeners.add(new LearningWatch(settings, listeners));
            }
            if (recipe.watchesCollapse()) {
                listeners.add(new CollapseWatch(settings, listeners));
            }
            return train(task, done, images);
        }
    }

    /** Always of the same sample, drawn from another seed. */
    private void addPreviews(PretrainingNetwork network, TrainingImages images, RunPlan run) {
        Recipe recipe = settings.recipe();
        boolean fields = recipe.preview() == Recipe.Preview.FIELDS;
        if (fields ? previews == null : batchPreviews == null || recipe.preview() == Recipe.Preview.NONE) {
            return;
        }
        Batch batch = recipe.sampler(images.source(), run.withSamples(1).withSeed(~run.seed()),
                settings.methodValues()).batch(0);
        listeners.add(fields ? new FieldPreviewer(network, new ViewBatch(batch), previews)
                : new BatchPreviewer(network, images.source().get(batch.images()[0]), batch,
                        recipe.preview() == Recipe.Preview.RESTORATION, batchPreviews));
    }

    /** @param resume what it goes on from; null for a new one */
    private PretrainingNetwork pretraining(RunPlan run, ResumePoint resume) {
        PretrainingNetwork network = engine.pretraining(run.network(),
                settings.recipe().method(run, settings.methodValues()), OptimizerConfiguration.PUBLISHED, run.seed());
        if (resume != null) {
            try {
                resume.restore(network);
            } catch (RuntimeException e) {
                network.close();
                throw e;
            }
        }
        return network;
    }

    private PretrainResult train(PretrainingTask task, long done, TrainingImages images) {
        TrainingLoop loop = new TrainingLoop(task, done, settings.iterations(), checkpoints, stop, listeners,
                new ProcessMemory(engine::nativeBytes));
        TrainingOutcome outcome = loop.run();
        File model = loop.progress().iteration() > 0 ? settings.output() : null;
        return new PretrainResult(model, outcome, loop.progress(), task.steps(),
                images.source().size(), images.skipped());
    }

    private ResumePoint resumePoint(NetworkConfiguration configuration, TrainingImages images) {
        if (!settings.resume()) {
            return null;
        }
        if (!settings.output().exists()) {
            listeners.message("There is no checkpoint " + settings.output() + " yet: training starts anew.");
            return null;
        }
        ResumePoint resume = ResumePoint.read(settings.output(), configuration, settings);
        List<String> differences = resume.differences(settings, images.fingerprint());
        if (!differences.isEmpty()) {
            listeners.warning("Training goes on with other settings than before: " + String.join(", ", differences)
                    + ".");
        }
        return resume;
    }

    private void announce(TrainingImages images, RunPlan run, ResourceEstimate estimate, long done) {
        if (!images.skipped().isEmpty()) {
            listeners.warning(images.skipped().size() + " images skipped: " + images.skippedSummary());
        }
        images.notes().forEach(listeners::message);
        // Resizing to one long side makes the sizes of no account.
        if (settings.resize() == 0 && images.pixelSize().differs()) {
            listeners.message(images.pixelSize().toString());
        }
        long left = settings.iterations() - done;
        if (left <= 0) {
            listeners.message(settings.output() + " has had " + done + " iterations already; raise iterations (now "
                    + settings.iterations() + ") to train on.");
            return;
        }
        listeners.message("Pretraining a " + run.network() + " by " + settings.recipe().name() + ", on "
                + images.source().size() + " images, patches " + Arrays.toString(settings.patch())
                + ", batch " + settings.samples() + ", " + left + " iterations: "
                + estimate.describe(left, engine.device()) + ".");
        if (settings.samples() != settings.batch()) {
            listeners.message(settings.recipe().name() + " takes " + settings.samples() + " images a step instead of "
                    + settings.batch() + ", which are too few to tell apart.");
        }
        settings.recipe().notes(images.source(), run, settings.methodValues()).forEach(listeners::message);
    }

    private ModelDescription describe(RunPlan run, TrainingImages images, List<HistoryPoint> history) {
        List<String> notes = new ArrayList<>();
        notes.add("Method published as: " + settings.recipe().reference() + ".");
        notes.addAll(settings.recipe().notes(images.source(), run, settings.methodValues()));
        return ModelDescription.builder().kind(ModelDescription.PRETRAINED).method(settings.recipe().name())
                .methodSettings(settings.methodMap()).notes(notes)
                .network(run.network()).normalization(settings.normalization()).patch(settings.patch())
                .pixelSize(images.pixelSize().spacing(), images.pixelSize().unit()).resize(settings.resize())
                .seed(settings.seed()).iterations(0, settings.iterations()).settings(settings.toMap())
                .dataFingerprint(images.fingerprint()).environment(Arrays.asList(engine.report().split("\\R")))
                .history(history).build();
    }

    /** Half of the processors prepare views, so that the network's own threads find room. */
    private static int viewThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
