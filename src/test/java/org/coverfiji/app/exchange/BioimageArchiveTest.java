package org.coverfiji.app.exchange;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.coverfiji.CoverException;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.OnnxRun;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.model.FineTuning;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TaskHead;
import org.coverfiji.model.TestModels;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

/** Archives hold to the specification, and their test output is what their weights make of their test input. */
public class BioimageArchiveTest {

    private static final NetworkConfiguration NETWORK = TestModels.network(2, 1);

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static FloatImage noise(int channels, int... size) {
        Random random = new Random(3);
        float[] data = new float[channels * Arrays.stream(size).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < data.length; i++) {
            data[i] = 1000 + 500 * random.nextFloat() + i % 40;
        }
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        return new FloatImage("sample", data, channels, size, spacing, "mm");
    }

    private BioimageRules write(ModelFile model, FloatImage sample) throws IOException {
        File file = new File(folder.getRoot(), "a.zip");
        new ModelExporter(() -> EngineLoader.load("cpu"), line -> { }).writeArchive(model, new ArchiveSettings(
                "Lungs (test)", "", "Jane Doe, \"John\": Roe", "CC-BY-4.0", sample), file);
        BioimageRules archive = new BioimageRules(file);
        archive.check();
        return archive;
    }

    private static ModelFile with(ModelFile model, Normalization normalization) {
        return new ModelFile(model.description().toBuilder().normalization(normalization).build(), model.weights(),
                Map.of());
    }

    @Test
    public void aSegmentation() throws IOException {
        BioimageRules archive = write(with(ModelExporterTest.segmentation(NETWORK), Normalization.DEFAULT),
                noise(1, 50, 70));
        assertReproduced(archive);
        Map<String, Object> output = BioimageRules.map(BioimageRules.list(archive.description.get("outputs")).get(0));
        Map<String, Object> channel = BioimageRules.map(BioimageRules.list(output.get("axes")).get(1));
        assertEquals(List.of("background", "left_lung"), channel.get("channel_names"));
        Map<String, Object> y = BioimageRules.map(BioimageRules.list(output.get("axes")).get(2));
        assertEquals(8, y.get("halo"));
        Map<String, Object> author = BioimageRules.map(BioimageRules.list(archive.description.get("authors")).get(1));
        assertEquals("\"John\": Roe", author.get("name"));
        String readme = new String(archive.files.get("README.md"), StandardCharsets.UTF_8);
        assertTrue(readme, readme.contains("Mean Dice of the foreground classes on the validation images, by which the"
                + " weights were selected, so that it flatters: 0.9466, after 140 iterations."));
    }

    @Test
    public void aPretrainedModelIn3DWithAWindowOfIntensities() throws IOException {
        NetworkConfiguration network = TestModels.network(3, 2);
        ModelFile model = TestModels.model(TestModels.description(network, 32)
                .normalization(Normalization.window(1000, 1400)).build());
        BioimageRules archive = write(model, noise(2, 20, 40, 33));
        assertReproduced(archive);
        write(model, noise(2, 20, 40, 33));
        assertEquals(5, BioimageRules.list(archive.description.get("outputs")).size());
    }

    /**
     * Whose test is of the one size that it takes, though its patch is none that networks take, and whose image has a
     * range of intensities below the usual epsilon.
     */
    @Test
    public void aClassification() throws IOException {
        FloatImage sample = noise(1, 100, 60);
        for (int i = 0; i < sample.data().length; i++) {
            sample.data()[i] = 0.001f + sample.data()[i] * 1e-9f;
        }
        Map<String, Tensor> weights = new LinkedHashMap<>(TestModels.weights(NETWORK));
        weights.keySet().removeIf(name -> name.startsWith("backbone.up"));
        Tensor head = Tensor.zeros(2, 24, 1, 1);
        for (int i = 0; i < head.data().length; i++) {
            head.data()[i] = i % 5 - 2;
        }
        weights.put("head.4.weight", head);
        weights.put("head.4.bias", new Tensor(new float[2], 2));
        ModelDescription description = TestModels.description(NETWORK, 40).kind(ModelDescription.CLASSIFICATION)
                .normalization(Normalization.percentile(1, 99)).classes(List.of("class", "2nd"))
                .fineTuning(new FineTuning("full", true, TaskHead.plain(4), List.of(), 1, Double.NaN).calibrated(1.5))
                .build();
        BioimageRules archive = write(new ModelFile(description, weights, Map.of()), sample);
        assertReproduced(archive);
    }

    /** Two bright pixels at the end of a dark image. */
    @Test
    public void theTestShowsWhereThereIsMostToSee() throws IOException {
        float[] data = new float[200 * 100];
        data[180 * 100 + 90] = 1;
        data[185 * 100 + 80] = 0.5f;
        FloatImage sample = new FloatImage("sample", data, 1, new int[] {200, 100}, new double[] {1, 1}, "mm");
        BioimageRules archive = write(with(ModelExporterTest.segmentation(NETWORK), Normalization.window(0, 1)),
                sample);
        float[] test = Npy.read(archive.files.get("test_input.npy")).data();
        float sum = 0;
        for (float value : test) {
            sum += value;
        }
        assertEquals(1.5, sum, 1e-6);
        assertReproduced(archive);
    }

    /** Also to those who read version 1.1 of YAML. */
    @Test
    public void largeAndSmallNumbersStayNumbers() {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("a", 1e7);
        numbers.put("b", List.of(1e-12, 2.5, 3));
        numbers.put("c", "1E5");
        assertEquals("a: 1.0E+7\nb: [1.0E-12,2.5,3]\nc: \"1E5\"\n", YamlWriter.write(numbers));
    }

    @Test
    public void namesOfClassesBecomeIdentifiers() {
        assertEquals(List.of("class_class", "left_lung", "left_lung_2", "class_2nd", "class_", "gr_n"),
                ResourceDescription.channelNames(List.of("class", "left lung", "left/lung", "2nd", "", "grün")));
    }

    @Test
    public void whatIsMissingIsAskedFor() {
        FloatImage sample = noise(1, 32, 32);
        assertRefused("name is \"lung\"; it must have 5 to 128 letters",
                () -> new ArchiveSettings("lung", "", "A", "MIT", sample));
        assertRefused("authors is \" , \"", () -> new ArchiveSettings("lungs", "", " , ", "MIT", sample));
        assertRefused("licence is \"my own\"", () -> new ArchiveSettings("lungs", "", "A", "my own", sample));
        assertRefused("licence is \"CC-BY\"; it must be an identifier of the SPDX licence list",
                () -> new ArchiveSettings("lungs", "", "A", "CC-BY", sample));
        assertEquals("BSD-2-Clause", new ArchiveSettings("lungs", "", "A", " bsd-2-clause", sample).licence());
        FloatImage tiny = noise(1, 32, 32);
        for (int i = 0; i < tiny.data().length; i++) {
            tiny.data()[i] *= 1e-8f;
        }
        assertRefused("sample has no value beyond 1.0E-4", () -> write(with(TestModels.model(TestModels.description(
                NETWORK, 32).build()), Normalization.DEFAULT), tiny));
        assertRefused("description has 2000 characters",
                () -> new ArchiveSettings("lungs", "a".repeat(2000), "A", "MIT", sample));
        assertRefused("sample has 2 channels, but the model was trained on images with 1 channel",
                () -> write(TestModels.model(TestModels.description(NETWORK, 32).build()), noise(2, 32, 32)));
        assertRefused("sample is constant",
                () -> write(TestModels.model(TestModels.description(NETWORK, 32).build()), noise(1, 32, 32)));
    }

    private static void assertRefused(String part, ThrowingRunnable work) {
        CoverException refused = assertThrows(CoverException.class, work);
        assertTrue(refused.getMessage(), refused.getMessage().contains(part));
    }

    /** Does as a program would that knows the archive alone. */
    private void assertReproduced(BioimageRules archive) throws IOException {
        Map<String, Object> input = BioimageRules.map(BioimageRules.list(archive.description.get("inputs")).get(0));
        Tensor tensor = Npy.read(archive.file(BioimageRules.map(input.get("test_tensor"))));
        for (Object step : BioimageRules.list(input.get("preprocessing"))) {
            apply(BioimageRules.map(step), tensor);
        }
        File weights = new File(folder.getRoot(), "weights.onnx");
        Files.write(weights.toPath(), archive.files.get("weights.onnx"));
        Map<String, Tensor> results = OnnxRun.run(weights, folder.getRoot(), List.of(tensor)).get(0);
        List<?> outputs = BioimageRules.list(archive.description.get("outputs"));
        assertEquals(outputs.size(), results.size());
        for (Object each : outputs) {
            Map<String, Object> output = BioimageRules.map(each);
            float[] expected = Npy.read(archive.file(BioimageRules.map(output.get("test_tensor")))).data();
            float[] actual = results.get(output.get("id")).data();
            double largest = 0;
            double spread = 0;
            for (int i = 0; i < expected.length; i++) {
                largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
                spread = Math.max(spread, Math.abs(expected[i] - expected[0]));
            }
            assertEquals(output.get("id").toString(), 0, largest, 1e-3);
            assertTrue("there is something to see", spread > 0.01);
        }
    }

    private static void apply(Map<String, Object> step, Tensor tensor) {
        Map<String, Object> arguments = BioimageRules.map(step.get("kwargs"));
        float[] data = tensor.data();
        if (step.get("id").equals("scale_range")) {
            int pixels = data.length / tensor.size(1);
            for (int c = 0; c < tensor.size(1); c++) {
                float[] sorted = Arrays.copyOfRange(data, c * pixels, (c + 1) * pixels);
                Arrays.sort(sorted);
                double low = percentile(sorted, (Double) arguments.get("min_percentile"));
                double high = percentile(sorted, (Double) arguments.get("max_percentile"));
                for (int i = c * pixels; i < (c + 1) * pixels; i++) {
                    data[i] = (float) ((data[i] - low) / (high - low + (Double) arguments.get("eps")));
                }
            }
        } else if (step.get("id").equals("scale_linear")) {
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) (data[i] * (Double) arguments.get("gain") + (Double) arguments.get("offset"));
            }
        } else if (step.get("id").equals("clip")) {
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) Math.max((Double) arguments.get("min"), Math.min((Double) arguments.get("max"),
                        data[i]));
            }
        }
    }

    /** Linear between ranks, as NumPy's. */
    private static double percentile(float[] sorted, double percent) {
        double rank = percent / 100 * (sorted.length - 1);
        int below = (int) rank;
        return below + 1 == sorted.length ? sorted[below]
                : sorted[below] + (rank - below) * (sorted[below + 1] - sorted[below]);
    }
}
