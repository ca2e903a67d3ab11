package org.coverfiji.app.experiment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.finetune.FineTuneResult;
import org.coverfiji.app.finetune.SegmentationReport;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.app.pretrain.PretrainResult;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.OutputClaim;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.label.Shuffle;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.LogListener;
import org.coverfiji.train.StopSignal;
import org.coverfiji.train.TrainingOutcome;
import org.coverfiji.train.TrainingTurn;
import org.coverfiji.train.view.PatchPlan;

/**
 * How much pretraining helps when labels are few: the mean Dice on a third of the files, always the same, of networks
 * that were trained on so many of the other images, from scratch and pretrained, with all weights and with the head
 * alone (for a network from scratch: on frozen random features). Pretraining sees all images but the test images,
 * without their labels.
 *
 * <p>Both starts have the same images, patches, initial head, iterations and learning rate, seed by seed; nothing is
 * held back for validation, and the last weights are judged. Linear heads see all levels, standardised.
 *
 * <p>Runs take long: pretraining leaves checkpoints, and each finished run a row in {@code label_efficiency.csv}. The
 * same experiment in the same output folder goes on where it was killed.
 */
public final class LabelEfficiencyExperiment {

    /** Fixes the test images, whatever the seeds. */
    private static final long SPLIT_SEED = 20_260;

    private static final double TEST_SHARE = 1.0 / 3;
    private static final double LOG_SECONDS = 30;

    private final Engine engine;
    private final LabelEfficiencySettings settings;
    private final Consumer<String> log;

    private LabelledImages test;
    private LabelledImages rest;
    /** Sides in array order. */
    private int[] patch;
    private File model;

    /** @param log takes lines for the user */
    public LabelEfficiencyExperiment(Engine engine, LabelEfficiencySettings settings, Consumer<String> log) {
        this.engine = engine;
        this.settings = settings;
        this.log = log;
    }

    /**
     * Makes all runs that are not finished yet. Leaves {@code label_efficiency.csv} (a row per run),
     * {@code label_efficiency_table.csv} and {@code label_efficiency.txt} (means and standard deviations; the text also
     * has the budgets) in the output folder.
     *
     * @throws CoverException if images or labels cannot be used or there are too few, or the output folder holds the
     *         pretrained model of another experiment or is used by another run
     */
    public LabelEfficiencyResult run() {
        // Its runs' times would have those of other trainings in them.
        try (OutputClaim claim = OutputClaim.of(settings.output(), runsFile());
                TrainingTurn turn = TrainingTurn.await("the experiment in " + settings.output().getName(),
                        new StopSignal(), new LogListener(log, LOG_SECONDS))) {
            return makeRuns();
        }
    }

    private File runsFile() {
        return new File(settings.output(), "label_efficiency.csv");
    }

    private LabelEfficiencyResult makeRuns() {
        makeFolder();
        split();
        LabelEfficiencyRuns runs = new LabelEfficiencyRuns(runsFile());
        model = settings.model() == null ? pretrain() : settings.model();
        ModelDescription pretrained = pretrained();
        String start = "; pretrained: " + budget(pretrained) + ", file " + checksum();
        LabelEfficiencyResult result = new LabelEfficiencyResult();
        for (int labels : settings.labelCounts()) {
            if (labels > rest.size()) {
                log.accept("There are only " + rest.size() + " images that are not for testing: " + labels
                        + " labels are left out.");
                continue;
            }
            for (Protocol protocol : settings.protocols()) {
                double[] scratch = new double[settings.seeds().size()];
                double[] gained = new double[scratch.length];
                for (int i = 0; i < scratch.length; i++) {
                    long seed = settings.seeds().get(i);
                    scratch[i] = dice(runs, labels, protocol, null, seed, budget(protocol));
                    gained[i] = dice(runs, labels, protocol, model, seed, budget(protocol) + start);
                }
                result.add(labels, protocol, scratch, gained);
            }
        }
        for (Protocol protocol : settings.protocols()) {
            result.addBudget("Fine-tuning, " + LabelEfficiencyRuns.name(protocol) + ": " + budget(protocol) + ".");
        }
        result.addBudget("Pretraining: " + budget(pretrained) + ".");
        result.addBudget("Dice in percent, mean ± standard deviation over " + settings.seeds()
                .size() + " seeds; classes "
                + test.classes().names() + " without the first" + missing() + "; " + test.size() + " test images of "
                + (test.size() + rest.size()) + ": " + IntStream.range(0, test.size()).mapToObj(test::name)
                        .collect(Collectors.joining(", ")) + ".");
        CsvFile.write(new File(settings.output(), "label_efficiency_table.csv"), result.cells());
        log.accept(result.toString());
        write(result.toString());
        return result;
    }

    private String missing() {
        long[] pixels = test.classPixels();
        String names = IntStream.range(1, pixels.length).filter(c -> pixels[c] == 0)
                .mapToObj(test.classes().names()::get).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " (no test image shows " + names + ")";
    }

    private void makeFolder() {
        try {
            Files.createDirectories(settings.output().toPath());
        } catch (IOException e) {
            throw new CoverException("The folder " + settings.output() + " cannot be made; choose another output.", e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(new File(settings.output(), "label_efficiency.txt").toPath(), text);
        } catch (IOException e) {
            throw new CoverException("The table cannot be written into " + settings.output() + " (" + e.getMessage()
                    + ").", e);
        }
    }

    /** Slices of one file stay together, so that no test image has its neighbour among the others. */
    private void split() {
        ImageReader reader = new ImageReader(settings.dimensions(), 0);
        LabelledImages all = LabelledImages.read(LabelPairs.match(settings.images(), settings.labels(), reader),
                settings.labelRule(), reader);
        if (all.size() < 3) {
            throw new CoverException("There are " + all.size() + " labelled images; at least 3 are needed, one of them"
                    + " for testing.");
        }
        LabelledImages[] parts = all.split(TEST_SHARE, SPLIT_SEED);
        rest = parts[0];
        test = parts[1];
        patch = PatchPlan.isAutomatic(settings.patch()) ? PatchPlan.of(rest.shape().resized(settings.resize()))
                : PatchPlan.sides(settings.patch(), settings.dimensions());
        if (test == null) {
            throw new CoverException("No image can be held back for testing, because then a class would have none left;"
                    + " give more labelled images.");
        }
    }

    /** The first images of the order that the seed gives: 5 labelled images include the 2. */
    private LabelledImages labelled(int count, long seed) {
        List<Integer> order = IntStream.range(0, rest.size()).boxed().collect(Collectors.toList());
        Shuffle.shuffle(order, seed);
        return rest.subset(order.stream().limit(count).mapToInt(Integer::intValue).toArray());
    }

    /** @return the model, pretrained now, before, or partly before */
    private File pretrain() {
        File output = new File(settings.output(), "pretrained.cover");
        List<FloatImage> images = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            images.add(rest.get(i).image());
        }
        PretrainSettings pretraining = settings.pretraining(images, patch, output);
        if (output.exists() && isFinished(ModelFile.read(output, ModelDescription.PRETRAINED).description(),
                pretraining)) {
            log.accept("Pretrained before: " + output + ".");
            return output;
        }
        Pretrainer pretrainer = new Pretrainer(engine, pretraining).addListener(new LogListener(log, LOG_SECONDS));
        PretrainResult result = pretrainer.run();
        if (!result.steps().isEmpty()) {
            log.accept(result.summary(pretraining.recipe().titles()));
        }
        if (result.outcome() != TrainingOutcome.COMPLETED) {
            throw new CancelledException("The pretraining was stopped; the same experiment goes on from there.");
        }
        return output;
    }

    private static boolean isFinished(ModelDescription before, PretrainSettings now) {
        Map<String, String> old = all(before.settings(), before.methodSettings());
        all(now.toMap(), now.methodMap()).forEach((name, value) -> {
            if (!value.equals(old.get(name))) {
                throw new CoverException(now.output() + " was pretrained with " + name + " " + old.get(name)
                        + " instead of " + value + "; choose another output folder, the same " + name
                        + ", or no model in the output folder.");
            }
        });
        return before.iterationsDone() >= now.iterations();
    }

    private static Map<String, String> all(Map<String, String> settings, Map<String, String> methodSettings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(methodSettings);
        return all;
    }

    private ModelDescription pretrained() {
        ModelDescription description = ModelFile.read(model, ModelDescription.PRETRAINED).description();
        NetworkConfiguration network = description.network();
        if (network.dimensions() != settings.dimensions() || network.widths()[0] != settings.width()) {
            throw new CoverException(model + " holds a " + network.dimensions() + "D network of width "
                    + network.widths()[0] + ", but the network from scratch would be " + settings.dimensions()
                    + "D of width " + settings.width() + "; give the model's dimensions and width.");
        }
        return description;
    }

    /** Tells apart models that were pretrained alike, and knows one that was pretrained on. */
    private String checksum() {
        try {
            CRC32 crc = new CRC32();
            crc.update(Files.readAllBytes(model.toPath()));
            return Long.toHexString(crc.getValue());
        } catch (IOException e) {
            throw new CoverException(model + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    private String budget(Protocol protocol) {
        SegmentationSettings run = settings(rest, protocol, null, 0);
        return run.iterations() + " iterations, batch " + run.batch() + ", rate " + run.learningRate() + ", patch "
                + PatchPlan.write(patch) + ", " + settings.dimensions() + "D, width " + settings.width() + ", resize "
                + settings.resize() + ", flips " + (settings.flips().isEmpty() ? "none" : settings.flips())
                + ", head on " + (run.allLevels() ? "all levels" : "level 4") + "; " + rest.size() + " images and "
                + test.size() + " for testing";
    }

    private String budget(ModelDescription pretrained) {
        return pretrained.iterationsDone() + " of " + pretrained.iterationsTotal() + " iterations, "
                + all(pretrained.settings(), pretrained.methodSettings()).entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("iterations") && !entry.getKey().equals("dimensions"))
                        .map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", "));
    }

    /** @return the mean test Dice of a run, as it was found before or now */
    private double dice(LabelEfficiencyRuns runs, int labels, Protocol protocol, File start, long seed,
            String budget) {
        Double known = runs.dice(labels, protocol, start != null, seed, budget);
        if (known == null) {
            long begin = System.nanoTime();
            known = train(settings(labelled(labels, seed), protocol, start, seed));
            runs.add(labels, protocol, start != null, seed, budget, known, (System.nanoTime() - begin) / 1e9);
            log.accept(String.format(Locale.ROOT, "%d labels, %s, %s, seed %d: Dice %.3f", labels,
                    LabelEfficiencyRuns.name(protocol), LabelEfficiencyRuns.start(start != null), seed, known));
        }
        return known;
    }

    private SegmentationSettings settings(LabelledImages training, Protocol protocol, File start, long seed) {
        return SegmentationSettings.builder().labelled(training).model(start)
                .output(new File(settings.output(), "run.cover")).protocol(protocol)
                .dimensions(settings.dimensions()).width(settings.width()).patch(patch)
                .resize(settings.resize()).batch(settings.batch()).iterations(settings.iterations())
                .learningRate(protocol == Protocol.LINEAR ? settings.linearLearningRate() : settings.learningRate())
                .allLevels(protocol == Protocol.LINEAR || settings.allLevels()).flips(settings.flips()).validation(0)
                .seed(seed).build();
    }

    private double train(SegmentationSettings run) {
        FineTuneResult<SegmentationReport> trained = new SegmentationTrainer(engine, run).withoutReport().run();
        if (trained.outcome() != TrainingOutcome.COMPLETED) {
            throw new CancelledException("A fine-tuning was stopped; the same experiment makes it again.");
        }
        ModelFile result = ModelFile.read(trained.modelFile());
        try (Segmenter segmenter = new Segmenter(engine, result, SegmentSettings.builder().build())) {
            return SegmentationReport.meanDice(segmenter, test);
        } finally {
            trained.modelFile().delete();
        }
    }
}
