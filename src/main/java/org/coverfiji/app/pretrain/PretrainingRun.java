package org.coverfiji.app.pretrain;

import java.io.File;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.coverfiji.Counted;
import org.coverfiji.app.cost.ProcessMemory;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.app.environment.Environment;
import org.coverfiji.app.training.DataWarnings;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.image.UsualShape;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.method.EpochBatches;
import org.coverfiji.method.EpochHook;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.RunPlan;
import org.coverfiji.model.HistoryPoint;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.ModelOutput;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.CheckpointSchedule;
import org.coverfiji.train.FallWatch;
import org.coverfiji.train.LearningRateSchedule;
import org.coverfiji.train.Rank;
import org.coverfiji.train.StopExchange;
import org.coverfiji.train.StopSignal;
import org.coverfiji.train.TrainingListeners;
import org.coverfiji.train.TrainingLoop;
import org.coverfiji.train.TrainingOutcome;
import org.coverfiji.train.TrainingTask;
import org.coverfiji.train.TrainingTurn;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.SamplingState;

/** One training by a plan that leaves nothing open. */
final class PretrainingRun {

    /** Images that are looked at for warnings. */
    private static final int EXAMPLES = 8;

    private final Engine engine;
    private final PretrainPlan plan;
    private final PretrainSettings settings;
    private final RawImages raw;
    private final Rank rank;
    private final StopSignal stop;
    /** What the steps heed: of several ranks that on which all have agreed. */
    private final StopSignal agreed;
    private final TrainingListeners listeners;
    private final CheckpointSchedule checkpoints;
    private final PretrainPreviews previews;

    PretrainingRun(Engine engine, PretrainPlan plan, RawImages raw, Rank rank, StopSignal stop,
            TrainingListeners listeners, CheckpointSchedule checkpoints, PretrainPreviews previews) {
        this.engine = engine;
        this.plan = plan;
        settings = plan.settings();
        this.raw = raw;
        this.rank = rank;
        this.stop = stop;
        agreed = rank.isAlone() ? stop : new StopSignal();
        this.listeners = listeners;
        this.checkpoints = checkpoints;
        this.previews = previews;
    }

    /** What others that wait for their turn are told. */
    static String work(PretrainSettings settings) {
        return "the training of " + settings.output().getName();
    }

    /** Trains when it is this run's turn; {@link Pretrainer#run} says what can go wrong. */
    PretrainResult run() {
        TrainingImages images = raw.prepared(settings);
        FloatImage first = images.source().get(0);
        NetworkConfiguration configuration = settings.network(first.channels());
        ResumePoint resume = resumePoint(configuration, images);
        long done = resume == null ? 0 : resume.description().iterationsDone();
        Recipe recipe = settings.recipe();
        SettingValues values = settings.methodValues();
        RunPlan run = settings.plan(configuration, images.source().size());
        announce(images, run, done);
        BatchSampler sampler = recipe.sampler(images.source(), run, values);
        EpochHook hook = recipe.hook(images.source(), run, values);
        if (done < settings.iterations()) {
            warn(images, run, sampler);
        }
        if (!rank.isAlone()) {
            sampler = sampler.part(rank.from(run.samples()), rank.to(run.samples()));
        }
        try (TrainingTurn turn = TrainingTurn.await(work(settings), stop, listeners);
                PretrainingNetwork network = pretraining(run, resume);
                EpochBatches batches = new EpochBatches(sampler, hook, network,
                        resume == null ? SamplingState.EMPTY : resume.sampling(), viewThreads(), done)) {
            if (!rank.isAlone()) {
                share(network, images, done);
            }
            previews.answer(listeners, recipe, network, images.source(), run, values);
            ModelDescription description = describe(run, images,
                    resume == null ? Collections.emptyList() : resume.description().history());
            PretrainingTask task = new PretrainingTask(recipe, network, batches,
                    LearningRateSchedule.of(settings.learningRate(), settings.iterations()), settings.output(),
                    description, new StatisticsSample(engine, images.source(), settings), listeners);
            if (recipe.titles().containsKey(CoverRecipe.RATIO)) {
                listeners.add(new LearningWatch(settings, listeners));
            } else {
                listeners.add(new SpreadWatch(settings, listeners));
                if (hook == null && fallsFromTheStart(run)) {
                    listeners.add(new FallWatch(listeners));
                }
            }
            if (recipe.watchesCollapse()) {
                listeners.add(new CollapseWatch(settings, listeners));
            }
            return train(task, done, images);
        }
    }

    private void share(PretrainingNetwork network, TrainingImages images, long done) {
        network.share(new StopExchange(rank.exchange(), stop, agreed), rank.from(settings.samples()),
                settings.samples());
        List<String> said = new ArrayList<>();
        settings.toMap().forEach((key, value) -> said.add(key + "=" + value));
        settings.methodMap().forEach((key, value) -> said.add(key + "=" + value));
        Map<String, MessageDigest> things = new LinkedHashMap<>();
        things.put("their settings, those that short runs choose among them", Rank.digest(said));
        things.put("their images", Rank.digest(List.of(images.fingerprint())));
        things.put("the checkpoint from which they go on", Rank.digest(List.of(String.valueOf(done),
                ModelFile.fingerprint(network.parameters()))));
        rank.requireSame(things);
        listeners.message(rank.count() + " ranks share every batch of " + settings.samples() + ".");
    }

    /** Queues that fill and new stages make losses rise in between, as new clusters do. */
    private boolean fallsFromTheStart(RunPlan run) {
        MethodConfiguration method = settings.recipe().method(run, settings.methodValues());
        return method instanceof EmbeddingConfiguration && ((EmbeddingConfiguration) method).queues().isEmpty();
    }

    /** @param resume what it goes on from; null for a new one */
    private PretrainingNetwork pretraining(RunPlan run, ResumePoint resume) {
        PretrainingNetwork network = engine.pretraining(run.network(),
                settings.recipe().method(run, settings.methodValues()), OptimizerConfiguration.PUBLISHED, run.seed());
        try {
            network.trainIn(settings.precision());
            if (resume != null) {
                resume.restore(network);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            network.close();
            throw e;
        }
        return network;
    }

    private PretrainResult train(PretrainingTask task, long done, TrainingImages images) {
        TrainingTask steps = rank.isAlone() ? task
                : new RankTask(task, rank, settings.samples(), settings.output());
        TrainingLoop loop = new TrainingLoop(steps, done, settings.iterations(), checkpoints, agreed, listeners,
                new ProcessMemory(engine::nativeBytes));
        if (done == 0 && rank.isFirst()) {
            ModelOutput.tellOfReplacing(settings.output(), listeners::message);
        }
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

    private void announce(TrainingImages images, RunPlan run, long done) {
        if (!images.skipped().isEmpty()) {
            listeners.warning(Counted.of(images.skipped().size(), "image") + " skipped: " + images.skippedSummary());
        }
        images.notes().forEach(listeners::message);
        plan.notes().forEach(listeners::message);
        String padding = raw.shape().resized(settings.resize()).padding(settings.patch());
        if (padding != null) {
            listeners.message(padding);
        }
        // Resizing to one long side makes the sizes of no account.
        if (settings.resize() == 0 && images.pixelSize().differs()) {
            listeners.message(images.pixelSize().toString());
        }
        long left = settings.iterations() - done;
        if (left <= 0) {
            listeners.message(settings.output() + " has had " + Counted.of(done, "iteration")
                    + " already; raise iterations (now " + settings.iterations() + ") to train on.");
            return;
        }
        ResourceEstimate estimate = settings.part(rank).estimate(run.network(), run.images());
        listeners.message("Pretraining a " + run.network() + " by " + settings.recipe().name() + ", on "
                + Counted.of(images.source().size(), "image") + ", patches " + UsualShape.text(settings.patch())
                + ", batch " + settings.samples() + ", " + Counted.of(left, "iteration") + ": "
                + estimate.describe(left, engine.device()) + ".");
        if (settings.samples() != settings.batch()) {
            listeners.message(settings.recipe().whySamples(settings.batch(), settings.samples()));
        }
        settings.recipe().notes(images.source(), run, settings.methodValues()).forEach(listeners::message);
    }

    private void warn(TrainingImages images, RunPlan run, BatchSampler sampler) {
        ImageSource source = images.source();
        List<FloatImage> some = IntStream.range(0, Math.min(EXAMPLES, source.size())).mapToObj(source::get)
                .collect(Collectors.toList());
        Stream.of(DataWarnings.tooFew(source.size(), settings.samples(), settings.iterations()),
                DataWarnings.clipped(settings.normalization(), some),
                motionWarning(sampler)).filter(Objects::nonNull).forEach(listeners::warning);
    }

    /** A method without motion may have no batch yet: before the first border of an epoch it has sampled nothing. */
    private String motionWarning(BatchSampler sampler) {
        String motion = settings.methodMap().get(CoverRecipe.MOTION.key());
        return motion == null ? null : MotionCheck.warning(sampler, motion);
    }

    private ModelDescription describe(RunPlan run, TrainingImages images, List<HistoryPoint> history) {
        List<String> notes = new ArrayList<>();
        notes.add("Method published as: " + settings.recipe().reference() + ".");
        notes.addAll(settings.recipe().notes(images.source(), run, settings.methodValues()));
        notes.addAll(plan.notes());
        return ModelDescription.builder().kind(ModelDescription.PRETRAINED).method(settings.recipe().name())
                .methodSettings(settings.methodMap()).notes(notes)
                .network(run.network()).normalization(settings.normalization()).patch(settings.patch())
                .pixelSize(images.pixelSize().spacing(), images.pixelSize().unit()).resize(settings.resize())
                .seed(settings.seed()).iterations(0, settings.iterations()).settings(settings.toMap())
                .dataFingerprint(images.fingerprint()).environment(Environment.of(engine))
                .history(history).build();
    }

    /** Half of the processors prepare views, so that the network's own threads find room. */
    private static int viewThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
