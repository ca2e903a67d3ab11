package org.coverfiji.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class ModelDescriptionTest {

    private final NetworkConfiguration network = TestModels.network(2, 1);

    private ModelDescriptionBuilder builder() {
        return TestModels.description(network, 48);
    }

    private static List<HistoryPoint> history(int points) {
        List<HistoryPoint> history = new ArrayList<>();
        for (int i = 1; i <= points; i++) {
            history.add(new HistoryPoint(i, losses(2000.0 / i, 0.5)));
        }
        return history;
    }

    @Test
    public void longHistoriesAreThinnedToTheirEnds() {
        List<HistoryPoint> kept = builder().history(history(2500)).build().history();
        assertEquals(1000, kept.size());
        assertEquals(1, kept.get(0).iteration());
        assertEquals(2500, kept.get(999).iteration());
        for (int i = 1; i < kept.size(); i++) {
            long step = kept.get(i).iteration() - kept.get(i - 1).iteration();
            assertTrue("evenly", step == 2 || step == 3);
        }
        assertEquals(1000, builder().history(history(1000)).build().history().size());
    }

    /** A checkpoint keeps a thinned history; what is trained after it is there in full until the next one. */
    @Test
    public void thinningIsEvenInTimeHoweverOftenItIsDone() {
        List<HistoryPoint> all = history(4000);
        List<HistoryPoint> resumed = new ArrayList<>(builder().history(all.subList(0, 3000)).build().history());
        resumed.addAll(all.subList(3000, 4000));
        List<HistoryPoint> kept = builder().history(resumed).build().history();
        assertEquals(1000, kept.size());
        assertEquals(1, kept.get(0).iteration());
        assertEquals(4000, kept.get(999).iteration());
        for (int i = 1; i < kept.size(); i++) {
            long step = kept.get(i).iteration() - kept.get(i - 1).iteration();
            assertTrue("step of " + step, step >= 1 && step <= 7);
        }
        assertEquals(250, kept.stream().filter(point -> point.iteration() > 3000).count(), 2);
    }

    private static Map<String, Double> losses(double vector, double consistency) {
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put("vector", vector);
        losses.put("consistency", consistency);
        return losses;
    }

    @Test
    public void whatIsGivenIsCopied() {
        int[] patch = {48, 48};
        List<HistoryPoint> history = history(3);
        ModelDescription description = builder().patch(patch).history(history).build();
        patch[0] = 1;
        history.clear();
        description.patch()[1] = 1;
        assertEquals("[48, 48]", Arrays.toString(description.patch()));
        assertEquals(3, description.history().size());
        assertThrows(UnsupportedOperationException.class, () -> description.settings().put("a", "b"));
    }

    @Test
    public void reportSaysWhatThereIsToKnow() {
        String report = builder().resize(256).seed(42).iterations(300, 1200).history(history(100))
                .dataFingerprint("24 images, sha256 1a2b").environment(List.of("CPU with 2 threads"))
                .settings(Map.of("motion", "0.6")).classes(List.of("background", "heart"))
                .created("2026-01-02T03:04:05Z").softwareVersion("9.8").build().toReport();
        for (String line : new String[] {
            "Kind: pretrained\n", "Pretraining method: COVER\n", "2D U-Net, 1 input channel",
            "Classes: background, heart",
            "Resize: long side to 256 pixels", "Patch: 48 × 48 pixels", "mm",
            "Training: 300 of 1200 iterations, seed 42", "first and the last 10 of 100",
            "Consistency loss: 0.5000 → 0.5000", "Feature statistics: none", "Data: 24 images, sha256 1a2b",
            "Setting motion: 0.6", "Environment: CPU with 2 threads",
            "Created: 2026-01-02T03:04:05Z by COVER for Fiji 9.8"}) {
            assertTrue(line + " in\n" + report, report.contains(line));
        }
        assertTrue(report, report.contains("Vector loss: 585.8 → 20.96\n"));
        long parameters = TestModels.weights(network).values().stream().mapToLong(t -> t.data().length).sum();
        assertTrue(report, report.replace(",", "").contains("Parameters: " + parameters + " in the backbone"));
    }

    /** Of a method of several stages every loss is told, each over the points that have it. */
    @Test
    public void reportTellsTheLossesOfAllStages() {
        List<HistoryPoint> history = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            history.add(new HistoryPoint(i, Map.of(i <= 20 ? "global" : "local", (double) i), Map.of()));
        }
        String report = builder().history(history).build().toReport();
        assertTrue(report, report.contains("Global loss: 1.500 → 19.50\n"));
        assertTrue(report, report.contains("Local loss: 21.50 → 39.50\n"));
    }

    @Test
    public void dateAndVersionAreFilledIn() {
        ModelDescription description = builder().build();
        assertNotNull(ZonedDateTime.parse(description.created()));
        assertEquals("development", description.softwareVersion());
    }

    @Test
    public void namesTheValueThatCannotBe() {
        assertFails("kind is embedding", () -> builder().kind("embedding").build());
        assertFails("method is missing", () -> builder().method("").build());
        assertFails("network configuration is missing", () -> builder().network(null).build());
        assertFails("normalization is missing", () -> builder().normalization(null).build());
        assertFails("patch is [48]; it must be 2", () -> builder().patch(48).build());
        assertFails("patch is [48, 0]", () -> builder().patch(48, 0).build());
        assertFails("pixelSize is [1.0, 1.0, 1.0]", () -> builder().pixelSize(new double[] {1, 1, 1}, "mm").build());
        assertFails("resize is -1", () -> builder().resize(-1).build());
        assertFails("as empty lists", () -> builder().classes(null).build());
        assertFails("other channels than the network",
                () -> builder().featureStatistics(new FeatureStatistics(new float[5][3], new float[5][3])).build());
    }

    @Test
    public void namesAnImageThatDoesNotFit() {
        ModelDescription description = builder().build();
        description.requireCompatible(image(1, 20, 30));
        assertFails("x.png has 3 channels, but the model was trained on images with 1 channel",
                () -> description.requireCompatible(image(3, 20, 30)));
        assertFails("x.png is a 3D image, but the model was trained on 2D images",
                () -> description.requireCompatible(image(1, 4, 5, 6)));
    }

    private static FloatImage image(int channels, int... size) {
        int values = channels * Arrays.stream(size).reduce(1, (a, b) -> a * b);
        return new FloatImage("x.png", new float[values], channels, size, new double[size.length], "pixel");
    }

    @Test
    public void namesAnotherKind() {
        ModelDescription description = builder().kind(ModelDescription.SEGMENTATION).build();
        description.requireKind(ModelDescription.SEGMENTATION, "m.cover");
        assertFails("m.cover is a segmentation model; a pretrained model is needed here.",
                () -> description.requireKind(ModelDescription.PRETRAINED, "m.cover"));
    }

    private static void assertFails(String expected, ThrowingRunnable action) {
        CoverException e = assertThrows(CoverException.class, action);
        assertTrue(e.getMessage(), e.getMessage().contains(expected));
        assertTrue(e.getMessage(), e.getMessage().endsWith("."));
    }
}
