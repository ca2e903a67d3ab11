package org.coverfiji.engine.impl;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.apply.ImageSegmentation;
import org.coverfiji.app.apply.ModelSheet;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.app.finetune.FineTuneResult;
import org.coverfiji.app.finetune.SegmentationReport;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.DataSplit;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.label.Part;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.metric.SegmentationScores;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.SlicePlaces;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Progress;
import org.coverfiji.train.RecordingListener;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingOutcome;
import org.coverfiji.train.label.LabelPreview;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;

/** Fine-tuning and applying on bright discs, with the smallest network. */
public class SegmentationEndToEndTest {

    private static NativeEngine engine;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @BeforeClass
    public static void load() {
        engine = new NativeEngine("cpu");
    }

    private static LabelledImage disc(int number, int height, int width, double spacing) {
        SplittableRandom random = new SplittableRandom(number);
        float[] data = new float[height * width];
        int[] classes = new int[height * width];
        int cy = height / 4 + random.nextInt(height / 2);
        int cx = width / 4 + random.nextInt(width / 2);
        double radius = 6 / spacing;
        for (int i = 0; i < data.length; i++) {
            int dy = i / width - cy;
            int dx = i % width - cx;
            classes[i] = dy * dy + dx * dx <= radius * radius ? 1 : 0;
            data[i] = (float) (100 * classes[i] + 60 * random.nextDouble());
        }
        int[] size = {height, width};
        FloatImage image = new FloatImage("disc " + number + ".png", data, 1, size, new double[] {spacing, spacing},
                "mm");
        return new LabelledImage(image, new LabelImage(image.name(), classes, size));
    }

    private static LabelledImages discs(int count) {
        List<LabelledImage> images = new ArrayList<>();
        List<FloatImage> raw = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LabelledImage disc = disc(i, 40, 48, 1);
            images.add(disc);
            raw.add(disc.label().toFloatImage(disc.image()));
        }
        return LabelledImages.of(images, LabelRule.DEFAULT.learn(raw));
    }

    private SegmentationSettings.Builder settings(String name) {
        return SegmentationSettings.builder().labelled(discs(5)).output(new File(folder.getRoot(), name)).width(8)
                .patch(32).batch(2).iterations(30).learningRate(5e-3).validation(0.2).validationInterval(10);
    }

    private static double dice(ModelFile model, LabelledImage labelled, SegmentSettings settings) {
        try (Segmenter segmenter = new Segmenter(engine, model, settings)) {
            LabelImage labels = segmenter.labels(labelled.image());
            assertArrayEquals(labelled.image().size(), labels.size());
            SegmentationScores scores = new SegmentationScores(Arrays.asList("background", "disc"));
            scores.add(labelled.label(), labels, labelled.image().spacing(), "mm");
            return scores.meanDice();
        }
    }

    private static SegmentSettings plain() {
        return SegmentSettings.builder().build();
    }

    @Test
    public void previewsShowAnImageThatIsHeldBack() {
        List<LabelPreview> previews = new ArrayList<>();
        PreviewRequest<LabelPreview> request = new PreviewRequest<>(0, 1, previews::add);
        new SegmentationTrainer(engine, settings("seen.cover").classNames("background, disc").build())
                .previews(request).addListener(new TrainingListener() {
                    @Override
                    public void started(Progress progress) {
                        request.request();
                    }

                    @Override
                    public void iterationDone(Progress progress) {
                        request.request();
                    }
                }).run();
        LabelPreview first = previews.get(0);
        LabelPreview last = previews.get(previews.size() - 1);
        LabelledImages[] split = discs(5).split(0.2, 1);
        assertEquals(split[1].name(0), last.name());
        assertEquals(Arrays.asList("background", "disc"), last.classNames());
        assertArrayEquals("always the same patch", first.truth(), last.truth());
        assertTrue("a labelled object is in sight", Arrays.stream(last.truth()).anyMatch(k -> k == 1));
        assertTrue(wrong(last) + " wrong pixels of " + last.truth().length, wrong(last) < last.truth().length / 20);
    }

    private static long wrong(LabelPreview preview) {
        int[] truth = preview.truth();
        int[] predicted = preview.predicted();
        return IntStream.range(0, truth.length).filter(i -> truth[i] != predicted[i]).count();
    }

    /** With its head and split; images of before need not be there. */
    @Test
    public void trainingGoesOnFromTheWholeModel() {
        File first = new SegmentationTrainer(engine, settings("first.cover").classNames("background, disc").build())
                .run().modelFile();
        DataSplit before = ModelFile.readDescription(first).selection().split();
        SegmentationSettings.Builder on = settings("second.cover").classNames("background, disc").model(first)
                .goOn(true);

        File same = new SegmentationTrainer(engine, on.labelled(discs(7)).iterations(1).learningRate(1e-7).build())
                .run().modelFile();
        LabelledImage other = disc(20, 40, 48, 1);
        double expected = dice(ModelFile.read(first), other, plain());
        assertTrue("" + expected, expected > 0.8);
        assertEquals(expected, dice(ModelFile.read(same), other, plain()), 0.02);
        DataSplit after = ModelFile.readDescription(same).selection().split();
        assertEquals(before.contents(Part.VALIDATION), after.contents(Part.VALIDATION));
        assertEquals("two new ones", before.contents(Part.TRAINING).size() + 2, after.contents(Part.TRAINING).size());

        List<String> told = new ArrayList<>();
        LabelledImages corrected = discs(7).subset(5, 6);
        File alone = new SegmentationTrainer(engine, on.labelled(corrected).iterations(2).learningRate(1e-4)
                .output(new File(folder.getRoot(), "third.cover")).build()).addListener(new TrainingListener() {
                    @Override
                    public void warning(String text) {
                        told.add(text);
                    }
                }).run().modelFile();
        assertTrue(told.toString(), told.stream().anyMatch(text -> text.startsWith("No image is held back")));
        assertTrue("what it was trained on stays known", ModelFile.readDescription(alone).selection().split()
                .contents(Part.TRAINING).containsAll(before.contents(Part.TRAINING)));

        LabelledImages held = discs(5).split(0.2, 1)[1];
        CoverException e = assertThrows(CoverException.class,
                () -> new SegmentationTrainer(engine, on.labelled(held).build()).run());
        assertTrue(e.getMessage(), e.getMessage().contains("held back"));
        e = assertThrows(CoverException.class, () -> new SegmentationTrainer(engine, on.labelled(discs(7))
                .classNames("disc, background").build()).run());
        assertTrue(e.getMessage(), e.getMessage().contains("disc, background, but the model of background, disc"));
        e = assertThrows(CoverException.class, () -> new SegmentationTrainer(engine, on.model(null).build()).run());
        assertTrue(e.getMessage(), e.getMessage().contains("model is missing"));
    }

    @Test
    public void classNamesGoIntoModelTablesAndOutlines() {
        FineTuneResult<SegmentationReport> result = new SegmentationTrainer(engine,
                settings("named.cover").classNames("background, bright disc").build()).run();
        ModelFile model = ModelFile.read(result.modelFile(), "segmentation");
        assertEquals(Arrays.asList("background", "bright disc"), model.description().classes());
        assertEquals("bright disc", result.report().scores().toTable().get(1, "name"));
        ImagePlus image = IJ.createImage("plane", "32-bit", 48, 40, 1);
        image.getProcessor().setPixels(disc(3, 40, 48, 1).image().data());
        try (Segmenter segmenter = new Segmenter(engine, model, plain())) {
            ImageReader reader = new ImageReader(2, 1);
            ImageSegmentation applied = new ImageSegmentation(segmenter, reader.convert(image), "plane",
                    reader.geometry(image), false);
            assertEquals("bright disc", applied.contours(SlicePlaces.of(image), "image.png").get(0).getName());
            assertEquals("bright disc", applied.measurements().get(1, "class"));
        }

        CoverException e = assertThrows(CoverException.class, () -> new SegmentationTrainer(engine,
                settings("few.cover").classNames("background, nucleus, membrane").build()).run());
        assertEquals("There are 3 class names (background, nucleus, membrane) for 2 classes (background, class 1); give"
                + " one name for each, in this order.", e.getMessage());
    }

    @Test
    public void aModelFromScratchSegmentsOtherImages() {
        FineTuneResult<SegmentationReport> result = new SegmentationTrainer(engine, settings("discs.cover").build())
                .run();
        assertEquals(TrainingOutcome.COMPLETED, result.outcome());
        assertTrue(result.report().heldBack());
        assertTrue("validation " + result.report().scores(), result.report().scores().meanDice() > 0.9);
        assertTrue(result.report().table().exists());
        assertFalse(new File(folder.getRoot(), "discs.checkpoint.cover").exists());
        ModelFile model = ModelFile.read(result.modelFile(), "segmentation");
        assertEquals(Arrays.asList("background", "class 1"), model.description().classes());
        assertEquals("mm", model.description().unit());
        assertNotNull(model.description().featureStatistics());
        assertEquals(30, model.description().fineTuning().history().size());
        assertTrue(model.description().toReport(), model.description().toReport().contains("from scratch"));
        LabelledImage large = disc(77, 60, 70, 1);
        requireDice(0.85, dice(model, large, plain()));
        requireDice(0.85, dice(model, large, SegmentSettings.builder().flips(true).build()));
        requireDice(0.7, dice(model, large, SegmentSettings.builder().wholeImage(true).build()));
        requireProbabilitiesAgree(model, large.image());
        requireResampling(model);
    }

    private static void requireProbabilitiesAgree(ModelFile model, FloatImage image) {
        try (Segmenter segmenter = new Segmenter(engine, model, plain())) {
            FloatImage probabilities = segmenter.probabilities(image);
            assertArrayEquals(image.size(), probabilities.size());
            assertArrayEquals(image.spacing(), probabilities.spacing(), 0);
            assertEquals(2, probabilities.channels());
            assertArrayEquals(segmenter.labels(image).classes(), Segmenter.labelsOf(probabilities).classes());
            for (int i = 0; i < probabilities.pixels(); i += 97) {
                assertEquals(1, probabilities.data()[i] + probabilities.data()[i + probabilities.pixels()], 1e-4);
            }
        }
    }

    /** The same discs at half the pixel size. */
    private static void requireResampling(ModelFile model) {
        LabelledImage fine = disc(5, 96, 96, 0.5);
        List<String> log = new ArrayList<>();
        try (Segmenter segmenter = new Segmenter(engine, model, plain()).setLog(log::add)) {
            segmenter.labels(disc(5, 96, 96, 0.9).image());
            assertEquals(Collections.emptyList(), log);
            segmenter.labels(fine.image());
            assertEquals(1, log.size());
            assertTrue(log.get(0), log.get(0).contains("0.5") && log.get(0).contains("resampled"));
        }
        requireDice(0.85, dice(model, fine, plain()));
    }

    private static void requireDice(double least, double dice) {
        assertTrue("Dice " + dice, dice >= least);
    }

    @Test
    public void aFrozenBackboneKeepsItsWeights() {
        File pretrained = new File(folder.getRoot(), "pretrained.cover");
        List<FloatImage> images = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            images.add(disc(i, 40, 48, 1).image());
        }
        new Pretrainer(engine, PretrainSettings.builder(2).images(images).output(pretrained).width(8).patch(32).batch(2)
                .iterations(3).build()).run();
        FineTuneResult<SegmentationReport> result = new SegmentationTrainer(engine, settings("linear.cover")
                .model(pretrained).patch(0).protocol(Protocol.LINEAR).learningRate(3e-2).iterations(40).build()).run();
        ModelFile model = ModelFile.read(result.modelFile());
        Map<String, Tensor> before = ModelFile.read(pretrained).weights();
        model.weights().forEach((name, tensor) -> {
            if (name.startsWith("backbone.")) {
                assertArrayEquals(name, before.get(name).data(), tensor.data(), 0);
            }
        });
        assertArrayEquals(new int[] {32, 32}, model.description().patch());
        assertEquals(5, model.description().fineTuning().head().levels().length);
        assertTrue("" + result.report().scores(), result.report().scores().meanDice() > 0.7);
    }

    @Test
    public void fineTuningInBf16LearnsTooAndTheModelTellsIt() {
        assumeTrue("this processor has no instructions for bf16", OneDnn.available() && OneDnn.multipliesBf16());
        new SegmentationTrainer(engine, settings("float.cover").build()).run();
        new SegmentationTrainer(engine, settings("bf16.cover").precision(Precision.BF16).build()).run();
        ModelFile usual = ModelFile.read(new File(folder.getRoot(), "float.cover"));
        ModelFile own = ModelFile.read(new File(folder.getRoot(), "bf16.cover"));
        assertEquals("float32", usual.description().settings().get("precision"));
        assertEquals("bf16", own.description().settings().get("precision"));
        String weight = "backbone.inc.double_conv.3.weight";
        assertFalse(Arrays.equals(usual.weights().get(weight).data(), own.weights().get(weight).data()));
        LabelledImage other = disc(100, 40, 48, 1);
        assertEquals(dice(usual, other, plain()), dice(own, other, plain()), 0.1);
    }

    @Test
    public void aResumedRunEndsAsOneInOnePiece() {
        SegmentationSettings whole = settings("whole.cover").iterations(8).validationInterval(4).build();
        new SegmentationTrainer(engine, whole).run();
        SegmentationSettings parts = settings("parts.cover").iterations(8).validationInterval(4).build();
        SegmentationTrainer first = new SegmentationTrainer(engine, parts);
        first.addListener(new TrainingListener() {
            @Override
            public void iterationDone(Progress progress) {
                if (progress.iteration() == 5) {
                    first.cancel();
                }
            }
        });
        FineTuneResult<SegmentationReport> cancelled = first.run();
        assertEquals(TrainingOutcome.CANCELLED, cancelled.outcome());
        assertEquals(null, cancelled.report());
        new SegmentationTrainer(engine, parts.toBuilder().resume(true).build()).run();
        Map<String, Tensor> expected = ModelFile.read(whole.output()).weights();
        ModelFile.read(parts.output()).weights().forEach(
                (name, tensor) -> assertArrayEquals(name, expected.get(name).data(), tensor.data(), 0));
    }

    @Test
    public void resumingAFinishedRunTrainsItFurtherAndNeverReplacesIt() {
        SegmentationSettings finished = settings("finished.cover").iterations(6).validationInterval(3).build();
        new SegmentationTrainer(engine, finished).run();
        Map<String, Tensor> before = ModelFile.read(finished.output()).weights();

        List<String> said = new ArrayList<>();
        TrainingListener messages = new TrainingListener() {
            @Override
            public void message(String text) {
                said.add(text);
            }
        };
        SegmentationSettings again = finished.toBuilder().resume(true).build();
        FineTuneResult<SegmentationReport> same = new SegmentationTrainer(engine, again).addListener(messages).run();
        assertEquals(TrainingOutcome.COMPLETED, same.outcome());
        assertTrue("" + said, said.contains(finished.output()
                + " has had 6 iterations already; raise iterations (now 6) to train on."));
        requireSameWeights(before, ModelFile.read(finished.output()).weights());

        long[] first = {-1};
        FineTuneResult<SegmentationReport> more = new SegmentationTrainer(engine,
                again.toBuilder().iterations(9).build()).addListener(messages).addListener(new TrainingListener() {
                    @Override
                    public void started(Progress progress) {
                        first[0] = progress.iteration();
                    }
                }).run();
        assertEquals(6, first[0]);
        assertTrue("" + said, said.contains(finished.output()
                + " was finished after 6 iterations: training goes on from its best weights."));
        ModelFile model = ModelFile.read(more.modelFile());
        assertEquals(9, model.description().iterationsDone());
        assertEquals(9, model.description().fineTuning().history().size());
    }

    @Test
    public void resumingOverAModelOfAnotherKindOrNetworkIsRefused() {
        SegmentationSettings finished = settings("kept.cover").iterations(1).validation(0).build();
        new SegmentationTrainer(engine, finished).run();
        Map<String, Tensor> before = ModelFile.read(finished.output()).weights();
        SegmentationSettings.Builder again = finished.toBuilder().resume(true).iterations(2);
        requireMessage("is a 2D U-Net", () -> new SegmentationTrainer(engine, again.width(16).build()).run());
        requireMessage("is of another protocol or head", () -> new SegmentationTrainer(engine,
                again.width(8).protocol(Protocol.LINEAR).build()).run());
        requireSameWeights(before, ModelFile.read(finished.output()).weights());

        File pretrained = new File(folder.getRoot(), "other.cover");
        new Pretrainer(engine, PretrainSettings.builder(2).images(Arrays.asList(disc(1, 40, 48, 1).image()))
                .output(pretrained).width(8).patch(32).batch(2).iterations(1).build()).run();
        requireMessage("Training cannot be resumed: " + pretrained
                + " is a pretrained model; switch resume off or choose"
                + " another output.", () -> new SegmentationTrainer(engine,
                        settings("other.cover").resume(true).build()).run());
        ModelFile.read(pretrained, "pretrained");
    }

    private static void requireSameWeights(Map<String, Tensor> expected, Map<String, Tensor> weights) {
        assertEquals(expected.keySet(), weights.keySet());
        weights.forEach((name, tensor) -> assertArrayEquals(name, expected.get(name).data(), tensor.data(), 0));
    }

    /** The odd one is the first image, which gave its pixel size to the model. */
    @Test
    public void theModelsPixelSizeIsTheMedianAndToldOnce() {
        List<LabelledImage> images = new ArrayList<>(Arrays.asList(disc(9, 40, 48, 2)));
        for (int i = 0; i < 4; i++) {
            images.add(disc(i, 40, 48, 0.5));
        }
        RecordingListener events = new RecordingListener();
        ModelFile model = ModelFile.read(new SegmentationTrainer(engine, settings("mixed.cover")
                .labelled(LabelledImages.of(images, discs(1).classes())).iterations(1).validation(0).build())
                        .addListener(events).run().modelFile());
        assertArrayEquals(new double[] {0.5, 0.5}, model.description().pixelSize(), 0);
        List<String> told = new ArrayList<>(events.events);
        told.removeIf(event -> !event.contains("resampled") && !event.contains("pixel sizes differ"));
        assertEquals(told.toString(), 2, told.size());
        assertTrue(told.toString(), told.get(1).startsWith("message disc 9.png has pixels of 2.000 × 2.000 mm"));
    }

    @Test
    public void aCancelledContactSheetKeepsItsRows() throws Exception {
        File pretrained = new File(folder.getRoot(), "seen.cover");
        new Pretrainer(engine, PretrainSettings.builder(2).images(Arrays.asList(disc(1, 40, 48, 1).image()))
                .output(pretrained).width(8).patch(32).batch(1).iterations(1).build()).run();
        ModelFile model = ModelFile.read(new SegmentationTrainer(engine, settings("sheet.cover").iterations(1)
                .validation(0).build()).run().modelFile());
        File picture = new File(folder.getRoot(), "sheet.png");
        int[] heights = new int[2];
        try (Segmenter segmenter = new Segmenter(engine, model, plain());
                Embedder embedder = new Embedder(engine, ModelFile.read(pretrained), ModelSheet.embedSettings())) {
            ModelSheet sheet = new ModelSheet(segmenter, embedder);
            for (int end = 0; end <= 1; end++) {
                int last = 2 * end;
                assertThrows(CancelledException.class, () -> sheet.write(discs(3), 3, picture, (done, total) -> {
                    assertEquals(3, total);
                    if (done == last) {
                        throw new CancelledException("Enough.");
                    }
                }));
                heights[end] = picture.exists() ? ImageIO.read(picture).getHeight() : 0;
            }
            sheet.write(discs(3), 3, picture, TileListener.SILENT);
        }
        assertEquals("nothing was done", 0, heights[0]);
        int whole = ImageIO.read(picture).getHeight();
        assertTrue(heights[1] + " of " + whole, heights[1] > whole / 2 && heights[1] < whole);
    }

    /** With a learning rate that changes nothing, no validation improves. */
    @Test
    public void trainingStopsEarly() {
        FineTuneResult<SegmentationReport> result = new SegmentationTrainer(engine, settings("early.cover")
                .learningRate(1e-12).validationInterval(1).patience(2).build()).run();
        assertTrue(result.stoppedEarly());
        assertEquals(3, result.progress().iteration());
        assertEquals("of equal scores the last is kept", 3,
                ModelFile.read(result.modelFile()).description().fineTuning().bestIteration());
    }

    @Test
    public void wrongInputIsExplained() {
        ModelFile model = ModelFile.read(new SegmentationTrainer(engine, settings("short.cover").iterations(1)
                .validation(0).build()).run().modelFile());
        try (Segmenter segmenter = new Segmenter(engine, model, plain())) {
            requireMessage("16", () -> segmenter.labels(
                    new FloatImage("tiny.png", new float[8 * 40], 1, new int[] {8, 40}, new double[] {1, 1}, "mm")));
            requireMessage("channel", () -> segmenter.labels(new FloatImage("rgb.png", new float[3 * 40 * 40], 3,
                    new int[] {40, 40}, new double[] {1, 1}, "mm")));
            requireMessage("3D", () -> segmenter.labels(new FloatImage("volume.nii", new float[40 * 40 * 40], 1,
                    new int[] {40, 40, 40}, new double[] {1, 1, 1}, "mm")));
        }
        ModelFile pretrained = new ModelFile(model.description().toBuilder().kind("pretrained").build(),
                model.weights(), Collections.emptyMap());
        requireMessage("segmentation model is needed", () -> new Segmenter(engine, pretrained, plain()));
        requireWrongTrainingIsExplained(model);
    }

    /** Of images that are too small, and of a model for other channels. */
    private void requireWrongTrainingIsExplained(ModelFile model) {
        int[] small = {12, 40};
        requireMessage("tiny.png has only 12 pixels on one side; at least 16 are needed.",
                () -> train(flat("tiny.png", 1, small), null));
        File before = new File(folder.getRoot(), "before.cover");
        model.write(before);
        requireMessage("rgb.png has 3 channels, but the model was trained on images with 1 channel",
                () -> train(flat("rgb.png", 3, 40, 40), before));
    }

    private void train(LabelledImage image, File pretrained) {
        LabelledImages images = LabelledImages.of(Collections.singletonList(image), discs(1).classes());
        new SegmentationTrainer(engine, settings("never.cover").labelled(images).model(pretrained).validation(0)
                .build()).run();
    }

    /** Half of it is of each class. */
    private static LabelledImage flat(String name, int channels, int... size) {
        int[] classes = new int[size[0] * size[1]];
        Arrays.fill(classes, 0, classes.length / 2, 1);
        return new LabelledImage(new FloatImage(name, new float[channels * classes.length], channels, size,
                new double[] {1, 1}, "mm"), new LabelImage(name, classes, size));
    }

    private static void requireMessage(String part, org.junit.function.ThrowingRunnable action) {
        CoverException e = assertThrows(CoverException.class, action);
        assertTrue(e.getMessage(), e.getMessage().contains(part));
    }
}
