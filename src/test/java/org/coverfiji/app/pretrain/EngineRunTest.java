package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.CoverException;
import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingOutcome;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Pretraining and embedding on the engine itself, loaded as in ImageJ, on the smallest networks. */
public class EngineRunTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Engine engine = EngineLoader.load("cpu");
    private File output;

    @Before
    public void chooseOutput() {
        output = new File(folder.getRoot(), "model.cover");
    }

    @Test
    public void theSameSeedGivesTheSameBits() {
        List<Double> first = losses(run(settings(2).build()));
        assertEquals(4, first.size() / 2);
        assertEquals(first, losses(run(settings(2).build())));
        assertNotEquals(first, losses(run(settings(2).seed(2).build())));
    }

    @Test
    public void aKilledRunsCheckpointGivesEmbeddingsAndGoesOnAsIfNeverStopped() {
        File killed = new File(folder.getRoot(), "killed.cover");
        List<Double> whole = losses(new Pretrainer(engine, settings(2).checkpointIterations(2).build())
                .addListener(new TrainingListener() {
                    @Override
                    public void checkpointSaved(Progress progress, File file) {
                        if (progress.iteration() == 2) {
                            copy(file, killed);
                        }
                    }
                }).run());
        FloatImage image = image(7, 40, 56);
        FloatImage embedding = embed(killed, image, EmbedSettings.builder());
        NetworkConfiguration network = ModelFile.read(killed).description().network();
        assertEquals(Arrays.stream(network.widths()).skip(4).sum(), embedding.channels());
        assertArrayEquals(image.size(), embedding.size());
        for (float value : embedding.data()) {
            assertTrue(Float.isFinite(value));
        }
        PretrainResult resumed = run(settings(2).output(killed).resume(true).build());
        assertEquals(TrainingOutcome.COMPLETED, resumed.outcome());
        assertEquals(whole.subList(4, 8), losses(resumed));
    }

    @Test
    public void volumesTrainAndGiveTheirComponents() {
        PretrainResult result = run(settings(3).iterations(2).build());
        assertTrue(losses(result).stream().allMatch(Double::isFinite));
        FloatImage image = image(7, 18, 20, 33);
        FloatImage embedding = embed(output, image, EmbedSettings.builder().features(3));
        assertEquals(3, embedding.channels());
        assertArrayEquals(image.size(), embedding.size());
        assertArrayEquals(image.spacing(), embedding.spacing(), 0);
    }

    /** By one graph of its own; with {@code -Plong} also by one with a teacher, and in stages. */
    @Test
    public void everyKindOfMethodTrainsInBf16() {
        assumeTrue("this processor has no instructions for bf16", multipliesBf16());
        boolean all = Boolean.getBoolean("cover.long");
        for (String method : all ? List.of("COVER", "BYOL", "Chaitanya") : List.of("COVER")) {
            PretrainSettings.Builder settings = PretrainSettings.builder(2).output(output).width(8).patch(32).batch(2)
                    .images(Arrays.asList(image(1, 40, 48), image(2, 40, 48))).iterations(4).checkpointMinutes(0)
                    .set("method", method);
            List<Double> exact = losses(run(settings.build()));
            List<Double> rounded = losses(run(settings.precision(Precision.BF16).build()));
            assertEquals(rounded, losses(run(settings.build())));
            assertEquals(exact.size(), rounded.size());
            // Adam's first steps follow signs, so that later losses part.
            assertEquals(method, exact.get(0), rounded.get(0), 0.05 * Math.abs(exact.get(0)));
            for (int i = 0; i < exact.size(); i++) {
                assertTrue(method + ", loss " + i, Double.isFinite(rounded.get(i)));
                assertFalse(method + ", loss " + i, exact.get(i).equals(rounded.get(i)) && exact.get(i) != 0);
            }
        }
    }

    private boolean multipliesBf16() {
        try {
            engine.require(Precision.BF16);
            return true;
        } catch (CoverException e) {
            return false;
        }
    }

    /** Masked: one small object, and zero everywhere else. */
    @Test
    public void aMostlyEmptyImageTrainsWithoutSkippedSteps() {
        FloatImage masked = image(3, 512, 512);
        for (int i = 0; i < masked.data().length; i++) {
            boolean object = i / 512 >= 400 && i / 512 < 440 && i % 512 >= 60 && i % 512 < 110;
            masked.data()[i] = object ? masked.data()[i] : 0;
        }
        PretrainResult result = new Pretrainer(settings(2).images(List.of(masked)).iterations(6).build()).run();
        assertEquals(0, result.progress().skippedSteps());
        result.steps().forEach(step -> assertTrue(step.metrics().toString(),
                Double.isFinite(step.metrics().get("ratio"))));
    }

    private FloatImage embed(File model, FloatImage image, EmbedSettings.Builder settings) {
        try (Embedder embedder = new Embedder(engine, ModelFile.read(model), settings.build())) {
            return embedder.embed(image);
        }
    }

    private PretrainResult run(PretrainSettings settings) {
        return new Pretrainer(engine, settings).run();
    }

    private PretrainSettings.Builder settings(int dimensions) {
        int[] size = dimensions == 2 ? new int[] {40, 48} : new int[] {20, 24, 18};
        return PretrainSettings.builder(dimensions).images(Arrays.asList(image(1, size), image(2, size)))
                .output(output).patch(dimensions == 2 ? 32 : 16).batch(2).width(8)
                .set(CoverRecipe.AMPLITUDE, 1).iterations(4)
                .checkpointMinutes(0);
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

    /** Both losses of every iteration. */
    private static List<Double> losses(PretrainResult result) {
        List<Double> all = new ArrayList<>();
        result.steps().forEach(step -> all.addAll(step.losses().values()));
        return all;
    }

    private static void copy(File from, File to) {
        try {
            Files.copy(from.toPath(), to.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
