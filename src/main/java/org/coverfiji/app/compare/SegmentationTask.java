package org.coverfiji.app.compare;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.apply.PixelClassifier;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.cost.ProcessMemory;
import org.coverfiji.app.finetune.FineTuneResult;
import org.coverfiji.app.finetune.SegmentationReport;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.app.propagate.PropagateSettings;
import org.coverfiji.app.propagate.Propagator;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Resampling;
import org.coverfiji.image.label.GroupPattern;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.label.Shuffle;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.metric.DiceCounts;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.Panels;
import org.coverfiji.train.TrainingControls;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingOutcome;

/** Images whose pixels have labels. */
final class SegmentationTask implements ComparedTask {

    private static final double OPACITY = 0.5;

    private final TaskSettings settings;
    private final LabelledImages rest;
    private final LabelledImages test;
    private final int[] patch;
    private final List<FloatImage> unlabelled;
    private final Consumer<String> log;

    SegmentationTask(TaskSettings settings, Consumer<String> log) {
        this.log = log;
        this.settings = settings;
        ImageReader reader = new ImageReader(settings.dimensions(), 0);
        LabelledImages all = LabelledImages.read(LabelPairs.match(settings.images(), settings.labels(), reader),
                settings.labelRule(), reader).grouped(GroupPattern.of(settings.group()));
        all.notes().forEach(log);
        if (!settings.classNames().isBlank()) {
            all = all.named(List.of(settings.classNames().trim().split("\\s*,\\s*")));
        }
        if (all.size() < 3) {
            throw new CoverException("There are " + all.size() + " labelled images; at least 3 are needed, one of them"
                    + " for testing.");
        }
        LabelledImages[] parts = all.split(TEST_SHARE, SPLIT_SEED);
        rest = parts[0];
        test = parts[1];
        if (test == null) {
            throw new CoverException("No image can be held back for testing, because then a class would have none left;"
                    + " give more labelled images.");
        }
        patch = settings.patch(rest.shape());
        ComparedTask.requireApart(together(rest), together(test));
        unlabelled = settings.unlabelled() == null
                ? IntStream.range(0, rest.size()).mapToObj(i -> rest.get(i).image()).collect(Collectors.toList())
                : UnlabelledImages.read(settings, testContents(), testGroups(), log);
    }

    private static Set<String> together(LabelledImages images) {
        return IntStream.range(0, images.size()).mapToObj(images::together)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> testContents() {
        return IntStream.range(0, test.size()).mapToObj(i -> DataFingerprint.ofContent(test.get(i).image()))
                .collect(Collectors.toSet());
    }

    @Override
    public TestScores.Measure measure() {
        return TestScores.Measure.DICE;
    }

    @Override
    public int available() {
        return rest.size();
    }

    @Override
    public List<String> testNames() {
        return IntStream.range(0, test.size()).mapToObj(test::name).collect(Collectors.toList());
    }

    @Override
    public List<String> classNames() {
        return test.classes().names();
    }

    @Override
    public List<String> missingClasses() {
        long[] pixels = test.classPixels();
        return IntStream.range(1, pixels.length).filter(c -> pixels[c] == 0).mapToObj(classNames()::get)
                .collect(Collectors.toList());
    }

    @Override
    public Set<String> testGroups() {
        return together(test);
    }

    @Override
    public List<FloatImage> unlabelled() {
        return unlabelled;
    }

    @Override
    public String fingerprint() {
        StringBuilder all = new StringBuilder();
        IntStream.range(0, rest.size()).forEach(i -> all.append(rest.fingerprint(i)).append('\n'));
        all.append("test\n");
        IntStream.range(0, test.size()).forEach(i -> all.append(test.fingerprint(i)).append('\n'));
        return DataFingerprint.ofText(all.toString());
    }

    @Override
    public int channels() {
        return rest.channels();
    }

    @Override
    public int[] patch() {
        return patch.clone();
    }

    /** Windows overlap by half. */
    @Override
    public long testPatches() {
        long patches = 0;
        for (int i = 0; i < test.size(); i++) {
            int[] size = settings.resize() > 0 ? Resampling.sizeOfLongSide(test.imageSize(i), settings.resize())
                    : test.imageSize(i);
            patches += IntStream.range(0, size.length).mapToLong(axis -> 1 + Math.max(0,
                    (2L * (size[axis] - patch[axis]) + patch[axis] - 1) / patch[axis])).reduce(1, (a, c) -> a * c);
        }
        return patches;
    }

    @Override
    public List<BufferedImage[]> shown() {
        List<BufferedImage[]> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(SHOWN, test.size()); i++) {
            LabelledImage image = test.get(i);
            int slice = Panels.fullest(image.label());
            shown.add(new BufferedImage[] {Panels.image(image.image(), slice),
                Panels.overlay(image.image(), image.label(), slice, OPACITY)});
        }
        return shown;
    }

    /** The first images of the order that the seed gives: 5 labelled images include the 2. */
    private LabelledImages labelled(int count, long seed) {
        List<Integer> order = IntStream.range(0, rest.size()).boxed().collect(Collectors.toList());
        Shuffle.shuffle(order, seed);
        return rest.subset(order.stream().limit(count).mapToInt(Integer::intValue).toArray());
    }

    @Override
    public RunResult run(Engine engine, TaskRun run, TrainingListener watch, Consumer<TrainingControls> running) {
        return run.protocol.trains() ? fineTune(engine, run, watch, running) : propagate(engine, run, running);
    }

    private RunResult fineTune(Engine engine, TaskRun run, TrainingListener watch,
            Consumer<TrainingControls> running) {
        SegmentationTrainer trainer = new SegmentationTrainer(engine, settings.segmentation(run.protocol, patch)
                .labelled(labelled(run.labels, run.seed)).model(run.start).output(run.output).seed(run.seed).build())
                .withoutReport().addListener(watch);
        Losses losses = new Losses();
        trainer.addListener(losses);
        running.accept(trainer);
        FineTuneResult<SegmentationReport> trained = trainer.run();
        if (trained.outcome() != TrainingOutcome.COMPLETED) {
            throw new CancelledException("The comparison was stopped; the same command goes on from there.");
        }
        ModelFile model = ModelFile.read(trained.modelFile());
        try (Segmenter segmenter = new Segmenter(engine, model, SegmentSettings.builder().build())) {
            List<BufferedImage> pictures = new ArrayList<>();
            return new RunResult(test(segmenter, pictures), trained.progress().peakBytes(), losses.all(), pictures,
                    model.weights(), run.protocol);
        }
    }

    /** The same labelled images as fine-tuning has, by the seed; nothing else is left to chance but which pixels. */
    private RunResult propagate(Engine engine, TaskRun run, Consumer<TrainingControls> running) {
        Cancellation cancellation = new Cancellation();
        running.accept(cancellation);
        ModelFile model = run.start == null ? RandomModel.of(engine, settings, unlabelled, patch, run.seed)
                : ModelFile.read(run.start);
        try (Propagator propagator = new Propagator(engine, model, labelled(run.labels, run.seed),
                PropagateSettings.builder().seed(run.seed).build(), (done, total) -> cancellation.heed(),
                image -> cancellation.heed(), log)) {
            List<BufferedImage> pictures = new ArrayList<>();
            return new RunResult(test(propagator, pictures), new ProcessMemory(engine::nativeBytes).getAsLong(),
                    List.of(), pictures, model.weights(), run.protocol);
        }
    }

    /** @param pictures get the predictions on the test images that are shown */
    private TestScores test(PixelClassifier classifier, List<BufferedImage> pictures) {
        List<TestScores.Image> scores = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            LabelledImage image = test.get(i);
            LabelImage predicted = classifier.labels(image.image());
            scores.add(new TestScores.Image(test.name(i), test.together(i), -1, dice(predicted, image.label())));
            if (i < SHOWN) {
                pictures.add(Panels.overlay(image.image(), predicted, Panels.fullest(image.label()), OPACITY));
            }
        }
        return new TestScores(measure(), scores);
    }

    private double[] dice(LabelImage predicted, LabelImage truth) {
        DiceCounts counts = new DiceCounts(test.classes().count());
        counts.add(predicted.classes(), truth);
        return IntStream.range(0, test.classes().count()).mapToDouble(counts::dice).toArray();
    }
}
