package org.coverfiji.app.pretrain;

import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.file.OutputClaim;
import org.coverfiji.file.OutputFile;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.ModelOutput;
import org.coverfiji.train.CheckpointSchedule;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Rank;
import org.coverfiji.train.Trainer;
import org.coverfiji.train.TrainingTurn;
import org.coverfiji.train.view.BatchPreview;
import org.coverfiji.train.view.FieldPreview;

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
    private Rank rank = Rank.ALONE;
    private final PretrainPreviews previews = new PretrainPreviews();

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

    /** What losses and measures are called, with units, by their names: the method's, and the spread of every run. */
    public Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>(settings.recipe().titles());
        titles.put(PretrainingTask.SPREAD, "Spread of the features");
        return titles;
    }

    /**
     * Makes the run one of several that train one network together, in processes of their own; each is given the same
     * settings, and a wish to end the run ends all.
     */
    public Pretrainer rank(Rank value) {
        rank = value;
        return this;
    }

    /** Answers requests for what the network predicts for one pair of views, which is not trained on. */
    public Pretrainer previews(PreviewRequest<FieldPreview> request) {
        previews.fields(request);
        return this;
    }

    /** The same for methods whose previews are of another kind: see {@link org.coverfiji.method.Recipe#preview()}. */
    public Pretrainer batchPreviews(PreviewRequest<BatchPreview> request) {
        previews.batches(request);
        return this;
    }

    /**
     * Trains, when it is this run's turn; call once.
     *
     * @throws CoverException if the output cannot be written or another run writes it, there is no usable image, the
     *         memory does not suffice, the checkpoint does not fit, training diverges, or another rank ends
     * @throws org.coverfiji.CancelledException if the run was cancelled, or its thread interrupted, before it began
     */
    public PretrainResult run() {
        rank.requireSamples(settings.samples());
        if (!rank.isFirst()) {
            return prepareAndTrain();
        }
        try (OutputClaim claim = OutputClaim.ofModel(settings.output())) {
            if (!settings.resume()) {
                ModelOutput.requireReplaceable(settings.output(), ModelDescription.PRETRAINED);
            }
            return MemoryShortage.toldOf(settings.output(), this::prepareAndTrain);
        }
    }

    private PretrainResult prepareAndTrain() {
        engine.require(settings.precision());
        RawImages images = RawImages.of(settings);
        PretrainPlan plan = PretrainPlan.of(settings, images.shape(), checkpoint());
        requireResources(plan.settings().part(rank));
        if (!plan.leavesAChoice()) {
            return train(plan, images);
        }
        // The short runs are training too, and the turn stays until the long one has ended.
        try (TrainingTurn turn = TrainingTurn.await(PretrainingRun.work(settings), stop, listeners)) {
            return train(new Choices(new Probe(engine, images, stop), plan, listeners::message).make(), images);
        }
    }

    private PretrainResult train(PretrainPlan plan, RawImages images) {
        return new PretrainingRun(engine, plan, images, rank, stop, listeners, checkpoints, previews).run();
    }

    /** What the run goes on from; null for a new one. */
    private ModelDescription checkpoint() {
        return settings.resume() && settings.output().exists() ? ModelFile.readDescription(settings.output()) : null;
    }

    private static void requireResources(PretrainSettings settings) {
        int channels = Math.max(1, settings.channels());
        long checkpoint = settings.estimate(settings.network(channels), settings.images().size()).checkpointBytes();
        OutputFile.requireWritable(settings.output(),
                OutputFile.neededBytes(checkpoint, checkpoint, settings.output()));
        settings.requireMemory(channels, settings.images().size());
    }
}
