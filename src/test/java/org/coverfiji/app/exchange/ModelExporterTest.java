package org.coverfiji.app.exchange;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.OnnxRun;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.FineTuning;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TaskHead;
import org.coverfiji.model.TestModels;
import org.coverfiji.model.exchange.ForeignWeights;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ModelExporterTest {

    private static final NetworkConfiguration NETWORK = TestModels.network(2, 1);

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final List<String> log = new ArrayList<>();

    private File write(ModelFile model, String name) {
        File file = new File(folder.getRoot(), name);
        new ModelExporter(() -> EngineLoader.load("cpu"), log::add).write(model,
                ExportFormat.of(ExportFormat.AUTO, file), file);
        return file;
    }

    /** A model whose head has planted weights. */
    static ModelFile segmentation(NetworkConfiguration network) {
        Map<String, Tensor> weights = new LinkedHashMap<>(TestModels.weights(network));
        int[] shape = new int[2 + network.dimensions()];
        Arrays.fill(shape, 1);
        shape[0] = 2;
        shape[1] = network.levelChannels(4);
        Tensor head = Tensor.zeros(shape);
        for (int i = 0; i < head.data().length; i++) {
            head.data()[i] = i % 3 - 1;
        }
        weights.put("head.4.weight", head);
        weights.put("head.4.bias", new Tensor(new float[] {0.25f, -0.25f}, 2));
        ModelDescription description = TestModels.description(network, 32).kind(ModelDescription.SEGMENTATION)
                .classes(List.of("background", "left lung")).fineTuning(new FineTuning("full", true, TaskHead.plain(4),
                        List.of(), 140, 0.9466)).build();
        return new ModelFile(description, weights, Map.of());
    }

    @Test
    public void weightsComeBackBitForBit() {
        ModelFile model = TestModels.model(TestModels.description(NETWORK, 32).build());
        for (String name : List.of("a.pth", "a.pt", "a.safetensors")) {
            ForeignWeights read = ForeignWeights.read(write(model, name));
            assertEquals(NETWORK, read.network());
            model.weights().forEach((key, tensor) -> assertArrayEquals(key, tensor.data(),
                    read.weights().get(key).data(), 0));
        }
        assertEquals(List.of("Wrote " + new File(folder.getRoot(), "a.pth"),
                "Its input: intensities between the values of the window 0.0 to 1.0 brought to 0 to 1 and clamped, in"
                        + " windows of 32 × 32 pixels or more, sides that are multiples of 16."), log.subList(0, 2));
    }

    @Test
    public void aHeadTakesItsStandardisationAlong() {
        ModelFile model = segmentation(NETWORK);
        float[][] means = new float[5][];
        float[][] deviations = new float[5][];
        for (int level = 0; level < 5; level++) {
            means[level] = new float[NETWORK.levelChannels(level)];
            deviations[level] = new float[NETWORK.levelChannels(level)];
            Arrays.fill(means[level], level);
            Arrays.fill(deviations[level], 2);
        }
        ModelDescription standardized = model.description().toBuilder().fineTuning(new FineTuning("linear", true,
                TaskHead.pooled(new int[] {0, 1, 2, 3, 4}, means, deviations), List.of(), 1, 0.5)).build();
        File file = write(new ModelFile(standardized, model.weights(), Map.of()), "a.safetensors");
        String left = ForeignWeights.read(file).notes().get(0);
        assertTrue(left, left.contains("head.4.weight, head.4.bias, head.0.mean, head.0.deviation and 8 more"));
    }

    @Test
    public void anExportedSegmentationRuns() throws IOException {
        File onnx = write(segmentation(NETWORK), "a.onnx");
        Tensor probabilities = OnnxRun.run(onnx, folder.getRoot(), List.of(Tensor.zeros(1, 1, 32, 48))).get(0)
                .get("probabilities");
        assertArrayEquals(new int[] {1, 2, 32, 48}, probabilities.shape());
        assertEquals(1, probabilities.data()[0] + probabilities.data()[32 * 48], 1e-6);
    }

    @Test
    public void aModelWithoutItsHeadIsRefused() {
        ModelFile model = new ModelFile(segmentation(NETWORK).description(), TestModels.weights(NETWORK), Map.of());
        CoverException refused = assertThrows(CoverException.class, () -> write(model, "a.onnx"));
        assertEquals("The weights hold no head.4.weight, which the network needs; train the model again.",
                refused.getMessage());
    }

    @Test
    public void onlyWhatAnExportWroteIsReplaced() throws IOException {
        ModelFile model = segmentation(NETWORK);
        for (String name : List.of("a.onnx", "a.pth", "a.safetensors")) {
            write(model, name);
            write(model, name);
        }
        for (String name : List.of("b.onnx", "b.pth", "b.safetensors")) {
            Files.write(new File(folder.getRoot(), name).toPath(), new byte[10_000]);
            CoverException refused = assertThrows(CoverException.class, () -> write(model, name));
            assertEquals("output " + new File(folder.getRoot(), name) + " exists and was not exported by COVER; choose"
                    + " another name, or move that file away.", refused.getMessage());
        }
    }

    @Test
    public void formatsFollowFromEndings() {
        assertEquals(ExportFormat.ONNX, ExportFormat.of("auto", new File("A.ONNX")));
        assertEquals(ExportFormat.BIOIMAGE_IO, ExportFormat.of("bioimage.io", new File("a.zip")));
        assertRefused("output a.bin does not tell the format; let it end in .onnx, .zip, .pth, .safetensors.", "auto",
                "a.bin");
        assertRefused("output a.pth does not end in .onnx, as files in the format ONNX do; give it that ending, or"
                + " another format.", "ONNX", "a.pth");
        assertRefused("format is Keras; it must be auto, ONNX, bioimage.io, PyTorch, safetensors.", "Keras", "a.pth");
    }

    private static void assertRefused(String message, String format, String file) {
        assertEquals(message, assertThrows(CoverException.class, () -> ExportFormat.of(format, new File(file)))
                .getMessage());
    }
}
