package org.coverfiji.app.finetune;

import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.apply.TaskPreparation;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.app.environment.Environment;
import org.coverfiji.app.training.DataWarnings;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.OutputClaim;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.UsualPixelSize;
import org.coverfiji.image.UsualShape;
import org.coverfiji.image.label.LabelCheck;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.PixelPredictor;
import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.FineTuning;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.ModelOutput;
import org.coverfiji.model.Selection;
import org.coverfiji.model.TaskHead;
import org.coverfiji.train.CheckpointSchedule;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Trainer;
import org.coverfiji.train.TrainingOutcome;
import org.coverfiji.train.TrainingTurn;
import org.coverfiji.train.label.LabelPatchSampler;
import org.coverfiji.train.label.LabelPatchSettings;
import org.coverfiji.train.label.LabelPreview;
import org.coverfiji.train.label.LabelledExample;

/**
 * Fine-tunes a pretrained U-Net, or trains a new one, to segment images, from few labelled ones. Leaves a model file
 * with the weights that did best on the validation images, CSV files with its scores on those and on the test images,
 * and pictures of its best and worst validation image beside it.
 *
 * <pre>{@code
 * FineTuneResult<SegmentationReport> result = new SegmentationTrainer(engine, settings)
 *         .addListener(new LogListener(System.out::println, 10)).run();
 * }</pre>
 */
public final class SegmentationTrainer extends Trainer<SegmentationTrainer> {

    /** Images that are looked at for warnings. */
    private static final int EXAMPLES = 8;

    private final Engine engine;
    private final SegmentationSettings settings;
    private PreviewRequest<LabelPreview> previews;
    private boolean judged = true;

    /** @throws CoverException if the engine is not one of the settings' device */
    public SegmentationTrainer(Engine engine, SegmentationSettings settings) {
        super(new CheckpointSchedule(0, settings.checkpointMinutes() * 60));
        EngineLoader.requireDevice(engine, settings.device());
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    protected SegmentationTrainer self() {
        return this;
    }

    /** Answers requests for what the network predicts on one image, which is not trained on if one is held back. */
    public SegmentationTrainer previews(PreviewRequest<LabelPreview> request) {
        previews = request;
        return this;
    }

    /** Leaves out scores, pictures and feature statistics, for a caller that judges the model on images of its own. */
    public SegmentationTrainer withoutReport() {
        judged = false;
        return this;
    }

    /**
     * Trains, when it is this run's turn; call once.
     *
     * @throws CoverException if images, labels or the pretrained model cannot be used, the output cannot be written or
     *         another run writes it, or training diverges
     * @throws org.coverfiji.CancelledException if the run was cancelled, or its thread interrupted, before it began
     */
    public FineTuneResult<SegmentationReport> run() {
        try (OutputClaim claim = OutputClaim.ofModel(settings.output())) {
            OutputClaim.requireFinished(settings.model());
            if (!settings.resume()) {
                ModelOutput.requireReplaceable(settings.output(), ModelDescription.SEGMENTATION);
            }
            return MemoryShortage.toldOf(settings.output(), this::prepare);
        }
    }

    private FineTuneResult<SegmentationReport> prepare() {
        engine.require(settings.precision());
        TaskBackbone backbone = new TaskBackbone(settings);
        ContinuedModel continued = settings.goesOn() ? new ContinuedModel(settings, backbone) : null;
        LabelledParts parts = LabelledParts.read(settings, new ImageReader(backbone.dimensions(), backbone.channels()),
                backbone.description(), FineTuningCheckpoint.splitBefore(settings, listeners), listeners);
        if (continued != null) {
            continued.requireClasses(parts.training().classes().names());
        }
        FloatImage first = parts.training().get(0).image();
        if (backbone.isPretrained()) {
            backbone.description().requireCompatible(first);
        }
        UsualShape shape = parts.training().shape();
        backbone = backbone.plannedFor(shape);
        NetworkConfiguration network = backbone.network(first.channels());
        FineTuningTask.requireWritable(settings.output(), backbone.estimate(network, backbone.patch()));
        UsualPixelSize pixelSize = shape.pixelSize();
        TaskPreparation preparation = continued != null ? continued.preparation()
                : new TaskPreparation(backbone.normalization(), backbone.resize(), pixelSize.spacing(),
                        pixelSize.unit());
        long bytes = SegmentationData.bytes(parts.training(), preparation)
                + SegmentationData.bytes(parts.validation(), preparation);
        ResourceEstimate.requireHeap(bytes);
        backbone.requireMemory(network, backbone.patch(), bytes);
        SegmentationData data = new SegmentationData(parts, preparation, backbone.patch());
        if (pixelSize.differs() && backbone.resize() == 0 && continued == null) {
            listeners.message(pixelSize.toString());
        }
        if (data.note() != null) {
            listeners.message(data.note());
        }
        String padding = shape.resized(backbone.resize()).padding(backbone.patch());
        if (padding != null) {
            listeners.message(padding);
        }
        try (TrainingTurn turn =
                TrainingTurn.await("the training of " + settings.output().getName(), stop, listeners)) {
            return train(data, backbone, continued, network);
        }
    }

    /** @param continued null if the head is a new one */
    private FineTuneResult<SegmentationReport> train(SegmentationData data, TaskBackbone backbone,
            ContinuedModel continued, NetworkConfiguration network) {
        List<Tensor> patches = data.patches(backbone.patch(), settings.batch(), settings.seed());
        TaskHead head = continued != null ? continued.head()
                : settings.allLevels() ? TaskHead.standardized(backbone.statistics(engine, network, patches))
                : TaskHead.plain(NetworkConfiguration.LEVELS - 1);
        FineTuningCheckpoint checkpoint = FineTuningCheckpoint.find(settings, ModelDescription.SEGMENTATION, network,
                head, data.training().classes().names(), listeners);
        if (checkpoint != null) {
            head = checkpoint.head();
        }
        announce(data, network, backbone, head);
        warn(data, backbone);
        TaskConfiguration task = head.configuration(Task.SEGMENTATION, settings.protocol(),
                data.classWeights(settings.balanceClasses()));
        FineTuningRun training = new FineTuningRun(engine, settings, stop, checkpoints, listeners);
        if (continued != null) {
            training.startingFrom(backbone::headWeights);
        }
        if (previews != null) {
            LabelBatch shown = data.previewPatch(backbone.patch(), settings.seed());
            training.watchedBy(trained -> new LabelPreviewer(trained, data.previewName(), shown,
                    data.training().classes().names(), previews));
        }
        TrainingOutcome outcome = training.train(network, task, backbone, sampler(data, backbone)::batch,
                describe(data, backbone, continued, network, head), checkpoint, validation(data, backbone), "Dice");
        return finish(outcome, training, data, backbone, patches);
    }

    private LabelPatchSampler sampler(SegmentationData data, TaskBackbone backbone) {
        int[] patch = backbone.patch();
        LabelPatchSettings patches = new LabelPatchSettings(LabelPatchSettings.mild(patch), settings.foreground(),
                settings.flips(patch.length));
        return new LabelPatchSampler(data.examples(), patches, settings.batch(), settings.seed());
    }

    private static Function<TaskNetwork, Judgement> validation(SegmentationData data, TaskBackbone backbone) {
        if (data.validation() == null) {
            return null;
        }
        SlidingWindow window = new SlidingWindow(backbone.patch());
        return network -> Judgement.of(data.validate(new PixelPredictor(network::predict, window)));
    }

    private void warn(SegmentationData data, TaskBackbone backbone) {
        String clipped = DataWarnings.clipped(backbone.normalization(), data.examples().stream().limit(EXAMPLES)
                .map(LabelledExample::image).collect(Collectors.toList()));
        if (clipped != null) {
            listeners.warning(clipped);
        }
        LabelCheck.warnings(data.training()).forEach(listeners::warning);
    }

    private void announce(SegmentationData data, NetworkConfiguration network, TaskBackbone backbone, TaskHead head) {
        listeners.message("Fine-tuning (" + settings.protocol().name().toLowerCase(Locale.ROOT) + ") "
                + (settings.goesOn() ? "goes on from " + settings.model().getName()
                        : backbone.isPretrained() ? "the pretrained " + settings.model().getName() : "from scratch")
                + ", a "
                + network + ", " + head + ", on " + Counted.of(data.training().size(), "labelled image") + ", patches "
                + UsualShape.text(backbone.patch()) + ", classes " + data.training().classes() + ".");
        if (data.validation() == null) {
            listeners.warning("No image is held back for validation: the last weights are kept, and nothing tells how"
                    + " good they are on other images.");
        }
    }

    private ModelDescription describe(SegmentationData data, TaskBackbone backbone, ContinuedModel continued,
            NetworkConfiguration network, TaskHead head) {
        UsualPixelSize pixelSize = data.pixelSize();
        FineTuning tuning = new FineTuning(settings.protocol().name().toLowerCase(Locale.ROOT),
                backbone.isPretrained(), head, Collections.emptyList(), 0, Double.NaN);
        ModelDescription before = backbone.description();
        return ModelDescription.builder().kind(ModelDescription.SEGMENTATION)
                .method(before == null ? "none" : before.method())
                .methodSettings(before == null ? Collections.emptyMap() : before.methodSettings()).network(network)
                .normalization(backbone.normalization()).patch(backbone.patch())
                .pixelSize(continued == null ? pixelSize.spacing() : before.pixelSize(),
                        continued == null ? pixelSize.unit() : before.unit()).resize(backbone.resize())
                .classes(data.training().classes().names())
                .seed(settings.seed()).iterations(0, settings.iterations()).settings(settings.toMap())
                .dataFingerprint(before == null ? "" : before.dataFingerprint())
                .environment(Environment.of(engine))
                .history(before == null ? Collections.emptyList() : before.history()).fineTuning(tuning)
                .selection(new Selection(data.parts().split(), 0)).build();
    }

    private FineTuneResult<SegmentationReport> finish(TrainingOutcome outcome, FineTuningRun training,
            SegmentationData data, TaskBackbone backbone, List<Tensor> patches) {
        File output = settings.output();
        if (outcome == TrainingOutcome.CANCELLED || !output.exists()) {
            return new FineTuneResult<>(output.exists() ? output : null, outcome, false, training.progress(), null);
        }
        if (!judged) {
            FineTuningTask.checkpoint(output).delete();
            return new FineTuneResult<>(output, outcome, training.stoppedEarly(), training.progress(), null);
        }
        ModelFile model = withStatistics(ModelFile.read(output), backbone, patches);
        model.write(output);
        SegmentationReport report;
        LabelledImages seen = data.validation() == null ? data.training() : data.validation();
        try (Segmenter segmenter = new Segmenter(engine, model, SegmentSettings.builder().build())) {
            report = SegmentationReport.of(segmenter, seen, data.validation() != null, data.parts().test(), output);
        }
        FineTuningTask.checkpoint(output).delete();
        listeners.message(report.toString());
        return new FineTuneResult<>(output, outcome, training.stoppedEarly(), training.progress(), report);
    }

    /** How the final features spread, for embeddings. */
    private ModelFile withStatistics(ModelFile model, TaskBackbone backbone, List<Tensor> patches) {
        NetworkConfiguration network = model.description().network();
        FeatureStatistics statistics = settings.protocol() == Protocol.LINEAR
                ? backbone.statistics(engine, network, patches)
                : TaskBackbone.measure(engine, network, settings.seed(), TaskBackbone.backboneOf(model.weights()),
                        patches);
        return new ModelFile(model.description().toBuilder().featureStatistics(statistics).build(), model.weights(),
                model.state());
    }
}
