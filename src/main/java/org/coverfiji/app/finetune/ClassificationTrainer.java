package org.coverfiji.app.finetune;

import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.apply.WholeImages;
import org.coverfiji.app.environment.Environment;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.OutputClaim;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.UsualPixelSize;
import org.coverfiji.image.UsualShape;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.metric.ClassificationScores;
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
import org.coverfiji.train.label.ChanceWatch;
import org.coverfiji.train.label.ClassPreview;
import org.coverfiji.train.label.ClassifiedImageSampler;
import org.coverfiji.train.label.LabelPatchSettings;

/**
 * Fine-tunes a pretrained U-Net, or trains a new one, to classify whole images: averages and deviations of its maps
 * are standardised and followed by a linear layer. Images of one group never stand on both sides of the validation.
 * Leaves a model file with the weights that did best on the validation images, and CSV files beside it.
 */
public final class ClassificationTrainer extends Trainer<ClassificationTrainer> {

    private final Engine engine;
    private final ClassificationSettings settings;
    private PreviewRequest<ClassPreview> previews;

    /** @throws CoverException if there are no images, or the engine is not one of the settings' device */
    public ClassificationTrainer(Engine engine, ClassificationSettings settings) {
        super(new CheckpointSchedule(0, settings.checkpointMinutes() * 60));
        if (settings.images() == null) {
            throw new CoverException("images is missing; give a folder with a folder of images per class, or a CSV"
                    + " file with the columns file and label.");
        }
        EngineLoader.requireDevice(engine, settings.device());
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    protected ClassificationTrainer self() {
        return this;
    }

    /** Answers requests for what the network says of some images, which are not trained on if any are held back. */
    public ClassificationTrainer previews(PreviewRequest<ClassPreview> request) {
        previews = request;
        return this;
    }

    /**
     * Trains, when it is this run's turn; call once.
     *
     * @throws CoverException if images or the pretrained model cannot be used, the output cannot be written or another
     *         run writes it, or training diverges
     * @throws org.coverfiji.CancelledException if the run was cancelled, or its thread interrupted, before it began
     */
    public FineTuneResult<ClassificationReport> run() {
        try (OutputClaim claim = OutputClaim.ofModel(settings.output())) {
            OutputClaim.requireFinished(settings.model());
            if (!settings.resume()) {
                ModelOutput.requireReplaceable(settings.output(), ModelDescription.CLASSIFICATION);
            }
            return MemoryShortage.toldOf(settings.output(), this::prepare);
        }
    }

    private FineTuneResult<ClassificationReport> prepare() {
        engine.require(settings.precision());
        TaskBackbone start = new TaskBackbone(settings);
        ImageReader reader = new ImageReader(start.dimensions(), start.channels());
        TaskBackbone backbone = start.leavesPatch() ? start.plannedFor(shape(reader)) : start;
        int[] patch = backbone.wholeImage();
        ImagePreparation preparation = WholeImages.preparation(backbone.normalization(), patch);
        ClassifiedParts parts = ClassifiedParts.read(settings, reader, preparation, backbone.description(),
                FineTuningCheckpoint.splitBefore(settings, listeners), listeners);
        NetworkConfiguration network = backbone.network(parts.training().images().get(0).channels());
        FineTuningTask.requireWritable(settings.output(), backbone.estimate(network, patch));
        backbone.requireMemory(network, patch, 0);
        try (TrainingTurn turn =
                TrainingTurn.await("the training of " + settings.output().getName(), stop, listeners)) {
            return train(backbone, network, parts);
        }
    }

    /** Null if no image can be read. */
    private UsualShape shape(ImageReader reader) {
        return reader.shape(settings.images().grouped(reader).rows().stream().map(ClassificationTable.Row::files)
                .collect(Collectors.toList()));
    }

    private FineTuneResult<ClassificationReport> train(TaskBackbone backbone, NetworkConfiguration network,
            ClassifiedParts parts) {
        WholeImages training = parts.training();
        WholeImages validation = parts.validation();
        List<String> classes = settings.images().classNames();
        FineTuningCheckpoint checkpoint = FineTuningCheckpoint.find(settings, ModelDescription.CLASSIFICATION, network,
                null, classes, listeners);
        TaskHead head = checkpoint == null ? head(backbone, network, training) : checkpoint.head();
        listeners.message("Fine-tuning (" + protocol() + ") " + (backbone.isPretrained() ? "the pretrained "
                + settings.model().getName() : "from scratch") + ", a " + network + ", on "
                + Counted.of(training.size(), "image") + " as " + UsualShape.text(backbone.wholeImage())
                + " pixels, classes " + classes + "; "
                + Counted.of(validation.size(), "image is", "images are") + " held back.");
        LabelPatchSettings augmentation = new LabelPatchSettings(LabelPatchSettings.mild(backbone.wholeImage()), 0,
                settings.flips(backbone.dimensions()));
        ClassifiedImageSampler sampler = new ClassifiedImageSampler(training.images(), training.labels(), augmentation,
                settings.batch(), settings.seed());
        listeners.add(new ChanceWatch(classes.size(), listeners));
        float[] weights = classWeights(training);
        FineTuningRun run = new FineTuningRun(engine, settings, stop, checkpoints, listeners);
        if (previews != null) {
            run.watchedBy(trained -> new ClassPreviewer(trained, validation.size() == 0 ? training : validation,
                    classes, previews));
        }
        if (settings.protocol() == Protocol.FULL) {
            TaskConfiguration linear = head.configuration(Task.CLASSIFICATION, Protocol.LINEAR, weights);
            run.startingFrom(() -> headStart(network, linear, backbone, sampler));
        }
        TrainingOutcome outcome = run.train(network,
                head.configuration(Task.CLASSIFICATION, settings.protocol(), weights), backbone,
                sampler::batch, describe(backbone, network, head, parts, classes), checkpoint,
                validation.size() == 0 ? null : trained -> judgement(scores(trained, validation, classes)),
                "balanced accuracy");
        return finish(outcome, run, validation.size() == 0 ? training : validation, validation.size() > 0,
                parts.test());
    }

    private Map<String, Tensor> headStart(NetworkConfiguration network, TaskConfiguration linear, TaskBackbone backbone,
            ClassifiedImageSampler sampler) {
        ClassificationSettings first = settings.headStart();
        listeners.message("First the last layer alone is trained, " + Counted.of(first.iterations(), "step") + ".");
        return new HeadStart(engine, first, stop).train(network, linear, backbone.weights(), sampler::batch);
    }

    private String protocol() {
        return settings.protocol().name().toLowerCase(Locale.ROOT);
    }

    /** Standardises the pooled maps of the U-Net that training starts from. */
    private TaskHead head(TaskBackbone start, NetworkConfiguration network, WholeImages images) {
        try (FeatureNetwork encoder = engine.encoder(network, settings.seed());
                FeatureNetwork backbone = engine.backbone(network, settings.seed())) {
            if (start.isPretrained()) {
                encoder.setParameters(start.weights());
                backbone.setParameters(start.weights());
            }
            return PooledFeatures.head(encoder, backbone,
                    images.images().stream().map(WholeImages::batch).collect(Collectors.toList()),
                    ReadMaps.of(start.description()));
        }
    }

    private float[] classWeights(WholeImages training) {
        List<String> classes = settings.images().classNames();
        int[] counts = training.classCounts(classes.size());
        float[] weights = new float[counts.length];
        for (int k = 0; k < counts.length; k++) {
            if (counts[k] == 0) {
                throw new CoverException("No training image is of the class " + classes.get(k)
                        + "; give more images of it, or hold back fewer.");
            }
            weights[k] = settings.balanceClasses() ? (float) training.size() / (counts.length * counts[k]) : 1;
        }
        return weights;
    }

    private static ClassificationScores scores(TaskNetwork network, WholeImages images, List<String> classes) {
        ClassificationScores scores = new ClassificationScores(classes);
        for (int i = 0; i < images.size(); i++) {
            scores.add(images.images().get(i).name(), images.labels()[i],
                    network.predict(WholeImages.batch(images.images().get(i))).data());
        }
        return scores;
    }

    private static Judgement judgement(ClassificationScores scores) {
        return Judgement.of(scores.balancedAccuracy(), scores.logLoss());
    }

    private ModelDescription describe(TaskBackbone backbone, NetworkConfiguration network, TaskHead head,
            ClassifiedParts parts, List<String> classes) {
        ModelDescription before = backbone.description();
        UsualPixelSize pixelSize = UsualPixelSize.of(parts.training().images());
        return ModelDescription.builder().kind(ModelDescription.CLASSIFICATION)
                .method(before == null ? "none" : before.method())
                .methodSettings(before == null ? Collections.emptyMap() : before.methodSettings()).network(network)
                .normalization(backbone.normalization()).patch(backbone.wholeImage())
                .pixelSize(pixelSize.spacing(), pixelSize.unit()).classes(classes)
                .seed(settings.seed()).iterations(0, settings.iterations()).settings(settings.toMap())
                .environment(Environment.of(engine))
                .history(before == null ? Collections.emptyList() : before.history())
                .featureStatistics(before == null ? null : before.featureStatistics())
                .fineTuning(new FineTuning(protocol(), backbone.isPretrained(), head, Collections.emptyList(), 0,
                        Double.NaN)).selection(new Selection(parts.split(), 0)).build();
    }

    private static ModelFile calibrated(ModelFile model, double temperature) {
        ModelDescription description = model.description();
        FineTuning fineTuning = description.fineTuning().calibrated(temperature);
        return new ModelFile(description.toBuilder().fineTuning(fineTuning).build(), model.weights(),
                model.state());
    }

    private FineTuneResult<ClassificationReport> finish(TrainingOutcome outcome, FineTuningRun run, WholeImages judged,
            boolean heldBack, WholeImages test) {
        File output = settings.output();
        if (outcome == TrainingOutcome.CANCELLED || !output.exists()) {
            return new FineTuneResult<>(output.exists() ? output : null, outcome, false, run.progress(), null);
        }
        ModelFile model = ModelFile.read(output);
        ClassificationScores scores;
        ClassificationScores tested;
        try (TaskNetwork network = Segmenter.network(engine, model, Task.CLASSIFICATION)) {
            List<String> classes = model.description().classes();
            scores = scores(network, judged, classes);
            tested = test.size() == 0 ? null : scores(network, test, classes);
        }
        ClassificationReport report = new ClassificationReport(scores, heldBack, tested);
        calibrated(model, report.temperature()).write(output);
        report.writeBeside(output);
        FineTuningTask.checkpoint(output).delete();
        listeners.message(report.toString());
        return new FineTuneResult<>(output, outcome, run.stoppedEarly(), run.progress(), report);
    }
}
