package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.method.ContrastSettings;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A method that trains the encoder alone, from images to a segmentation, on the engine itself. */
public class SimClrRunTest {

    private static final String UP = "backbone.up4.conv.double_conv.3.weight";
    private static final String DOWN = "backbone.down4.maxpool_conv.1.double_conv.3.weight";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Engine engine = EngineLoader.load("cpu");

    @Test
    public void imagesTrainAKilledRunGoesOnToTheBitAndItsModelEmbeds() {
        trainKillResumeEmbed(2, 32, 40, 48);
    }

    @Test
    public void volumesTrainAKilledRunGoesOnToTheBitAndItsModelEmbeds() {
        trainKillResumeEmbed(3, 16, 20, 24, 18);
    }

    private void trainKillResumeEmbed(int dimensions, int patch, int... size) {
        File output = new File(folder.getRoot(), "whole.cover");
        File killed = new File(folder.getRoot(), "killed.cover");
        PretrainSettings settings = settings(dimensions, patch, output, size).build();
        List<String> messages = new ArrayList<>();
        PretrainResult whole = new Pretrainer(engine, settings).addListener(new TrainingListener() {
            @Override
            public void message(String text) {
                messages.add(text);
            }

            @Override
            public void checkpointSaved(Progress progress, File file) {
                if (progress.iteration() == 2) {
                    copy(file, killed);
                }
            }
        }).run();
        assertTrue(messages.toString(), messages.contains(
                "SimCLR takes 4 images a step instead of 1, which are too few to tell apart."));
        assertEquals(List.of("contrastive", "embedding_spread", "spread"), List.copyOf(whole.names()));
        ModelFile trained = ModelFile.read(output);
        ModelFile before = ModelFile.read(killed);
        PretrainResult resumed = new Pretrainer(engine, settings.toBuilder().output(killed).resume(true).build()).run();
        assertEquals(losses(whole).subList(2, 4), losses(resumed));
        ModelFile after = ModelFile.read(killed);
        assertSame(trained, after);
        assertTrue(Arrays.equals(before.weights().get(UP).data(), after.weights().get(UP).data()));
        assertTrue(!Arrays.equals(before.weights().get(DOWN).data(), after.weights().get(DOWN).data()));

        assertEquals("SimCLR", after.description().method());
        assertEquals("16", after.description().methodSettings().get("hidden"));
        assertTrue(after.description().toReport(), after.description().toReport()
                .contains("Note: SimCLR trains the encoder alone: the weights of the U-Net's way up"));
        FloatImage image = image(9, size);
        try (Embedder embedder = new Embedder(engine, after, EmbedSettings.builder().features(3).build())) {
            FloatImage embedding = embedder.embed(image);
            assertArrayEquals(size, embedding.size());
            for (float value : embedding.data()) {
                assertTrue(Float.isFinite(value));
            }
        }
        ModelFile segmenting = fineTuned(killed, size);
        assertEquals("SimCLR", segmenting.description().method());
        assertTrue(segmenting.description().fineTuning().pretrained());
    }

    private ModelFile fineTuned(File model, int... size) {
        List<LabelledImage> images = new ArrayList<>();
        List<FloatImage> labels = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            FloatImage image = image(i, size);
            int[] classes = new int[image.data().length];
            Arrays.setAll(classes, p -> image.data()[p] > 500 ? 1 : 0);
            images.add(new LabelledImage(image, new LabelImage(image.name(), classes, size)));
            labels.add(images.get(i).label().toFloatImage(image));
        }
        return ModelFile.read(new SegmentationTrainer(engine, SegmentationSettings.builder().model(model)
                .labelled(LabelledImages.of(images, LabelRule.DEFAULT.learn(labels)))
                .output(new File(folder.getRoot(), "segmentation.cover")).batch(1).iterations(2).validation(0).build())
                .withoutReport().run().modelFile());
    }

    private static List<Double> losses(PretrainResult result) {
        return result.steps().stream().map(step -> step.losses().get("contrastive")).collect(Collectors.toList());
    }

    private static void assertSame(ModelFile expected, ModelFile actual) {
        assertEquals(expected.weights().keySet(), actual.weights().keySet());
        assertEquals(expected.state().keySet(), actual.state().keySet());
        expected.weights().forEach((name, tensor) ->
                assertArrayEquals(name, tensor.data(), actual.weights().get(name).data(), 0));
        expected.state().forEach((name, tensor) ->
                assertArrayEquals(name, tensor.data(), actual.state().get(name).data(), 0));
    }

    /** One image and no more a step: the method takes the others that it needs to tell them apart. */
    private static PretrainSettings.Builder settings(int dimensions, int patch, File output, int... size) {
        return PretrainSettings.builder(dimensions).images(Arrays.asList(image(1, size), image(2, size)))
                .output(output).patch(patch).batch(1).width(8).iterations(4).checkpointMinutes(0)
                .checkpointIterations(2).method("simclr").set(ContrastSettings.HIDDEN, 16)
                .methodSettings("embedding:8, temperature:0.5");
    }

    private static FloatImage image(int number, int... size) {
        SplittableRandom random = new SplittableRandom(number);
        float[] data = new float[(int) Tensor.size(size)];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextInt(1000);
        }
        double[] spacing = new double[size.length];
        Arrays.setAll(spacing, axis -> 1 + axis);
        return new FloatImage("image " + number, data, 1, size, spacing, "mm");
    }

    private static void copy(File from, File to) {
        try {
            Files.copy(from.toPath(), to.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
