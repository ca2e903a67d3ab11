package org.coverfiji.app.embed;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.coverfiji.CoverException;
import org.coverfiji.engine.PyramidEngine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.tile.LinearUpsampling;
import org.coverfiji.image.tile.SeamMeasure;
import org.coverfiji.math.PrincipalComponents;
import org.coverfiji.math.UnitVectors;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.coverfiji.show.PcaColours;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

import ij.ImagePlus;

public class EmbedderTest {

    private static final int ALL_2D = 24 + 16 + 16 + 8 + 8;

    private final PyramidEngine engine = new PyramidEngine();
    private final NetworkConfiguration network = TestModels.network(2, 1);

    /** Smooth noise in [0, 1]. */
    private static FloatImage image(int... size) {
        int[] coarse = Arrays.stream(size).map(s -> (s + 3) / 4 + 1).toArray();
        float[] noise = new float[(int) Tensor.size(coarse)];
        Random random = new Random(11);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextFloat();
        }
        float[] fine = LinearUpsampling.upsample(noise, 1, coarse, 4);
        float[] data = new float[(int) Tensor.size(size)];
        for (int i = 0; i < data.length; i++) {
            int rest = i;
            int at = 0;
            int stride = 1;
            for (int axis = size.length - 1; axis >= 0; axis--) {
                at += rest % size[axis] * stride;
                rest /= size[axis];
                stride *= coarse[axis] * 4;
            }
            data[i] = fine[at];
        }
        double[] spacing = new double[size.length];
        Arrays.setAll(spacing, axis -> 0.5 + axis);
        return new FloatImage("noise.tif", data, 1, size, spacing, "mm");
    }

    private static FeatureStatistics statistics(NetworkConfiguration network, float mean, float std) {
        float[][] means = new float[5][];
        float[][] stds = new float[5][];
        for (int level = 0; level < 5; level++) {
            means[level] = new float[network.levelChannels(level)];
            stds[level] = new float[network.levelChannels(level)];
            Arrays.fill(means[level], mean);
            Arrays.fill(stds[level], std);
        }
        return new FeatureStatistics(means, stds);
    }

    private ModelFile model(int resize) {
        return TestModels.model(TestModels.description(network, 32).resize(resize)
                .featureStatistics(statistics(network, 0.5f, 0.25f)).build());
    }

    private Embedder embedder(EmbedSettings.Builder settings) {
        return new Embedder(engine, model(0), settings.build());
    }

    @Test
    public void fullResolutionFeaturesAreTheNetworksStandardised() {
        FloatImage image = image(50, 70);
        ModelFile model = model(0);
        FloatImage embedding;
        try (Embedder embedder = new Embedder(engine, model, EmbedSettings.builder().level(4).build())) {
            embedding = embedder.embed(image);
        }
        assertEquals(8, embedding.channels());
        assertArrayEquals(image.size(), embedding.size());
        assertArrayEquals(image.spacing(), embedding.spacing(), 0);
        assertEquals("mm", embedding.unit());
        assertEquals("noise.tif", embedding.name());
        for (int c = 0; c < 8; c++) {
            for (int i = 0; i < 50 * 70; i++) {
                double raw = Math.pow(image.data()[i], c + 1) + 4;
                assertEquals((raw - 0.5) / 0.25, embedding.data()[c * 50 * 70 + i], 1e-4);
            }
        }
        assertSame(model.weights(), engine.weights);
        assertTrue(engine.closed);
    }

    @Test
    public void aCoarseLevelIsUpSampledLinearly() {
        FloatImage image = image(32, 32);
        FloatImage embedding = embedder(EmbedSettings.builder().level("3")).embed(image);
        Tensor[] maps = engine.backbone(network, 1).features(new Tensor(image.data(), 1, 1, 32, 32));
        float[] expected = LinearUpsampling.upsample(maps[3].data(), 8, new int[] {16, 16}, 2);
        for (int i = 0; i < expected.length; i++) {
            assertEquals((expected[i] - 0.5) / 0.25, embedding.data()[i], 1e-4);
        }
    }

    @Test
    public void allLevelsAreConcatenatedCoarsestFirst() {
        FloatImage image = image(45, 60);
        FloatImage all = embedder(EmbedSettings.builder()).embed(image);
        assertEquals(ALL_2D, all.channels());
        int from = 0;
        for (int level = 0; level < 5; level++) {
            FloatImage one = embedder(EmbedSettings.builder().level(level)).embed(image);
            assertArrayEquals(one.data(), Arrays.copyOfRange(all.data(), from, from + one.data().length), 0);
            from += one.data().length;
        }
        assertEquals(all.data().length, from);
    }

    @Test
    public void rawIntensitiesAreNormalisedAsInTraining() {
        FloatImage image = image(32, 32);
        float[] raw = new float[32 * 32];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = 100 + 50 * image.data()[i];
        }
        ModelFile model = TestModels.model(TestModels.description(network, 32)
                .normalization(Normalization.window(100, 150)).featureStatistics(statistics(network, 0, 1)).build());
        FloatImage embedding = new Embedder(engine, model, EmbedSettings.builder().level(4).build())
                .embed(image.withData(raw, 1));
        assertEquals(4 + image.data()[77], embedding.data()[77], 1e-4);
    }

    @Test
    public void keptComponentsAreThoseOfTheFullFeatures() {
        FloatImage image = image(70, 90);
        Embedder full = embedder(EmbedSettings.builder());
        Embedder reduced = embedder(EmbedSettings.builder().features(5));
        FloatImage all = full.embed(image);
        PrincipalComponents components = reduced.components(List.of(image));
        FloatImage embedding = reduced.embed(image);
        assertEquals(5, embedding.channels());
        assertArrayEquals("projecting tiles is projecting the blended features",
                components.project(all, 5).data(), embedding.data(), 2e-3f);
        PrincipalComponents exact = PrincipalComponents.fit(all, levelWeights(), 1);
        double best = exact.variance(0) + exact.variance(1);
        PrincipalComponents kept = PrincipalComponents.fit(components.project(all, 2), 1);
        double reached = kept.variance(0) + kept.variance(1);
        assertTrue("directions from sampled pixels keep the variance: " + reached / best, reached > 0.98 * best);
    }

    /** 1/√channels, so that each level counts alike. */
    private double[] levelWeights() {
        double[] weights = new double[ALL_2D];
        int from = 0;
        for (int level = 0; level < 5; level++) {
            int to = from + network.levelChannels(level);
            Arrays.fill(weights, from, to, 1 / Math.sqrt(to - from));
            from = to;
        }
        return weights;
    }

    @Test
    public void coloursOfAllFeaturesWeighTheLevelsAsKeptComponentsDo() {
        FloatImage image = image(48, 64);
        FloatImage all = embedder(EmbedSettings.builder()).embed(image);
        ImagePlus colours = embedder(EmbedSettings.builder()).colours(all, "colours");
        FloatImage three = PrincipalComponents.fit(all, levelWeights(), 1).project(all, 3);
        assertArrayEquals((int[]) PcaColours.toImage(three, "").getProcessor().getPixels(),
                (int[]) colours.getProcessor().getPixels());
        FloatImage unweighted = PrincipalComponents.fit(all, 1).project(all, 3);
        assertFalse("levels of other sizes give other colours", Arrays.equals(
                (int[]) PcaColours.toImage(unweighted, "").getProcessor().getPixels(),
                (int[]) colours.getProcessor().getPixels()));
    }

    @Test
    public void sameSeedSameBits() {
        FloatImage image = image(70, 90);
        assertArrayEquals(embedder(EmbedSettings.builder().features(3).seed(5)).embed(image).data(),
                embedder(EmbedSettings.builder().features(3).seed(5)).embed(image).data(), 0);
    }

    @Test
    public void slicesMayShareTheirComponents() {
        FloatImage a = image(40, 40);
        FloatImage b = image(60, 35);
        Embedder embedder = embedder(EmbedSettings.builder().features(4));
        PrincipalComponents shared = embedder.components(List.of(a, b));
        assertEquals(4, embedder.embed(a, shared).channels());
        float[] own = embedder.embed(b).data();
        float[] common = embedder.embed(b, shared).data();
        assertTrue("other components than its own", Math.abs(own[100] - common[100]) > 1e-3);
    }

    @Test
    public void unitVectorsHaveLengthOne() {
        FloatImage embedding = embedder(EmbedSettings.builder().features(6).normalize(true)).embed(image(40, 50));
        for (int i = 0; i < 2000; i++) {
            double squares = 0;
            for (int c = 0; c < 6; c++) {
                squares += Math.pow(embedding.data()[c * 2000 + i], 2);
            }
            assertEquals(1, squares, 1e-5);
        }
        FloatImage nothing = embedding.withData(new float[4000], 2);
        UnitVectors.normalize(nothing);
        assertArrayEquals(new float[4000], nothing.data(), 0);
    }

    @Test
    public void anImageIsResizedAsInTrainingAndTheResultComesBackToItsGrid() {
        FloatImage image = image(128, 64);
        try (Embedder embedder = new Embedder(engine, model(32), EmbedSettings.builder().level(4).build())) {
            FloatImage embedding = embedder.embed(image);
            assertEquals("the network saw one window of the resized image", 32 * 32, Tensor.size(engine.largestTile));
            assertArrayEquals(new int[] {128, 64}, embedding.size());
            assertArrayEquals(image.spacing(), embedding.spacing(), 0);
            double difference = 0;
            for (int i = 0; i < image.pixels(); i++) {
                difference += Math.abs((image.data()[i] + 4 - 0.5) / 0.25 - embedding.data()[i]) / image.pixels();
            }
            assertTrue("aligned: " + difference, difference < 0.4);
        }
    }

    @Test
    public void theWholeImageAtOnceSeesItInOneTile() {
        FloatImage image = image(90, 100);
        FloatImage whole = embedder(EmbedSettings.builder().level(4).wholeImage(true)).embed(image);
        assertArrayEquals(new int[] {1, 1, 96, 112}, engine.largestTile);
        FloatImage tiled = embedder(EmbedSettings.builder().level(4)).embed(image);
        assertArrayEquals("a network of single pixels knows no difference", whole.data(), tiled.data(), 1e-4f);
    }

    @Test
    public void tilesLeaveNoSeams() {
        FloatImage image = image(150, 600);
        FloatImage whole = embedder(EmbedSettings.builder().level(3).wholeImage(true)).embed(image);
        FloatImage tiled = embedder(EmbedSettings.builder().level(3)).embed(image);
        assertTrue(SeamMeasure.atBorders(tiled, 160, 512) <= 1.1 * SeamMeasure.atBorders(whole, 160, 512));
        assertTrue(SeamMeasure.atHandOvers(tiled, 160, 512) <= 1.1 * SeamMeasure.atHandOvers(whole, 160, 512));
    }

    @Test
    public void windowsAreAsLargeAsTheirFeaturesMayBe() {
        assertEquals("no gain beyond", 512, Embedder.windowSide(TestModels.network(2, 1)));
        assertEquals(96, Embedder.windowSide(TestModels.network(3, 1)));
        NetworkConfiguration wide = new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(32));
        assertEquals("256 MB hold 260² of 992 features", 256, Embedder.windowSide(wide));
    }

    @Test
    public void volumesWorkAlike() {
        NetworkConfiguration volumes = TestModels.network(3, 1);
        ModelFile model = TestModels.model(TestModels.description(volumes, 16)
                .featureStatistics(statistics(volumes, 0, 1)).build());
        FloatImage image = image(11, 30, 17);
        try (Embedder embedder = new Embedder(engine, model, EmbedSettings.builder().features(3).build())) {
            FloatImage embedding = embedder.embed(image);
            assertEquals(3, embedding.channels());
            assertArrayEquals(new int[] {11, 30, 17}, embedding.size());
            ImagePlus colours = embedder.colours(embedding, "colours");
            assertArrayEquals(new int[] {17, 30, 1, 11, 1}, colours.getDimensions());
        }
        FloatImage finest = new Embedder(engine, model, EmbedSettings.builder().level(4).build()).embed(image);
        assertEquals(4 + image.data()[1234], finest.data()[1234], 1e-5);
    }

    @Test
    public void statisticsAreThoseOfThePatches() {
        FeatureNetwork backbone = engine.backbone(network, 1);
        Tensor first = new Tensor(new float[256], 1, 1, 16, 16);
        Tensor second = new Tensor(new float[512], 2, 1, 16, 16);
        Arrays.fill(second.data(), 1);
        FeatureStatistics statistics = FeatureStatistics.measure(backbone, List.of(first, second));
        for (int level = 0; level < 5; level++) {
            assertEquals(network.levelChannels(level), statistics.channels(level));
            assertEquals(level + 2 / 3f, statistics.mean(level, 1), 1e-6);
            assertEquals(Math.sqrt(2) / 3, statistics.std(level, 1), 1e-6);
            assertEquals(3 / Math.sqrt(2), statistics.scale(level, 1), 1e-5);
        }
        assertThrows(IllegalArgumentException.class, () -> FeatureStatistics.measure(backbone, List.of()));
    }

    @Test
    public void progressReachesTheListener() {
        Embedder embedder = embedder(EmbedSettings.builder().features(2));
        embedder.setListener((done, total) -> {
            throw new IllegalStateException(done + " of " + total);
        });
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> embedder.embed(image(150, 520)));
        assertEquals("1 of 2", e.getMessage());
    }

    @Test
    public void tooLittleMemoryIsOneSentence() {
        Embedder windows = embedder(EmbedSettings.builder());
        Embedder whole = embedder(EmbedSettings.builder().wholeImage(true));
        engine.mostPixels = 0;
        assertFails("There is not enough memory to embed noise.tif; set features to keep fewer, or give Java more",
                () -> windows.embed(image(32, 32)));
        assertFails("There is not enough memory to embed noise.tif; switch whole off",
                () -> whole.embed(image(32, 32)));
        assertFails("There is not enough memory to embed noise.tif; switch whole off",
                () -> whole.components(List.of(image(32, 32))));
    }

    @Test
    public void namesWhatDoesNotFit() {
        FloatImage rgb = image(32, 32).withData(new float[3 * 1024], 3);
        assertFails("noise.tif has 3 channels", () -> embedder(EmbedSettings.builder()).embed(rgb));
        assertFails("noise.tif is a 3D image", () -> embedder(EmbedSettings.builder()).embed(image(16, 16, 16)));
        assertFails("features is 73, but there are only 72", () -> embedder(EmbedSettings.builder().features(73)));
        assertTrue("a network that cannot be used is closed", engine.closed);
        assertFails("level is 5", () -> EmbedSettings.builder().level("5"));
        assertFails("level is every", () -> EmbedSettings.builder().level("every"));
        assertFails("level is 7", () -> EmbedSettings.builder().level(7).build());
        assertFails("features is -1", () -> EmbedSettings.builder().features(-1).build());
        ModelFile unfinished = TestModels.model(TestModels.description(network, 32).iterations(3, 10).build());
        assertFails("no feature statistics (3 of 10 iterations done)",
                () -> new Embedder(engine, unfinished, EmbedSettings.builder().build()));
    }

    private static void assertFails(String expected, ThrowingRunnable action) {
        CoverException e = assertThrows(CoverException.class, action);
        assertTrue(e.getMessage(), e.getMessage().contains(expected));
    }
}
