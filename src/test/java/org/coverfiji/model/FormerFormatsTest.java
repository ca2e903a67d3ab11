package org.coverfiji.model;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files of every format that was ever released are read for ever; the folders hold one of each kind. */
public class FormerFormatsTest {

    private static final File FORMAT_1 = new File("src/test/resources/model-format-1");
    /** The newest: its files stay as they are when there is a newer one. */
    private static final File FORMAT_2 = new File("src/test/resources/model-format-2");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aPretrainedModelOfFormat1KeepsItsHistoryAndState() {
        ModelFile model = read("pretrained.cover");
        assertEquals("COVER", model.description().method());
        List<HistoryPoint> history = model.description().history();
        assertEquals(3, history.size());
        assertEquals(List.of("vector", "consistency"), List.copyOf(history.get(0).losses().keySet()));
        assertEquals(7.0940211897250265, history.get(0).losses().get("vector"), 0);
        assertEquals(0.03600644553080201, history.get(2).losses().get("consistency"), 0);
        assertEquals(3, model.description().iterationsDone());
        assertNotNull(model.description().featureStatistics());
        assertEquals(3, model.state().get("step").data()[0], 0);
        assertTrue(model.weights().containsKey("proj.4.proj.weight"));
    }

    @Test
    public void whatCoverAddsToTheUNetInFormat1IsItsMethodsSetting() {
        ModelDescription description = read("pretrained.cover").description();
        assertEquals(Map.of("head_dimension", "8", "heads", "2,2,1,1,1", "amplitude", "1", "consistency", "0.5",
                "motion", "0.6"), description.methodSettings());
        assertEquals("32", description.settings().get("patch"));
        assertTrue(description.settings().keySet().stream().noneMatch(description.methodSettings()::containsKey));
        assertEquals("2,2,1,1,1", read("segmentation.cover").description().methodSettings().get("heads"));
    }

    @Test
    public void modelsOfTasksOfFormat1KeepTheirClassesAndHeads() {
        ModelFile segmentation = read("segmentation.cover");
        assertEquals(ModelDescription.SEGMENTATION, segmentation.description().kind());
        assertEquals(List.of("background", "class 1"), segmentation.description().classes());
        assertEquals("linear head on levels [0, 1, 2, 3, 4], standardised",
                segmentation.description().fineTuning().head().toString());
        assertEquals(ModelDescription.CLASSIFICATION, read("classification.cover").description().kind());
        ModelFile checkpoint = read("segmentation.checkpoint.cover");
        assertTrue(checkpoint.description().iterationsDone() > 0);
        assertTrue(checkpoint.state().get("step").data()[0] > 0);
    }

    @Test
    public void whatIsWrittenAgainHasTheNewestFormatAndTheSameContents() {
        for (String name : List.of("pretrained.cover", "segmentation.cover", "classification.cover")) {
            ModelFile before = read(name);
            File copy = new File(folder.getRoot(), name);
            before.write(copy);
            ModelFile after = ModelFile.read(copy);
            assertEquals(before.description().toReport(), after.description().toReport());
            for (Map.Entry<String, Tensor> weight : before.weights().entrySet()) {
                assertArrayEquals(weight.getValue().data(), after.weights().get(weight.getKey()).data(), 0);
            }
        }
    }

    @Test
    public void aPretrainedModelOfFormat2KeepsMethodNotesFiguresAndState() {
        ModelFile model = ModelFile.read(new File(FORMAT_2, "pretrained.cover"));
        ModelDescription description = model.description();
        assertEquals("MoCo v2", description.method());
        assertEquals(Map.of("temperature", "0.2"), description.methodSettings());
        assertEquals(2, description.notes().size());
        assertEquals(2.5, description.history().get(0).losses().get("contrastive"), 0);
        assertTrue(Double.isNaN(description.history().get(1).losses().get("contrastive")));
        assertEquals(0.25, description.history().get(1).figures().get("spread"), 0);
        assertEquals(3, model.state().get("step").data()[0], 0);
        assertArrayEquals(new float[] {0.6f, 0.8f, 1, 0}, model.state().get("keys/keys").data(), 0);
        assertArrayEquals(new float[] {0, 1, 1, 0}, model.state().get("sampling/assignments").data(), 0);
        assertNotNull(description.featureStatistics());
        assertEquals(List.of("Device chosen: cpu, because the cuda engine is not installed",
                "Probe: a convolution gives the right numbers (OneDnnConvolution)"), description.environment());
    }

    @Test
    public void modelsOfTasksOfFormat2KeepTheirHeadsSplitsAndTemperature() {
        ModelFile segmentation = ModelFile.read(new File(FORMAT_2, "segmentation.cover"));
        assertEquals(ModelDescription.SEGMENTATION, segmentation.description().kind());
        assertEquals(List.of("background", "class 1", "class 2"), segmentation.description().classes());
        assertEquals("6 training, 2 validation and 0 test images",
                segmentation.description().selection().split().toString());
        ModelFile classification = ModelFile.read(new File(FORMAT_2, "classification.cover"));
        assertEquals(ModelDescription.CLASSIFICATION, classification.description().kind());
        assertEquals(1.1387886347566916, classification.description().fineTuning().temperature(), 0);
    }

    /** Every weight counts: the sums are those that the files had when they were released. */
    @Test
    public void weightsOfReleasedFormatsAreReadToTheLastBit() {
        assertEquals(List.of(584756050, -2021629161, -656042202, 1402905119, 1210960261, -461202114), List.of(
                sum(FORMAT_1, "pretrained.cover"), sum(FORMAT_1, "segmentation.cover"),
                sum(FORMAT_1, "classification.cover"), sum(FORMAT_2, "pretrained.cover"),
                sum(FORMAT_2, "segmentation.cover"), sum(FORMAT_2, "classification.cover")));
    }

    private static int sum(File folder, String name) {
        int sum = 0;
        for (Map.Entry<String, Tensor> weight : ModelFile.read(new File(folder, name)).weights().entrySet()) {
            sum = 31 * sum + weight.getKey().hashCode();
            sum = 31 * sum + Arrays.hashCode(weight.getValue().data());
        }
        return sum;
    }

    private static ModelFile read(String name) {
        return ModelFile.read(new File(FORMAT_1, name));
    }
}
