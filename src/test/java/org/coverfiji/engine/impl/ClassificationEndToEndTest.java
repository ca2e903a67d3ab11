package org.coverfiji.engine.impl;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.apply.Classifier;
import org.coverfiji.app.apply.ImageClassification;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.finetune.ClassificationReport;
import org.coverfiji.app.finetune.ClassificationSettings;
import org.coverfiji.app.finetune.ClassificationTrainer;
import org.coverfiji.app.finetune.FineTuneResult;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TaskHead;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;

/** Fine-tuning and applying on striped images, with the smallest network. */
public class ClassificationEndToEndTest {

    private static final int HEIGHT = 32;
    private static final int WIDTH = 40;
    /** Until one is as looked for. */
    private static final int MOST_SEEDS = 40;

    private static NativeEngine engine;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @BeforeClass
    public static void load() {
        engine = new NativeEngine("cpu");
    }

    private static float[] stripes(boolean vertical, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] data = new float[HEIGHT * WIDTH];
        int phase = random.nextInt(4);
        for (int i = 0; i < data.length; i++) {
            int along = vertical ? i % WIDTH : i / WIDTH;
            data[i] = (float) (100 * ((along + phase) / 3 % 2) + 50 * random.nextDouble());
        }
        return data;
    }

    private ClassificationTable table() throws IOException {
        for (String name : new String[] {"horizontal", "vertical"}) {
            File own = new File(folder.getRoot(), "images/" + name);
            assertTrue(own.mkdirs());
            for (int i = 0; i < 8; i++) {
                IJ.saveAsTiff(new ImagePlus("", new FloatProcessor(WIDTH, HEIGHT, stripes(name.equals("vertical"), i))),
                        new File(own, "patient" + i / 2 + "_" + i + ".tif").getPath());
            }
        }
        return ClassificationTable.read(new File(folder.getRoot(), "images"), "^(patient\\d+)");
    }

    private ClassificationSettings.Builder settings(ClassificationTable table) {
        return ClassificationSettings.builder().images(table).output(new File(folder.getRoot(), "stripes.cover"))
                .width(8)
                .patch(32).batch(4).iterations(25).learningRate(5e-3).validation(0.25).patience(0);
    }

    @Test
    public void stripesAreToldApart() throws IOException {
        ClassificationTable table = table();
        FineTuneResult<ClassificationReport> result = new ClassificationTrainer(engine, settings(table).build()).run();
        assertTrue(result.report().heldBack());
        assertEquals(4, result.report().scores().images());
        assertTrue(result.report().toString(), result.report().scores().accuracy() >= 0.75);
        assertTrue(new File(folder.getRoot(), "stripes.confusion.csv").exists());
        assertTrue(new File(folder.getRoot(), "stripes.images.csv").exists());
        assertFalse(new File(folder.getRoot(), "stripes.checkpoint.cover").exists());
        ModelFile model = ModelFile.read(result.modelFile(), "classification");
        assertEquals(Arrays.asList("horizontal", "vertical"), model.description().classes());
        requireAllMapsAreRead(model);
        try (Classifier classifier = new Classifier(engine, model)) {
            int correct = 0;
            for (int i = 0; i < 6; i++) {
                FloatImage image = new FloatImage("new", stripes(i % 2 == 1, 50 + i), 1, new int[] {HEIGHT, WIDTH},
                        new double[] {1, 1}, "pixel");
                float[] probabilities = classifier.probabilities(image);
                assertEquals(1, probabilities[0] + probabilities[1], 1e-5);
                correct += classifier.label(image) == i % 2 ? 1 : 0;
            }
            assertTrue(correct + " of 6", correct >= 5);
        }
        requireWrongUseIsExplained(model);
        requireCancelledWorkIsKept(model);
        requireTheTemperatureIsApplied(model);
    }

    @Test
    public void classifyingIsLearntInBf16Too() throws IOException {
        assumeTrue("this processor has no instructions for bf16", OneDnn.available() && OneDnn.multipliesBf16());
        FineTuneResult<ClassificationReport> result = new ClassificationTrainer(engine,
                settings(table()).precision(Precision.BF16).build()).run();
        assertTrue(result.report().toString(), result.report().scores().accuracy() >= 0.75);
        assertEquals("bf16", ModelFile.readDescription(result.modelFile()).settings().get("precision"));
    }

    /** Down and up, an average and a deviation of every channel. */
    private static void requireAllMapsAreRead(ModelFile model) {
        int[] widths = model.description().network().widths();
        assertArrayEquals(IntStream.range(0, widths.length).toArray(),
                model.description().fineTuning().head().levels());
        for (int map = 0; map < widths.length; map++) {
            assertEquals(2 * widths[map], model.weights().get("head." + map + ".weight").size(1));
        }
        assertTrue(model.weights().containsKey("backbone.up4.conv.double_conv.3.weight"));
    }

    private void requireCancelledWorkIsKept(ModelFile model) {
        ImageReader reader = new ImageReader(2, 1);
        List<FileGroup> files = reader.group(ImageFiles.list(new File(folder.getRoot(), "images"), true, ""));
        List<Integer> told = new ArrayList<>();
        try (Classifier classifier = new Classifier(engine, model)) {
            ImageClassification classification = new ImageClassification(classifier);
            assertThrows(CancelledException.class, () -> classification.addAll(files, reader, text -> { },
                    (done, total) -> {
                        assertEquals(16, total);
                        told.add(done);
                        if (done == 3) {
                            throw new CancelledException("Enough.");
                        }
                    }));
            assertEquals(3, classification.table().rows().size());
            assertEquals(Integer.valueOf(0), told.get(0));
        }
    }

    @Test
    public void aLastLayerTrainedAloneIsKeptIfAllWeightsMakeItWorse() throws IOException {
        // At such a rate the seed decides whether they do, and so do last bits.
        ClassificationTable table = table();
        ModelDescription description = null;
        for (int seed = 1; description == null || description.fineTuning().bestIteration() > 0; seed++) {
            assertTrue("none of so many", seed <= MOST_SEEDS);
            FineTuneResult<ClassificationReport> result = new ClassificationTrainer(engine, settings(table)
                    .seed(seed).learningRate(0.9).iterations(8).build()).run();
            description = ModelFile.read(result.modelFile()).description();
        }
        assertEquals(8, description.iterationsDone());
    }

    /** The penalty on a linear head's weights makes it less certain than right, which four images show. */
    @Test
    public void theTemperatureIsFittedToTheImagesThatWereHeldBack() throws IOException {
        FineTuneResult<ClassificationReport> result = new ClassificationTrainer(engine, settings(table())
                .protocol(Protocol.LINEAR).learningRate(0).build()).run();
        double temperature = ModelFile.read(result.modelFile()).description().fineTuning().temperature();
        assertTrue("" + temperature, temperature != 1);
        String report = result.report().toString();
        assertTrue(report, report.endsWith(String.format(Locale.ROOT, "temperature %.2f).", temperature)));
    }

    private static void requireTheTemperatureIsApplied(ModelFile model) {
        ModelFile hot = new ModelFile(model.description().toBuilder()
                .fineTuning(model.description().fineTuning().calibrated(1e6)).build(), model.weights(),
                model.state());
        FloatImage image = new FloatImage("new", stripes(true, 50), 1, new int[] {HEIGHT, WIDTH}, new double[] {1, 1},
                "pixel");
        try (Classifier classifier = new Classifier(engine, hot)) {
            assertEquals(0.5, classifier.probabilities(image)[0], 0.02);
        }
    }

    private static void requireWrongUseIsExplained(ModelFile model) {
        requireMessage("The given model is a classification model; a segmentation model is needed here.",
                () -> new Segmenter(engine, model, SegmentSettings.builder().build()));
        String noPixels = "The model is a classification model, whose features tell whole images apart, not pixels;"
                + " give a"
                + " pretrained or a segmentation model.";
        requireMessage(noPixels, () -> new Embedder(engine, model, EmbedSettings.builder().build()));
        requireMessage(noPixels, () -> new FeatureExtractor(engine, model));
        ModelFile other = new ModelFile(model.description().toBuilder().kind("pretrained").fineTuning(null)
                .classes(Collections.emptyList()).build(), model.weights(),
                model.state());
        requireMessage("The given model is a pretrained model; a classification model is needed here.",
                () -> new Classifier(engine, other));
        try (Classifier classifier = new Classifier(engine, model)) {
            requireMessage("tiny.png has only 8 pixels on one side; at least 16 are needed.",
                    () -> classifier.probabilities(black("tiny.png", 1, 8, 40)));
            requireMessage("rgb.png has 3 channels", () -> classifier.probabilities(black("rgb.png", 3, 40, 40)));
        }
    }

    private static FloatImage black(String name, int channels, int... size) {
        return new FloatImage(name, new float[channels * size[0] * size[1]], channels, size, new double[] {1, 1},
                "pixel");
    }

    private static void requireMessage(String part, ThrowingRunnable action) {
        CoverException e = assertThrows(CoverException.class, action);
        assertTrue(e.getMessage(), e.getMessage().contains(part));
    }

    @Test
    public void resumingAFinishedRunTrainsItFurtherAndNeverReplacesIt() throws IOException {
        ClassificationSettings finished = settings(table()).iterations(4).build();
        new ClassificationTrainer(engine, finished).run();
        ClassificationSettings again = finished.toBuilder().resume(true).build();
        FineTuneResult<ClassificationReport> same = new ClassificationTrainer(engine, again).run();
        assertEquals("nothing more was asked for", 4, same.progress().iteration());
        FineTuneResult<ClassificationReport> more = new ClassificationTrainer(engine,
                again.toBuilder().iterations(6).build()).run();
        assertEquals(6, ModelFile.read(more.modelFile()).description().fineTuning().history().size());
        requireMessage("is of another protocol or head", () -> new ClassificationTrainer(engine,
                again.toBuilder().iterations(8).protocol(Protocol.LINEAR).build()).run());
    }

    /** Of one run as of another: a run that was begun on all maps goes on with them. */
    @Test
    public void aWayUpThatWasPretrainedIsReadAlone() throws IOException {
        ClassificationSettings.Builder settings = settings(table()).model(untrained("COVER")).iterations(2);
        assertArrayEquals(new int[] {5, 6, 7, 8}, mapsReadBy(settings.build()));
        assertArrayEquals(new int[] {5, 6, 7, 8}, mapsReadBy(settings.resume(true).iterations(3).build()));
        int[] all = IntStream.range(0, 9).toArray();
        assertArrayEquals(all, mapsReadBy(settings.resume(false).model(untrained("imported")).build()));
        assertArrayEquals(all, mapsReadBy(settings.resume(true).model(untrained("COVER")).iterations(4).build()));
    }

    private int[] mapsReadBy(ClassificationSettings settings) {
        ModelFile model = ModelFile.read(new ClassificationTrainer(engine, settings).run().modelFile());
        assertEquals(settings.iterations(), model.description().fineTuning().history().size());
        return model.description().fineTuning().head().levels();
    }

    /** A model with the weights of the start, as if a method had made it. */
    private File untrained(String method) {
        NetworkConfiguration network = new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(8));
        File file = new File(folder.getRoot(), method + ".cover");
        try (TaskNetwork whole = engine.task(network, TaskHead.plain(4).configuration(Task.SEGMENTATION, Protocol.FULL,
                new float[] {1, 1}), OptimizerConfiguration.PUBLISHED, 1)) {
            Map<String, Tensor> weights = whole.parameters();
            weights.keySet().removeIf(name -> name.startsWith("head."));
            new ModelFile(ModelDescription.builder().network(network).patch(32, 32)
                    .pixelSize(new double[] {1, 1}, "pixel").method(method).build(), weights, Map.of()).write(file);
        }
        return file;
    }

    @Test
    public void aFrozenRandomEncoderStillTellsStripesApart() throws IOException {
        FineTuneResult<ClassificationReport> result = new ClassificationTrainer(engine,
                settings(table()).protocol(Protocol.LINEAR).learningRate(3e-2).iterations(40).validation(0).build())
                        .run();
        assertFalse(result.report().heldBack());
        assertTrue(result.report().toString(), result.report().scores().accuracy() > 0.8);
    }
}
