package org.coverfiji.app.compare;

import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.apply.Classifier;
import org.coverfiji.app.finetune.ClassificationReport;
import org.coverfiji.app.finetune.ClassificationSettings;
import org.coverfiji.app.finetune.ClassificationTrainer;
import org.coverfiji.app.finetune.FineTuneResult;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.UsualShape;
import org.coverfiji.image.format.DicomPatient;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.label.ImageSplit;
import org.coverfiji.image.label.Part;
import org.coverfiji.image.label.Shuffle;
import org.coverfiji.image.label.SplitItem;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.TrainingControls;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingOutcome;

/** Images with a class each. */
final class ClassificationTask implements ComparedTask {

    private final TaskSettings settings;
    private final ImageReader reader;
    private final ClassificationTable rest;
    private final ClassificationTable test;
    private final List<FloatImage> unlabelled;
    private final String fingerprint;
    private final int channels;
    private final int[] patch;

    ClassificationTask(TaskSettings settings, Consumer<String> log) {
        this.settings = settings;
        reader = new ImageReader(settings.dimensions(), 0);
        ClassificationTable all = ClassificationTable.read(settings.classes(), settings.group()).grouped(reader);
        List<List<FloatImage>> images = new ArrayList<>();
        List<SplitItem> items = new ArrayList<>();
        StringBuilder contents = new StringBuilder();
        for (int row = 0; row < all.size(); row++) {
            List<FloatImage> own = images(all, row);
            images.add(own);
            items.add(all.item(row, own.get(0), null));
            own.forEach(image -> contents.append(DataFingerprint.ofContent(image)).append('\n'));
            contents.append(all.label(row)).append('\n');
        }
        ImageSplit split = new ImageSplit(items, all.classNames(), null).divide(0, TEST_SHARE, SPLIT_SEED);
        rest = all.subset(split.indices(Part.TRAINING));
        test = all.subset(split.indices(Part.TEST));
        if (test.size() == 0) {
            throw new CoverException("No image can be held back for testing, because then a class would have none left;"
                    + " give more images.");
        }
        ComparedTask.requireApart(groups(rest), groups(test));
        UsualShape.Collector shapes = new UsualShape.Collector();
        images.forEach(own -> own.forEach(image -> shapes.add(image.size(), image.spacing(), image.unit())));
        patch = settings.patch(shapes.median());
        channels = images.get(0).get(0).channels();
        IntStream.of(split.indices(Part.TEST)).forEach(row -> contents.append("test ").append(row).append('\n'));
        fingerprint = DataFingerprint.ofText(contents.toString());
        unlabelled = settings.unlabelled() == null
                ? IntStream.of(split.indices(Part.TRAINING)).boxed().flatMap(row -> images.get(row).stream())
                        .collect(Collectors.toList())
                : UnlabelledImages.read(settings, IntStream.of(split.indices(Part.TEST)).boxed()
                        .flatMap(row -> images.get(row).stream()).map(DataFingerprint::ofContent)
                        .collect(Collectors.toSet()), groupsAndPatients(test), log);
    }

    private List<FloatImage> images(ClassificationTable table, int row) {
        return reader.readWhole(table.rows().get(row).files()).images();
    }

    private static Set<String> groups(ClassificationTable table) {
        return table.rows().stream().map(ClassificationTable.Row::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> groupsAndPatients(ClassificationTable table) {
        Set<String> all = groups(table);
        table.rows().stream().map(row -> DicomPatient.of(row.file())).filter(patient -> !patient.isEmpty())
                .forEach(all::add);
        return all;
    }

    /** Without the path, which tells too much. */
    private static String group(ClassificationTable.Row row) {
        return row.group().equals(row.file().getPath()) ? row.label() + "/" + row.file().getName() : row.group();
    }

    @Override
    public TestScores.Measure measure() {
        return TestScores.Measure.AUC;
    }

    @Override
    public int available() {
        return rest.size();
    }

    @Override
    public List<String> testNames() {
        return test.rows().stream().map(row -> row.files().name()).collect(Collectors.toList());
    }

    @Override
    public List<String> classNames() {
        return test.classNames();
    }

    @Override
    public List<String> missingClasses() {
        return test.classNames().stream()
                .filter(name -> test.rows().stream().noneMatch(row -> row.label().equals(name)))
                .collect(Collectors.toList());
    }

    @Override
    public Set<String> testGroups() {
        return groups(test);
    }

    @Override
    public List<FloatImage> unlabelled() {
        return unlabelled;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int[] patch() {
        return patch.clone();
    }

    @Override
    public long testPatches() {
        return test.size();
    }

    @Override
    public List<BufferedImage[]> shown() {
        return List.of();
    }

    /**
     * The first images of an order that the seed gives, in which the classes take turns: 5 labelled images include the
     * 2, and no class comes late.
     */
    private ClassificationTable labelled(int count, long seed) {
        List<Integer> order = IntStream.range(0, rest.size()).boxed().collect(Collectors.toList());
        Shuffle.shuffle(order, seed);
        TreeMap<Integer, Deque<Integer>> byClass = new TreeMap<>();
        order.forEach(row -> byClass.computeIfAbsent(rest.label(row), label -> new ArrayDeque<>()).add(row));
        List<Integer> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            byClass.values().stream().filter(left -> !left.isEmpty()).forEach(left -> drawn.add(left.poll()));
        }
        return rest.subset(drawn.stream().limit(count).mapToInt(Integer::intValue).toArray());
    }

    @Override
    public RunResult run(Engine engine, TaskRun run, TrainingListener watch, Consumer<TrainingControls> running) {
        ClassificationTrainer trainer = new ClassificationTrainer(engine,
                settings.fineTuning(ClassificationSettings.builder(), run.protocol, patch)
                        // The usual rate would be another from a pretrained model than from scratch.
                        .learningRate(settings.learningRate(run.protocol)).images(labelled(run.labels, run.seed))
                        .model(run.start).output(run.output).seed(run.seed).build()).addListener(watch);
        Losses losses = new Losses();
        trainer.addListener(losses);
        running.accept(trainer);
        FineTuneResult<ClassificationReport> trained = trainer.run();
        if (trained.outcome() != TrainingOutcome.COMPLETED) {
            throw new CancelledException("The comparison was stopped; the same command goes on from there.");
        }
        ModelFile model = ModelFile.read(trained.modelFile());
        List<TestScores.Image> scores = new ArrayList<>();
        try (Classifier classifier = new Classifier(engine, model)) {
            for (int row = 0; row < test.size(); row++) {
                for (FloatImage image : images(test, row)) {
                    float[] probabilities = classifier.probabilities(image);
                    scores.add(new TestScores.Image(image.name(), group(test.rows().get(row)), test.label(row),
                            IntStream.range(0, probabilities.length).mapToDouble(c -> probabilities[c]).toArray()));
                }
            }
        }
        return new RunResult(new TestScores(measure(), scores), trained.progress().peakBytes(), losses.all(), List.of(),
                model.weights(), run.protocol);
    }
}
