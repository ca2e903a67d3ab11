package org.coverfiji.model;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.Normalization;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ModelFileTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final NetworkConfiguration network = TestModels.network(2, 1);
    private File file;

    @Before
    public void name() {
        file = new File(folder.getRoot(), "a model.cover");
    }

    private ModelFile model() {
        float[][] mean = new float[5][];
        float[][] std = new float[5][];
        for (int level = 0; level < 5; level++) {
            mean[level] = new float[network.levelChannels(level)];
            std[level] = new float[network.levelChannels(level)];
            Arrays.fill(mean[level], 0.1f * level);
            Arrays.fill(std[level], 1f + level);
        }
        ModelDescription description = TestModels.description(network, 32).kind(ModelDescription.PRETRAINED)
                .normalization(Normalization.window(-100, 250.5)).resize(128).seed(Long.MIN_VALUE + 3)
                .iterations(30, 100).settings(Map.of("input", "/some \"folder\"/ä")).dataFingerprint("sha256:12ab")
                .environment(List.of("cpu: 2 threads", "x"))
                .history(List.of(new HistoryPoint(1, Map.of("vector", 3.25)),
                        new HistoryPoint(2, Map.of("vector", Double.NaN))))
                .classes(List.of("background", "lung")).featureStatistics(new FeatureStatistics(mean, std)).build();
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("m/inc.double_conv.0.weight", new Tensor(new float[] {1, Float.MIN_VALUE, -0f, 4}, 2, 2));
        state.put("step", new Tensor(new float[] {7}, 1));
        return new ModelFile(description, TestModels.weights(network), state);
    }

    @Test
    public void readsWhatItWrote() {
        ModelFile written = model();
        written.write(file);
        ModelFile read = ModelFile.read(file);

        assertEquals(new ArrayList<>(written.weights().keySet()), new ArrayList<>(read.weights().keySet()));
        assertSameTensors(written.weights(), read.weights());
        assertSameTensors(written.state(), read.state());
        ModelDescription description = read.description();
        assertEquals(network, description.network());
        assertEquals(written.description().toReport(), description.toReport());
        assertEquals(ModelJson.GSON.toJson(written.description()), ModelJson.GSON.toJson(description));
        assertEquals(Long.MIN_VALUE + 3, description.seed());
        assertEquals(3.25, description.history().get(0).losses().get("vector"), 0);
        assertTrue(Double.isNaN(description.history().get(1).losses().get("vector")));
        assertEquals(0.4f, description.featureStatistics().mean(4, 7), 0);
        assertEquals(Normalization.window(-100, 250.5).toString(), description.normalization().toString());
        assertEquals(Arrays.asList("background", "lung"), description.classes());
        assertEquals("nothing but the model is left behind", 1, folder.getRoot().list().length);
    }

    private static void assertSameTensors(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, tensor) -> {
            assertArrayEquals(name, tensor.shape(), actual.get(name).shape());
            assertArrayEquals(name, tensor.data(), actual.get(name).data(), 0);
        });
    }

    @Test
    public void anyZipToolAndReaderGetsAtTheNumbers() throws IOException {
        ModelFile model = model();
        model.write(file);
        try (ZipFile zip = new ZipFile(file)) {
            byte[] bytes = zip.getInputStream(zip.getEntry("state/m/inc.double_conv.0.weight.f32")).readAllBytes();
            assertArrayEquals(new byte[] {0, 0, (byte) 0x80, 0x3f, 1, 0, 0, 0, 0, 0, 0, (byte) 0x80, 0, 0,
                (byte) 0x80, 0x40}, bytes);
            String json = new String(zip.getInputStream(zip.getEntry("model.json")).readAllBytes(),
                    StandardCharsets.UTF_8);
            assertTrue(json, json.contains("\"formatVersion\": 2"));
            assertTrue(json, json.replace(" ", "").contains("\"widths\":[8,8,8,8,24,16,16,8,8]"));
            assertTrue(json, json.contains("/some \\\"folder\\\"/ä"));
        }
    }

    @Test
    public void keepsTheOldFileWhenTheNewOneCannotBeWritten() {
        model().write(file);
        ModelFile old = ModelFile.read(file);
        Map<String, Tensor> broken = new LinkedHashMap<>(old.weights());
        broken.put("none", null);
        assertThrows(RuntimeException.class, () -> new ModelFile(old.description(), broken, Map.of()).write(file));
        assertSameTensors(old.weights(), ModelFile.read(file).weights());
    }

    @Test
    public void namesAMissingFile() {
        assertFails("does not exist");
    }

    @Test
    public void namesAFolder() throws IOException {
        file = folder.newFolder("folder.cover");
        assertFails("is a folder");
    }

    @Test
    public void namesWhatIsNoZip() throws IOException {
        Files.write(file.toPath(), "not a model at all".getBytes(StandardCharsets.UTF_8));
        assertFails("not a zip archive");
    }

    @Test
    public void namesAnEmptyFile() throws IOException {
        Files.write(file.toPath(), new byte[0]);
        assertFails("damaged or incomplete");
    }

    @Test
    public void namesAZipWithoutDescription() throws IOException {
        model().write(file);
        rewrite(name -> name.equals("model.json") ? "readme.txt" : name, json -> json);
        assertFails("without model.json");
    }

    @Test
    public void namesATruncatedFileWhereverItWasCut() throws IOException {
        model().write(file);
        byte[] whole = Files.readAllBytes(file.toPath());
        for (int length : new int[] {1, 10, whole.length / 2, whole.length - 1}) {
            Files.write(file.toPath(), Arrays.copyOf(whole, length));
            assertFails("damaged or incomplete");
        }
    }

    @Test
    public void namesAFlippedBitInTheWeights() throws IOException {
        model().write(file);
        byte[] bytes = Files.readAllBytes(file.toPath());
        bytes[bytes.length / 2] ^= 1;
        Files.write(file.toPath(), bytes);
        assertFails("damaged or incomplete");
    }

    @Test
    public void namesAMissingTensor() throws IOException {
        model().write(file);
        rewrite(
                name -> name.replace("weights/backbone.up4.conv.double_conv.4.bias.f32", "weights/other.f32"),
                json -> json);
        assertFails("backbone.up4.conv.double_conv.4.bias.f32 is missing");
    }

    @Test
    public void namesAShapeThatIsNotTheData() throws IOException {
        model().write(file);
        rewrite(name -> name, json -> json.replaceFirst("\\[8,1,3,3\\]", "[8,2,3,3]"));
        assertFails("does not have the size of its shape");
    }

    @Test
    public void namesANewerFormat() throws IOException {
        model().write(file);
        rewrite(name -> name, json -> json.replace("\"formatVersion\": 2", "\"formatVersion\": 3"));
        assertFails("install a newer version");
    }

    @Test
    public void namesADescriptionThatIsNoJson() throws IOException {
        model().write(file);
        rewrite(name -> name, json -> json.substring(0, json.length() / 3));
        assertFails("damaged or incomplete");
    }

    @Test
    public void namesAnImpossibleDescription() throws IOException {
        model().write(file);
        rewrite(name -> name, json -> json.replace("\"resize\": 128", "\"resize\": -1"));
        assertFails("resize is -1");
        model().write(file);
        rewrite(name -> name, json -> json.replace("\"dimensions\": 2", "\"dimensions\": 4"));
        assertFails("dimensions is 4");
        model().write(file);
        rewrite(name -> name, json -> json.replace("\"patch\"", "\"patches\""));
        assertFails("patch is null");
    }

    @Test
    public void believesADescriptionWithinLimits() throws IOException {
        String[][] cases = {
            {"\"inputChannels\": 1", "\"inputChannels\": 2000000", "input channels is 2000000"},
            {"\"high\": 250.5", "\"high\": NaN", "impossible bounds"},
            {"\"pixelSize\":[1.0,1.0]", "\"pixelSize\":[0.0,1.0]", "pixelSize is [0.0, 1.0]"},
            {"[0.4,0.4,", "[NaN,0.4,", "statistics are not finite"},
            {"\"seed\": ", "\"seed\": \"\", \"x\": ", "cannot be understood"},
            {"\"dimensions\": 2", "\"dimensions\": 1e400", "cannot be understood"},
            {"\"history\": [", "\"history\": [7, ", "cannot be understood"}};
        for (String[] one : cases) {
            model().write(file);
            rewrite(name -> name, json -> {
                assertTrue(one[0], json.replace(", ", ",").contains(one[0]));
                return json.replace(", ", ",").replace(one[0], one[1]);
            });
            assertFails(one[2]);
            CoverException e = assertThrows(CoverException.class, () -> ModelFile.readDescription(file));
            assertFalse(e.getMessage(), e.getMessage().contains("java.") || e.getMessage().contains("Exception"));
        }
    }

    @Test
    public void aSmallFileDoesNotInflateUntilMemoryEnds() throws IOException {
        model().write(file);
        rewrite(name -> name, json -> json.replaceFirst("\\[\\s*8,\\s*1,\\s*3,\\s*3\\s*\\]", "[8,100000,300,3]"));
        assertFails("claims");
        model().write(file);
        rewrite(name -> name, json -> json.replaceFirst("\\[\\s*8,\\s*1,\\s*3,\\s*3\\s*\\]",
                "[2000000000,2000000000,2000000000]"));
        assertFails("too large");
    }

    @Test
    public void namesWeightsThatDoNotFitTheConfiguration() {
        ModelFile model = model();
        Map<String, Tensor> missing = new LinkedHashMap<>(model.weights());
        missing.remove("backbone.down2.maxpool_conv.1.double_conv.3.bias");
        new ModelFile(model.description(), missing, Map.of()).write(file);
        assertFails("backbone.down2.maxpool_conv.1.double_conv.3.bias must be [8] and is missing");

        Map<String, Tensor> other = new LinkedHashMap<>(model.weights());
        other.put("backbone.inc.double_conv.0.weight", Tensor.zeros(8, 3, 3, 3));
        new ModelFile(model.description(), other, Map.of()).write(file);
        assertFails("inc.double_conv.0.weight must be [8, 1, 3, 3] and is [8, 3, 3, 3]");
    }

    @Test
    public void namesAModelOfAnotherKind() {
        model().write(file);
        ModelFile.read(file, ModelDescription.PRETRAINED);
        CoverException e = assertThrows(CoverException.class,
                () -> ModelFile.read(file, ModelDescription.SEGMENTATION));
        assertEquals(file + " is a pretrained model; a segmentation model is needed here.", e.getMessage());
    }

    @Test
    public void namesAnUnwritablePlace() {
        File nowhere = new File(folder.getRoot(), "no such folder/model.cover");
        CoverException e = assertThrows(CoverException.class, () -> model().write(nowhere));
        assertTrue(e.getMessage(), e.getMessage().contains("model.cover"));
    }

    private void assertFails(String expected) {
        CoverException e = assertThrows(CoverException.class, () -> ModelFile.read(file));
        assertTrue(e.getMessage(), e.getMessage().contains(expected));
        assertTrue(e.getMessage(), e.getMessage().contains(file.getPath()));
        assertTrue(e.getMessage(), e.getMessage().endsWith("."));
    }

    /** Writes the archive anew, with entries renamed and the description edited. */
    private void rewrite(UnaryOperator<String> rename, UnaryOperator<String> edit) throws IOException {
        byte[] bytes = Files.readAllBytes(file.toPath());
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes));
                ZipOutputStream out = new ZipOutputStream(changed)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(rename.apply(entry.getName())));
                byte[] content = in.readAllBytes();
                if (entry.getName().equals("model.json")) {
                    String json = new String(content, StandardCharsets.UTF_8);
                    content = edit.apply(json).getBytes(StandardCharsets.UTF_8);
                }
                out.write(content);
            }
        }
        Files.write(file.toPath(), changed.toByteArray());
    }
}
