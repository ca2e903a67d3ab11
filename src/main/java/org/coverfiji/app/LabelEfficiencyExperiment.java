package org.coverfiji.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageReader;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.metric.CsvFile;
import org.coverfiji.metric.Table;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.LogListener;

/**
 * How much pretraining helps when labels are few: the mean Dice on a third of the images, always the same, of networks
 * that were trained on so many of the others, from scratch and pretrained, with all weights and with the head alone.
 * Pretraining sees all images but the test images, without their labels. Nothing is held back for validation: every
 * run has the same number of iterations, and its last weights are judged.
 */
public final class LabelEfficiencyExperiment {

    /** Fixes the test images, whatever the seeds. */
    private static final long SPLIT_SEED = 20_260;

    private final Engine engine;
    private final LabelEfficiencySettings settings;
    private final Consumer<String> log;

    /** @param log takes a line per result and of the pretraining's progress */
    public LabelEfficiencyExperiment(Engine engine, LabelEfficiencySettings settings, Consumer<String> log) {
        this.engine = engine;
        this.settings = settings;
        this.log = log;
    }

    /**
     * Runs all combinations; writes {@code label_efficiency.csv} (a row per run) and {@code label_efficiency.txt} (the
     * table of means and the budgets) into the output folder.
     *
     * @return a row per run: labels, protocol, start, seed, mean test Dice
     * @throws CoverException if images or labels cannot be used or there are too few
     */
    public Table run() {
        makeFolder();
        LabelledImages all = LabelledImages.read(LabelPairs.match(settings.images(), settings.labels()),
                settings.labelRule(), new ImageReader(settings.dimensions(), 0));
        int[] order = shuffled(all.size(), SPLIT_SEED);
        int testCount = all.size() / 3;
        if (testCount < 1) {
            throw new CoverException("There are " + all.size() + " labelled images; at least 3 are needed, one of them"
                    + " for testing.");
        }
        LabelledImages test = all.subset(Arrays.copyOf(order, testCount));
        LabelledImages rest = all.subset(Arrays.copyOfRange(order, testCount, order.length));
        File pretrained = settings.model() == null ? pretrain(rest) : settings.model();
        Table table = new Table("labels", "protocol", "start", "seed", "dice");
        for (int labels : settings.labelCounts()) {
            for (long seed : settings.seeds()) {
                if (labels <= rest.size()) {
                    LabelledImages training = labelled(rest, labels, seed);
                    for (Protocol protocol : settings.protocols()) {
                        add(table, training, test, protocol, null, seed);
                        add(table, training, test, protocol, pretrained, seed);
                    }
                }
            }
        }
        CsvFile.write(new File(settings.output(), "label_efficiency.csv"), table);
        String text = summary(table, all, test);
        log.accept(text);
        write(text);
        return table;
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

    private static int[] shuffled(int count, long seed) {
        int[] order = IntStream.range(0, count).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }

    /** The first images of the order that the seed gives: 5 labelled images include the 2. */
    private static LabelledImages labelled(LabelledImages rest, int count, long seed) {
        return rest.subset(Arrays.copyOf(shuffled(rest.size(), seed), count));
    }

    private File pretrain(LabelledImages rest) {
        File output = new File(settings.output(), "pretrained.cover");
        List<FloatImage> images = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            images.add(rest.get(i).image());
        }
        PretrainSettings pretraining = PretrainSettings.builder(settings.dimensions()).images(images).output(output)
                .width(settings.width()).patch(settings.patch()).resize(settings.resize()).batch(settings.batch())
                .iterations(settings.pretrainIterations()).learningRate(settings.pretrainLearningRate())
                .consistency(settings.consistency()).motion(settings.motion()).build();
        new Pretrainer(engine, pretraining).addListener(new LogListener(log, 30)).run();
        return output;
    }

    private void add(Table table, LabelledImages training, LabelledImages test, Protocol protocol, File model,
            long seed) {
        FineTuneSettings run = FineTuneSettings.builder().labelled(training).model(model)
                .output(new File(settings.output(), "run.cover")).protocol(protocol)
                .dimensions(settings.dimensions()).width(settings.width()).patch(settings.patch())
                .resize(settings.resize()).batch(settings.batch()).iterations(settings.iterations())
                .learningRate(protocol == Protocol.LINEAR ? settings.linearLearningRate() : settings.learningRate())
                .allLevels(protocol == Protocol.LINEAR || settings.allLevels()).flips(settings.flips()).validation(0)
                .seed(seed).build();
        File trained = new SegmentationTrainer(engine, run).run().modelFile();
        double dice;
        try (Segmenter segmenter = new Segmenter(engine, ModelFile.read(trained), SegmentSettings.builder().build())) {
            dice = SegmentationReport.meanDice(segmenter, test);
        }
        String start = model == null ? "scratch" : "pretrained";
        table.add(training.size(), protocol.name().toLowerCase(Locale.ROOT), start, seed, dice);
        log.accept(String.format(Locale.ROOT, "%d labels, %s, %s, seed %d: Dice %.3f", training.size(),
                protocol.name().toLowerCase(Locale.ROOT), start, seed, dice));
    }

    private String summary(Table table, LabelledImages all, LabelledImages test) {
        Map<String, List<Double>> cells = new LinkedHashMap<>();
        for (List<Object> row : table.rows()) {
            cells.computeIfAbsent(String.format("%6s  %-8s %-10s", row.get(0), row.get(1), row.get(2)),
                    key -> new ArrayList<>()).add((Double) row.get(4));
        }
        StringBuilder text = new StringBuilder("Mean test Dice (classes " + all.classes().names()
                + ", all but the first), mean ± standard deviation over " + settings.seeds().size() + " seeds, "
                + test.size() + " of " + all.size() + " images for testing\nlabels  protocol start      Dice\n");
        cells.forEach((cell, values) -> {
            double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
            double variance = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).average().orElse(0);
            text.append(cell).append(String.format(Locale.ROOT, " %.1f ± %.1f%n", 100 * mean,
                    100 * Math.sqrt(variance)));
        });
        return text.append("Pretraining: ").append(settings.model() != null ? settings.model().getName()
                : settings.pretrainIterations() + " iterations on " + (all.size() - test.size())
                + " unlabelled images, batch " + settings.batch() + ", rate " + settings.pretrainLearningRate()
                + ", motion " + settings.motion() + ", weight of L_con " + settings.consistency())
                .append("; fine-tuning: ").append(settings.iterations()).append(" iterations each, batch ")
                .append(settings.batch()).append(", patch ").append(settings.patch()).append(", width ")
                .append(settings.width()).append(".\n").toString();
    }
}
