package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.coverfiji.CancelledException;
import org.coverfiji.engine.FaultyEngine;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.RecordingListener;
import org.coverfiji.train.view.ViewBatch;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AutomaticSettingsTest {

    /** Three sizes of images share a tenth of them: 22 steps each. */
    private static final int ITERATIONS = 660;
    private static final int SHORT = 22;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FaultyEngine engine = new FaultyEngine();
    private final RecordingListener events = new RecordingListener();

    @After
    public void everyNetworkIsClosed() {
        assertEquals(0, engine.open);
    }

    @Test
    public void largeImagesAreResizedNoFurtherThanNeeded() {
        engine.prediction = AutomaticSettingsTest::whereTheMarkIsSeen;
        ModelDescription model = run(settings(2, 256, 256).patch(64));
        assertEquals(128, model.resize());
        assertEquals("128", model.settings().get("resize"));
        String note = chosen(model).get(0);
        assertTrue(note, note.matches("Chosen before the run: resize 128, after short runs of " + SHORT + " steps, in"
                + " which the error on images that were held back was [0-9.]+ with none, 0.0. with 128, 0.00 with 64"
                + "\\."));
        assertTrue(events.events.toString(), events.events.contains("message " + note));
        assertEquals(3, shortRuns());
        assertEquals(ITERATIONS + 3 * SHORT, engine.steps);
    }

    /** The images show a mark in the middle; where the fixed view does not show it, nothing is predicted. */
    private static Tensor whereTheMarkIsSeen(ViewBatch batch) {
        Tensor field = Tensor.zeros(batch.flow().shape());
        int size = batch.size();
        int pixels = batch.fixed().data().length / size;
        for (int pair = 0; pair < size; pair++) {
            boolean seen = false;
            for (int i = pair * pixels; i < (pair + 1) * pixels; i++) {
                seen |= batch.fixed().data()[i] > 0.5;
            }
            int length = field.data().length / size;
            if (seen) {
                System.arraycopy(batch.flow().data(), pair * length, field.data(), pair * length, length);
            }
        }
        return field;
    }

    @Test
    public void whereSizesAreAlikeNothingIsResized() {
        ModelDescription model = run(settings(2, 256, 256).patch(64));
        assertEquals(0, model.resize());
        assertTrue(chosen(model).get(0), chosen(model).get(0).contains("1.00 with none, 1.00 with 128, 1.00 with 64"));
    }

    @Test
    public void imagesThatAreNotLargeLeaveNoChoice() {
        ModelDescription model = run(settings(2, 160, 160).patch(64).iterations(2));
        assertEquals(0, model.resize());
        assertEquals(List.of(), chosen(model));
        assertEquals(0, shortRuns());
    }

    @Test
    public void theSameSeedChoosesAlike() {
        engine.prediction = AutomaticSettingsTest::whereTheMarkIsSeen;
        List<String> first = chosen(run(settings(2, 256, 256).patch(64).seed(3)));
        new File(folder.getRoot(), "model.cover").delete();
        assertEquals(first, chosen(run(settings(2, 256, 256).patch(64).seed(3))));
    }

    @Test
    public void aRunThatGoesOnKeepsWhatWasChosen() {
        engine.prediction = AutomaticSettingsTest::whereTheMarkIsSeen;
        List<String> before = chosen(run(settings(2, 256, 256).patch(64)));
        int steps = engine.steps;
        engine.prediction = null;
        ModelDescription model = run(settings(2, 256, 256).patch(64).iterations(ITERATIONS + 5).resume(true));
        assertEquals(128, model.resize());
        assertEquals(before, chosen(model));
        assertEquals(5, engine.steps - steps);
        assertEquals("warning Training goes on with other settings than before: iterations is 665 (was 660).",
                events.events.stream().filter(event -> event.startsWith("warning")).findFirst().orElseThrow());
    }

    @Test
    public void cancelledInAShortRunNothingIsLeft() {
        PretrainSettings settings = settings(2, 256, 256).patch(64).build();
        Pretrainer pretrainer = new Pretrainer(engine, settings).addListener(events);
        engine.beforeStep = step -> {
            if (engine.steps == 30) {
                pretrainer.cancel();
            }
        };
        CancelledException e = assertThrows(CancelledException.class, pretrainer::run);
        assertEquals("The training was cancelled before it began.", e.getMessage());
        assertEquals(31, engine.steps);
        assertFalse(settings.output().exists());
    }

    @Test
    public void motionAndRateAreFoundOutToo() {
        // The larger the motion, the better; judged by the usual one, all are alike.
        ModelDescription model = run(settings(2, 160, 160).patch(64).iterations(1000).set("motion", "auto")
                .set("learning_rate", "auto"));
        assertEquals("0.6", model.methodSettings().get("motion"));
        assertEquals("0.001", model.settings().get("learning_rate"));
        assertEquals("the usual values are tried once", 5 * 20 + 1000, engine.steps);
        assertEquals(2, chosen(model).size());
    }

    @Test
    public void withoutShortRunsARuleDecides() {
        ModelDescription model = run(settings(2, 256, 256).patch(64).iterations(2).set("motion", "auto"));
        assertEquals(128, model.resize());
        assertEquals("0.6", model.methodSettings().get("motion"));
        assertEquals(0, shortRuns());
        assertEquals("Chosen before the run: resize 128, because the images are usually 256 × 256 pixels; short"
                + " runs would find it out, but 2 iterations are too few for them.", chosen(model).get(0));
    }

    /** Without vectors nothing is predicted that short runs could be judged by. */
    @Test
    public void methodsThatPredictNoDisplacementAreNotTried() {
        PretrainSettings settings = settings(2, 256, 256).patch(64).set("vector_weight", "0").build();
        PretrainPlan plan = PretrainPlan.of(settings, RawImages.of(settings).shape(), null);
        assertFalse(plan.leavesAChoice());
        assertEquals(128, plan.settings().resize());
    }

    @Test
    public void flatVolumesGetFlatPatchesAndWhatIsPaddedIsSaid() {
        ModelDescription model = run(settings(3, 10, 80, 64).iterations(2));
        assertArrayEquals(new int[] {16, 80, 64}, model.patch());
        assertEquals("16,80,64", model.settings().get("patch"));
        assertEquals(List.of("Chosen before the run: patch 16 × 80 × 64, because the images are usually 10 × 80 × 64"
                + " pixels."), chosen(model));
        assertTrue(events.events.toString(), events.events.contains("message All 3 images are smaller than the patch of"
                + " 16 × 80 × 64 (median 10 × 80 × 64): mirror images fill the rest."));
    }

    private ModelDescription run(PretrainSettings.Builder settings) {
        PretrainSettings built = settings.build();
        new Pretrainer(engine, built).addListener(events).run();
        return ModelFile.read(built.output()).description();
    }

    private long shortRuns() {
        return events.events.stream().filter(event -> event.startsWith("message Short run of")).count();
    }

    private static List<String> chosen(ModelDescription model) {
        return model.notes().stream().filter(note -> note.startsWith(PretrainPlan.CHOSEN))
                .collect(Collectors.toList());
    }

    private PretrainSettings.Builder settings(int dimensions, int... size) {
        List<FloatImage> images = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            images.add(image(i, size));
        }
        return PretrainSettings.builder(dimensions).images(images).output(new File(folder.getRoot(), "model.cover"))
                .normalization(Normalization.window(0, 1)).width(8).batch(1).iterations(ITERATIONS);
    }

    /** Faint noise and a bright mark in the middle. */
    private static FloatImage image(int number, int... size) {
        float[] data = new float[(int) Tensor.size(size)];
        SplittableRandom random = new SplittableRandom(number);
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (0.05 * random.nextDouble());
        }
        int last = size.length - 1;
        for (int y = size[last - 1] / 2 - 8; y < size[last - 1] / 2 + 8; y++) {
            for (int x = size[last] / 2 - 8; x < size[last] / 2 + 8; x++) {
                data[y * size[last] + x] = 1;
            }
        }
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        return new FloatImage("image " + number, data, 1, size, spacing, "pixel");
    }
}
