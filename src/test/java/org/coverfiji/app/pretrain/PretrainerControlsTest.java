package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.engine.FaultyEngine;
import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.RecordingListener;
import org.coverfiji.train.StepResult;
import org.coverfiji.train.TrainingOutcome;
import org.coverfiji.train.view.FieldPreview;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;

/** What may be asked of a run under way. */
public class PretrainerControlsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FaultyEngine engine = new FaultyEngine();
    private final RecordingListener events = new RecordingListener();
    private final List<FieldPreview> previews = new ArrayList<>();
    private Pretrainer pretrainer;

    @Before
    public void prepare() {
        pretrainer = new Pretrainer(engine, settings(output()).build()).addListener(events);
    }

    private File output() {
        return new File(folder.getRoot(), "model.cover");
    }

    private static PretrainSettings.Builder settings(File output) {
        return PretrainSettings.builder(2).images(Collections.singletonList(image())).output(output).patch(16).batch(2)
                .width(8).set(CoverRecipe.AMPLITUDE, 1).iterations(6).checkpointMinutes(0);
    }

    private static FloatImage image() {
        SplittableRandom random = new SplittableRandom(1);
        float[] data = new float[24 * 24];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextInt(1000);
        }
        return new FloatImage("noise", data, 1, new int[] {24, 24}, new double[] {1, 1}, "pixel");
    }

    @Test
    public void aCheckpointIsSavedOnRequestAndTrainingGoesOn() {
        engine.beforeStep = step -> {
            if (step == 2) {
                pretrainer.saveCheckpoint();
            }
        };
        assertEquals(TrainingOutcome.COMPLETED, pretrainer.run().outcome());
        assertTrue(events.events.toString(), events.events.containsAll(
                Arrays.asList("checkpoint 3 model.cover", "iteration 4", "checkpoint 6 model.cover")));
        assertEquals(2, events.events.stream().filter(event -> event.startsWith("checkpoint")).count());
    }

    @Test
    public void aSecondRunOnTheSameOutputIsRefusedUntilTheFirstHasEnded() throws Exception {
        List<String> refusals = new ArrayList<>();
        Pretrainer first = pretrainer;
        engine.beforeStep = step -> {
            if (step == 1) {
                for (boolean resume : new boolean[] {false, true}) {
                    Pretrainer second = new Pretrainer(engine, settings(new File(folder.getRoot(),
                            "../" + folder.getRoot().getName() + "/model.cover")).resume(resume).build());
                    refusals.add(assertThrows(CoverException.class, second::run).getMessage());
                }
                throw new IllegalStateException("the first one fails");
            }
        };
        assertThrows(CoverException.class, first::run);
        assertEquals(2, refusals.size());
        for (String refusal : refusals) {
            assertTrue(refusal, refusal.endsWith("model.cover is being written by another run; choose another name, or"
                    + " wait until that run has ended."));
        }
        engine.beforeStep = step -> { };
        assertEquals(TrainingOutcome.COMPLETED, new Pretrainer(engine, settings(output()).build()).run().outcome());
    }

    @Test
    public void anInterruptLeavesACheckpointToResumeFrom() {
        engine.beforeStep = step -> {
            if (step == 2) {
                Thread.currentThread().interrupt();
            }
        };
        PretrainResult result = pretrainer.run();
        assertTrue("the mark stays for the thread's owner", Thread.interrupted());
        assertEquals(TrainingOutcome.CANCELLED, result.outcome());
        ModelDescription model = ModelFile.read(result.modelFile()).description();
        assertEquals(3, model.iterationsDone());
        assertNotNull("complete", model.featureStatistics());
    }

    @Test
    public void anInterruptWhileImagesAreReadBlamesNoImage() throws Exception {
        for (int i = 0; i < 2; i++) {
            IJ.saveAsTiff(new ImagePlus("", new FloatProcessor(24, 24, image().data())),
                    new File(folder.getRoot(), i + ".tif").getPath());
        }
        Pretrainer files = new Pretrainer(engine, PretrainSettings.builder(2).input(folder.getRoot())
                .output(output()).patch(16).width(8).iterations(2).build()).addListener(events);
        Thread.currentThread().interrupt();
        assertThrows(CancelledException.class, files::run);
        assertTrue(Thread.interrupted());
        assertEquals(Collections.emptyList(), events.events);
    }

    @Test
    public void previewsAreOfOnePairThatStaysTheSame() {
        PreviewRequest<FieldPreview> request = new PreviewRequest<>(0, 1e9, previews::add);
        engine.beforeStep = step -> {
            request.unwatched();
            if (step == 1 || step == 4) {
                request.request();
            }
        };
        pretrainer.previews(request).run();
        assertEquals(2, previews.size());
        assertEquals(2, previews.get(0).iteration());
        assertEquals(5, previews.get(1).iteration());
        assertSame(previews.get(0).pair(), previews.get(1).pair());
        assertEquals(1, previews.get(0).pair().size());
        assertEquals(16, previews.get(0).pair().moving().size(3));
        assertEquals(5, previews.get(0).levels());
    }

    @Test
    public void previewsDoNotChangeTraining() throws Exception {
        List<StepResult> without = pretrainer.run().steps();
        prepare();
        PreviewRequest<FieldPreview> request = new PreviewRequest<>(0, 1e9, previews::add);
        engine.beforeStep = step -> request.request();
        List<StepResult> with = pretrainer.previews(request).run().steps();
        assertFalse(previews.isEmpty());
        for (int i = 0; i < without.size(); i++) {
            assertEquals(without.get(i).losses(), with.get(i).losses());
        }
    }

    @Test
    public void aPreviewThatFailsDoesNotEndTraining() {
        PreviewRequest<FieldPreview> request = new PreviewRequest<>(0, 1e9, previews::add);
        request.request();
        engine.predictionFails = true;
        assertEquals(TrainingOutcome.COMPLETED, pretrainer.previews(request).run().outcome());
        assertTrue(previews.isEmpty());
        assertTrue(events.events.toString(), events.events.stream()
                .anyMatch(event -> event.startsWith("warning") && event.contains("memory for a preview")));
    }
}
