package org.coverfiji.app.exchange;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.coverfiji.CoverException;
import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.coverfiji.model.exchange.WeightFiles;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;

public class ModelImporterTest {

    private static final NetworkConfiguration NETWORK = TestModels.network(2, 1);

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final List<String> log = new ArrayList<>();

    private File weights() {
        File file = new File(folder.getRoot(), "weights.pth");
        WeightFiles.writeTorch(file, TestModels.weights(NETWORK));
        return file;
    }

    private ModelFile read(File file, ImportSettings settings) {
        return new ModelImporter(() -> EngineLoader.load("cpu"), log::add).read(file, settings);
    }

    @Test
    public void whatIsNotAskedIsAssumedAndSaid() throws IOException {
        ModelFile model = read(weights(), ImportSettings.builder().build());
        File written = folder.newFile("a.cover");
        model.write(written);
        ModelDescription description = ModelFile.read(written).description();
        assertEquals(ModelDescription.PRETRAINED, description.kind());
        assertEquals(NETWORK, description.network());
        assertEquals("imported", description.method());
        assertArrayEquals(new int[] {128, 128}, description.patch());
        assertNull(description.featureStatistics());
        assertEquals(List.of("Found a " + NETWORK + ".",
                "Without images no feature statistics are measured; for embeddings, import with images.",
                "Images will be prepared so: percentiles 0.5 to 99.5, not resized, patch 128 × 128 pixels, pixel size"
                        + " 1.000 × 1.000 pixel; where the training did otherwise, import again and say how."), log);
        assertTrue(description.notes().get(0), description.notes().get(0).matches("The weights were imported from a"
                + " file of another program with SHA-256 [0-9a-f]{64}; .*"));
        CoverException noStatistics = assertThrows(CoverException.class, () -> new Embedder(EngineLoader.load("cpu"),
                model, EmbedSettings.builder().build()));
        assertEquals("The model holds no feature statistics (it was imported without images); import it again with"
                + " images like those to be embedded.", noStatistics.getMessage());
    }

    @Test
    public void whatIsAskedIsKept() {
        ModelDescription description = read(weights(), ImportSettings.builder()
                .normalization(Normalization.window(-100, 400)).patch("32,64").resize(256).pixelSize("2,0.5")
                .unit("mm").build()).description();
        assertEquals(Normalization.window(-100, 400), description.normalization());
        assertArrayEquals(new int[] {32, 64}, description.patch());
        assertEquals(256, description.resize());
        assertArrayEquals(new double[] {2, 0.5}, description.pixelSize(), 0);
        assertEquals("mm", description.unit());
    }

    /** The published program's, by its names; 32 channels are four heads of eight features. */
    @Test
    public void projectionsTellTheMethodAndItsHeads() {
        Map<String, Tensor> weights = new LinkedHashMap<>(TestModels.weights(NETWORK));
        int[] heads = {4, 4, 2, 1, 1};
        for (int level = 0; level < 5; level++) {
            weights.put("proj." + level + ".proj.weight", Tensor.zeros(8 * heads[level], NETWORK.levelChannels(level),
                    1, 1));
            weights.put("proj." + level + ".proj.bias", Tensor.zeros(8 * heads[level]));
        }
        File file = new File(folder.getRoot(), "cover.safetensors");
        WeightFiles.writeSafetensors(file, weights, Map.of());
        ModelFile model = read(file, ImportSettings.builder().build());
        assertEquals("COVER", model.description().method());
        assertEquals(Map.of("heads", "4,4,2,1,1", "head_dimension", "8", "amplitude", "2"),
                model.description().methodSettings());
        assertEquals(32, model.weights().get("proj.0.proj.bias").data().length);
    }

    /** As after a pretraining: pixels embed, standardised by what the images gave. */
    @Test
    public void withImagesAnImportedModelEmbeds() throws IOException {
        File images = folder.newFolder("images");
        for (int i = 0; i < 3; i++) {
            byte[] noise = new byte[40 * 50];
            new Random(i).nextBytes(noise);
            ImagePlus image = new ImagePlus("", new ByteProcessor(50, 40, noise));
            image.getCalibration().setUnit("mm");
            image.getCalibration().pixelWidth = 0.25;
            image.getCalibration().pixelHeight = 0.5;
            new FileSaver(image).saveAsTiff(new File(images, i + ".tif").getPath());
        }
        ModelFile model = read(weights(), ImportSettings.builder().patch("32").images(images).build());
        assertArrayEquals(new double[] {0.5, 0.25}, model.description().pixelSize(), 1e-9);
        assertEquals("mm", model.description().unit());
        Engine engine = EngineLoader.load("cpu");
        FloatImage image = new ImageReader(2, 1).convert(IJ.openImage(new File(images, "0.tif").getPath())).get(0);
        try (Embedder embedder = new Embedder(engine, model, EmbedSettings.builder().build())) {
            FloatImage embedding = embedder.embed(image);
            assertEquals(72, embedding.channels());
            double means = 0;
            for (int c = 0; c < 72; c++) {
                double sum = 0;
                for (int i = 0; i < embedding.pixels(); i++) {
                    sum += embedding.data()[c * embedding.pixels() + i];
                }
                means += Math.abs(sum / embedding.pixels()) / 72;
            }
            // In windows of another size than the patch they are not quite those that were measured.
            assertTrue("standardised: " + means, means < 0.4);
            assertTrue("were not before", meanSize(model.description().featureStatistics()) > 0.7);
        }
    }

    private static double meanSize(FeatureStatistics statistics) {
        double sum = 0;
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            for (int c = 0; c < statistics.channels(level); c++) {
                sum += Math.abs(statistics.mean(level, c)) * statistics.scale(level, c) / 72;
            }
        }
        return sum;
    }

    @Test
    public void impossibleSettingsAreRefused() {
        assertRefused("pixel_size=0 is not possible", () -> ImportSettings.builder().pixelSize("0"));
        assertRefused("pixel_size=1;2 is not possible", () -> ImportSettings.builder().pixelSize("1;2"));
        assertRefused("pixel_size has 3 numbers, but the network is 2D",
                () -> read(weights(), ImportSettings.builder().pixelSize("1,2,3").build()));
        assertRefused("patch", () -> ImportSettings.builder().patch("17"));
        assertRefused("resize is -1", () -> ImportSettings.builder().resize(-1).build());
    }

    private static void assertRefused(String part, Runnable work) {
        CoverException refused = assertThrows(CoverException.class, work::run);
        assertTrue(refused.getMessage(), refused.getMessage().contains(part));
    }
}
