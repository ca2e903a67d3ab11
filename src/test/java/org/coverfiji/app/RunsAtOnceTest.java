package org.coverfiji.app;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.coverfiji.app.apply.Classifier;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.app.finetune.ClassificationSettings;
import org.coverfiji.app.finetune.ClassificationTrainer;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.MemoryImageSource;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.view.ViewConfiguration;
import org.coverfiji.train.view.ViewSampler;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;

/** Every pair of verbs at the same time, on the engine itself: each gives the bits that it gives alone. */
public class RunsAtOnceTest {

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final int MINUTES = 3;
    private static final int SIDE = 48;

    private static final Map<String, Verb> VERBS = new LinkedHashMap<>();
    private static final Map<String, Integer> ALONE = new LinkedHashMap<>();

    private static Engine engine;
    private static int runs;

    /** Gives a number that depends on every bit of its result. */
    private interface Verb {
        int run(File output);
    }

    @BeforeClass
    public static void runEachAlone() throws IOException {
        engine = EngineLoader.load("cpu");
        ClassificationTable table = table();
        File pretrained = new File(FOLDER.getRoot(), "pretrained.cover");
        File segmentation = new File(FOLDER.getRoot(), "segmentation.cover");
        File classification = new File(FOLDER.getRoot(), "classification.cover");
        VERBS.put("pretrain", RunsAtOnceTest::pretrain);
        VERBS.put("fine-tune segmentation", output -> segmentationModel(output));
        VERBS.put("fine-tune classification", output -> classificationModel(table, output));
        for (String training : VERBS.keySet()) {
            File model = training.equals("pretrain") ? pretrained
                    : training.endsWith("segmentation") ? segmentation : classification;
            ALONE.put(training, VERBS.get(training).run(model));
        }
        VERBS.put("embed", output -> embed(pretrained));
        VERBS.put("segment", output -> segment(segmentation));
        VERBS.put("classify", output -> classify(classification));
        for (String verb : Arrays.asList("embed", "segment", "classify")) {
            ALONE.put(verb, VERBS.get(verb).run(null));
        }
    }

    /** Each beside one other; every pair with {@code -Plong}. */
    @Test
    public void pairsGiveTheBitsOfEachAlone() throws Exception {
        List<String> verbs = new ArrayList<>(VERBS.keySet());
        boolean all = Boolean.getBoolean("cover.long");
        for (int first = 0; first < verbs.size(); first += all ? 1 : 2) {
            for (int second = all ? first : first + 1; second <= (all ? verbs.size() - 1 : first + 1); second++) {
                atOnce(verbs.get(first), verbs.get(second));
            }
        }
    }

    private static void atOnce(String first, String second) throws Exception {
        List<Integer> results = together(() -> VERBS.get(first).run(newOutput()),
                () -> VERBS.get(second).run(newOutput()));
        assertEquals(first + " while " + second, ALONE.get(first), results.get(0));
        assertEquals(second + " while " + first, ALONE.get(second), results.get(1));
    }

    /** What trainers never do, because they train in turns, but scripts may. */
    @Test
    public void twoNetworksInTrainingShareNothing() throws Exception {
        List<Double> small = losses(32, 1);
        List<Double> large = losses(SIDE, 2);
        List<List<Double>> both = together(() -> losses(32, 1), () -> losses(SIDE, 2));
        assertEquals(small, both.get(0));
        assertEquals(large, both.get(1));
    }

    @SafeVarargs
    private static <T> List<T> together(Callable<T>... tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.length);
        ExecutorService threads = Executors.newFixedThreadPool(tasks.length);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> task : tasks) {
                running.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get(MINUTES, TimeUnit.MINUTES));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static synchronized File newOutput() {
        return new File(FOLDER.getRoot(), "run" + runs++ + ".cover");
    }

    private static List<Double> losses(int side, long seed) {
        NetworkConfiguration network = new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(8));
        int[] patch = {side, side};
        ViewSampler views = new ViewSampler(new MemoryImageSource(Arrays.asList(image(1), image(2)),
                new ImagePreparation(Normalization.DEFAULT, 0, patch)), ViewConfiguration.builder(patch).build(), 2,
                seed);
        List<Double> losses = new ArrayList<>();
        try (PretrainingNetwork net = engine.pretraining(network,
                new CoverConfiguration(8, new int[] {4, 4, 4, 1, 1}, 1, 1), OptimizerConfiguration.PUBLISHED, seed)) {
            for (int i = 0; i < 12; i++) {
                losses.addAll(net.step(views.batch(i).batch(), 1e-3).losses().values());
            }
        }
        return losses;
    }

    private static int pretrain(File output) {
        return bits(new Pretrainer(engine, PretrainSettings.builder(2).images(Arrays.asList(image(1), image(2)))
                .output(output).patch(32).batch(2).width(8).set(CoverRecipe.AMPLITUDE, 1).iterations(4).build())
                        .run().modelFile());
    }

    private static int segmentationModel(File output) {
        return bits(new SegmentationTrainer(engine, SegmentationSettings.builder().labelled(labelled()).output(output)
                .width(8).patch(32).batch(2).iterations(4).validation(0.4).validationInterval(2).build()).run()
                        .modelFile());
    }

    private static int classificationModel(ClassificationTable table, File output) {
        return bits(new ClassificationTrainer(engine, ClassificationSettings.builder().images(table).output(output)
                .width(8).patch(32).batch(2).iterations(4).validation(0.5).build()).run().modelFile());
    }

    private static int embed(File model) {
        try (Embedder embedder = new Embedder(engine, ModelFile.read(model),
                EmbedSettings.builder().features(3).build())) {
            return Arrays.hashCode(embedder.embed(image(7)).data());
        }
    }

    private static int segment(File model) {
        try (Segmenter segmenter = new Segmenter(engine, ModelFile.read(model), SegmentSettings.builder().build())) {
            return Arrays.hashCode(segmenter.probabilities(image(7)).data());
        }
    }

    private static int classify(File model) {
        try (Classifier classifier = new Classifier(engine, ModelFile.read(model))) {
            return Arrays.hashCode(classifier.probabilities(image(7)));
        }
    }

    private static int bits(File model) {
        assertNotNull(model);
        Map<String, Tensor> weights = new TreeMap<>(ModelFile.read(model).weights());
        int bits = 0;
        for (Tensor tensor : weights.values()) {
            bits = 31 * bits + Arrays.hashCode(tensor.data());
        }
        return bits;
    }

    private static FloatImage image(int number) {
        SplittableRandom random = new SplittableRandom(number);
        float[] data = new float[SIDE * SIDE];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextInt(1000) + (i / SIDE < SIDE / 2 ? 500 : 0);
        }
        return new FloatImage("image " + number, data, 1, new int[] {SIDE, SIDE}, new double[] {1, 1}, "pixel");
    }

    private static LabelledImages labelled() {
        List<LabelledImage> images = new ArrayList<>();
        List<FloatImage> labels = new ArrayList<>();
        int[] classes = new int[SIDE * SIDE];
        Arrays.fill(classes, 0, classes.length / 2, 1);
        for (int i = 0; i < 5; i++) {
            FloatImage image = image(i);
            LabelImage label = new LabelImage(image.name(), classes, image.size());
            images.add(new LabelledImage(image, label));
            labels.add(label.toFloatImage(image));
        }
        return LabelledImages.of(images, LabelRule.DEFAULT.learn(labels));
    }

    private static ClassificationTable table() throws IOException {
        for (int i = 0; i < 8; i++) {
            File folder = FOLDER.getRoot().toPath().resolve("images").resolve("class" + i % 2).toFile();
            folder.mkdirs();
            IJ.saveAsTiff(new ImagePlus("", new FloatProcessor(SIDE, SIDE, image(i).data())),
                    new File(folder, i + ".tif").getPath());
        }
        return ClassificationTable.read(new File(FOLDER.getRoot(), "images"), "");
    }
}
