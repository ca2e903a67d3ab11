package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.coverfiji.CoverException;
import org.coverfiji.engine.FaultyEngine;
import org.coverfiji.engine.ShortEngine;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.file.OutputFile;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Pipes;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.HistoryPoint;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.DivergedException;
import org.coverfiji.train.Progress;
import org.coverfiji.train.RecordingListener;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.StepResult;
import org.coverfiji.train.TrainingOutcome;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PretrainerTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FaultyEngine engine = new FaultyEngine();
    private final RecordingListener events = new RecordingListener();
    private File output;

    @Before
    public void chooseOutput() {
        output = new File(folder.getRoot(), "model.cover");
    }

    @Test
    public void anOutputThatIsSomethingElseIsRefused() throws Exception {
        Files.writeString(output.toPath(), "a table, a picture or a letter");
        CoverException e = assertThrows(CoverException.class, () -> new Pretrainer(engine, PretrainSettings.builder(2)
                .input(folder.getRoot()).output(output).build()).run());
        assertTrue(e.getMessage(), e.getMessage().contains("exists and is no pretrained model that could be replaced"));
        assertEquals("a table, a picture or a letter", Files.readString(output.toPath()));
    }

    @After
    public void everyNetworkIsClosed() {
        assertEquals(0, engine.open);
    }

    @Test
    public void leavesACompleteModel() {
        PretrainResult result = run(settings().iterations(3).seed(11).build());
        assertEquals(TrainingOutcome.COMPLETED, result.outcome());
        assertEquals(output, result.modelFile());
        assertEquals(3, result.steps().size());
        assertTrue(result.steps().stream().allMatch(step -> step.metrics().containsKey("ratio")));
        assertEquals(2, result.imagesUsed());
        assertTrue(result.imagesSkipped().isEmpty());

        ModelDescription description = ModelFile.read(output).description();
        assertEquals("pretrained", description.kind());
        assertEquals("COVER", description.method());
        assertEquals(settings().build().network(1), description.network());
        assertArrayEquals(new int[] {16, 16}, description.patch());
        assertArrayEquals(new double[] {0.5, 0.25}, description.pixelSize(), 0);
        assertEquals("mm", description.unit());
        assertEquals(11, description.seed());
        assertEquals(3, description.iterationsDone());
        assertEquals(3, description.iterationsTotal());
        assertEquals(Arrays.asList(1L, 2L, 3L),
                description.history().stream().map(p -> p.iteration()).collect(Collectors.toList()));
        assertEquals(result.steps().get(2).losses().get("vector"),
                description.history().get(2).losses().get("vector"), 0);
        assertEquals(result.steps().get(2).metrics().get("ratio"),
                description.history().get(2).figures().get("ratio"));
        assertEquals("16", description.settings().get("patch"));
        assertTrue(description.environment().contains("faulty engine"));
        assertTrue(description.dataFingerprint(), description.dataFingerprint().startsWith("2 images, "));
        assertNotNull(description.featureStatistics());
    }

    @Test
    public void theSameSeedGivesTheSameLosses() {
        List<Double> first = vector(run(settings().build()).steps());
        assertEquals(first, vector(run(settings().build()).steps()));
        assertNotEquals(first, vector(run(settings().seed(2).build()).steps()));
    }

    @Test
    public void aResumedRunGoesOnAsIfNeverStopped() {
        PretrainResult whole = run(settings().build());
        ModelFile wholeModel = ModelFile.read(output);
        assertTrue(output.delete());

        PretrainResult before = runCancelledAt(3, settings().build());
        assertEquals(TrainingOutcome.CANCELLED, before.outcome());
        assertEquals(4, ModelFile.read(output).description().iterationsDone());
        assertEquals(8, ModelFile.read(output).description().iterationsTotal());
        engine.beforeStep = step -> { };
        PretrainResult after = run(settings().resume(true).build());

        List<Double> joined = vector(before.steps());
        joined.addAll(vector(after.steps()));
        assertEquals(vector(whole.steps()), joined);
        ModelFile resumed = ModelFile.read(output);
        assertEquals(figures(wholeModel), figures(resumed));
        assertArrayEquals(wholeModel.weights().get(FaultyEngine.WEIGHT).data(),
                resumed.weights().get(FaultyEngine.WEIGHT).data(), 0);
        assertEquals(8, resumed.description().history().size());
        assertTrue(events.events.stream().noneMatch(e -> e.startsWith("warning")));
        assertTrue(events.events.contains("started 4"));
    }

    private static List<Map<String, Double>> figures(ModelFile model) {
        return model.description().history().stream().map(HistoryPoint::figures).collect(Collectors.toList());
    }

    @Test
    public void cancelEndsWithinOneIterationAndKeepsTheWeights() throws Exception {
        CountDownLatch stepping = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        engine.beforeStep = step -> {
            stepping.countDown();
            await(cancelled);
        };
        PretrainResult[] result = new PretrainResult[1];
        Pretrainer pretrainer = new Pretrainer(engine, settings().iterations(1000).build()).addListener(events);
        Thread trainer = new Thread(() -> result[0] = pretrainer.run());
        trainer.start();
        await(stepping);
        pretrainer.cancel();
        cancelled.countDown();
        trainer.join(10_000);
        assertEquals(TrainingOutcome.CANCELLED, result[0].outcome());
        assertEquals(1, engine.steps);
        assertEquals(1, ModelFile.read(output).description().iterationsDone());
        assertFalse(ModelFile.read(output).state().isEmpty());
    }

    @Test
    public void cancelBeforeTheFirstIterationLeavesNothing() {
        Pretrainer pretrainer = new Pretrainer(engine, settings().build());
        pretrainer.cancel();
        PretrainResult result = pretrainer.run();
        assertEquals(TrainingOutcome.CANCELLED, result.outcome());
        assertNull(result.modelFile());
        assertFalse(output.exists());
        assertTrue(result.names().isEmpty());
        assertTrue(Double.isNaN(result.finalMean("ratio")));
    }

    @Test
    public void stopAndKeepLeavesAFinishedModel() {
        Pretrainer pretrainer = new Pretrainer(engine, settings().build());
        engine.beforeStep = step -> pretrainer.stopAndKeep();
        assertEquals(TrainingOutcome.STOPPED, pretrainer.run().outcome());
        assertNotNull(ModelFile.read(output).description().featureStatistics());
        assertEquals(1, ModelFile.read(output).description().iterationsDone());
    }

    @Test
    public void aLossThatIsNotFiniteLeavesTheLastGoodCheckpoint() {
        engine.nanLossAt = 4;
        CoverException e = fails(settings().checkpointIterations(3).build());
        assertTrue(e.getMessage(), e.getMessage().startsWith("Training diverged at iteration 5: the vector loss "));
        assertTrue(e.getMessage(), e.getMessage().contains("lower learning_rate"));
        assertEquals(3, ModelFile.read(output).description().iterationsDone());
    }

    @Test
    public void weightsThatAreNotFiniteAreNeverSaved() {
        engine.nanWeightAfter = 5;
        PretrainSettings settings = settings().iterations(6).checkpointIterations(3).build();
        DivergedException e = assertThrows(DivergedException.class, () -> run(settings));
        assertTrue(e.getMessage(), e.getMessage().contains("a weight of " + FaultyEngine.WEIGHT));
        assertEquals(3, ModelFile.read(output).description().iterationsDone());
    }

    @Test
    public void anUnexpectedErrorLeavesTheLastCheckpointFromWhichTheRunGoesOn() {
        List<Double> whole = vector(run(settings().build()).steps());
        engine.beforeStep = step -> {
            if (step == 5) {
                throw new IllegalStateException("boom");
            }
        };
        CoverException e = fails(settings().checkpointIterations(2).build());
        assertTrue(e.getMessage(), e.getMessage().startsWith("Training stopped at iteration 6 "));
        ModelDescription checkpoint = ModelFile.read(output).description();
        assertEquals(4, checkpoint.iterationsDone());
        assertNotNull("a checkpoint gives embeddings", checkpoint.featureStatistics());
        engine.beforeStep = step -> { };
        assertEquals(whole.subList(4, 8), vector(run(settings().resume(true).build()).steps()));
    }

    /** Whichever call of the engine finds no memory: a sentence or none, and a file from which the run goes on. */
    @Test
    public void memoryThatEndsAtAnyCallCostsNothingThatWasTrained() {
        PretrainSettings settings = settings().iterations(4).checkpointIterations(2).build();
        List<Double> whole = vector(run(settings).steps());
        int calls = Integer.MAX_VALUE;
        int failed = 0;
        for (int failing = 0; failing < calls; failing++) {
            output.delete();
            ShortEngine shortEngine = new ShortEngine(engine, failing);
            try {
                new Pretrainer(shortEngine.engine(), settings).run();
                calls = failing < shortEngine.calls() ? calls : failing;
            } catch (CoverException e) {
                failed++;
                assertTrue(e.getMessage(), e.getMessage().contains("not enough memory"));
            }
            assertEquals("networks left open", 0, engine.open);
            List<Double> rest = vector(run(settings.toBuilder().resume(true).build()).steps());
            assertEquals("call " + failing, whole.subList(whole.size() - rest.size(), whole.size()), rest);
            assertEquals(4, ModelFile.read(output).description().iterationsDone());
        }
        assertTrue(failed + " of " + calls, failed > 3 && calls > 10 && calls < 100);
    }

    private PretrainSettings fives() {
        return settings().batch(5).build();
    }

    @Test
    public void aBatchThatMemoryDoesNotSufficeForPassesInParts() {
        List<Double> whole = vector(run(fives()).steps());
        for (int most : new int[] {3, 2, 1}) {
            engine.mostSamples = most;
            events.events.clear();
            List<Double> parts = vector(run(fives()).steps());
            for (int i = 0; i < whole.size(); i++) {
                assertEquals(whole.get(i), parts.get(i), 1e-4 * Math.abs(whole.get(i)));
            }
            assertEquals(events.events.toString(), most == 3 ? 1 : most == 2 ? 2 : 3, events.events.stream()
                    .filter(e -> e.startsWith("warning The memory does not suffice for a batch of 5 at once: from now"
                            + " on it passes in ")).count());
        }
    }

    @Test
    public void aBatchThatCannotBeDividedSaysSo() {
        engine.mostSamples = 0;
        CoverException least = fails(fives());
        assertTrue(least.getMessage(), least.getMessage().startsWith("There is not enough memory for a batch of 5, not"
                + " even sample by sample; lower patch or width"));
        engine.takesParts = false;
        CoverException coupled = fails(fives());
        assertTrue(coupled.getMessage(), coupled.getMessage().startsWith("There is not enough memory for a batch of 5,"
                + " which cannot pass in parts, because the method compares its samples with each other; lower batch"));
        assertEquals(0, engine.steps);
    }

    @Test
    public void aFailingListenerDoesNotEndTraining() {
        Pretrainer pretrainer = new Pretrainer(engine, settings().build()).addListener(new TrainingListener() {
            @Override
            public void iterationDone(Progress progress) {
                throw new IllegalStateException("no window");
            }
        }).addListener(events);
        assertEquals(TrainingOutcome.COMPLETED, pretrainer.run().outcome());
        assertEquals(1, events.events.stream().filter(e -> e.contains("no window")).count());
    }

    @Test
    public void tellsWhatItWillCostBeforeTheStart() {
        run(settings().build());
        assertTrue(events.events.get(0), events.events.get(0).matches("message Pretraining a 2D U-Net, .* on 2 images,"
                + " patches 16 × 16, batch 2, 8 iterations: about [0-9.]+ GB of memory and .*"));
        assertEquals("started 0", events.events.get(1));
    }

    @Test
    public void anOutputThatCannotBeWrittenIsFoundBeforeTraining() throws Exception {
        File file = folder.newFile("plain");
        assertSentence(settings().output(new File(file, "model.cover")).build(), "output "
                + new File(file, "model.cover") + " cannot be written, because " + file
                + " is not a folder in which files can be made; choose another folder.");
        File root = folder.getRoot();
        assertSentence(settings().output(root).build(), "output " + root
                + " is a folder; give the name of a model file, such as " + new File(root, "model.cover") + ".");
        File pipe = new File(root, "pipe");
        if (Pipes.make(pipe)) {
            assertSentence(settings().output(pipe).build(), "output " + pipe
                    + " is a device, not a file; give the name of a model file, such as model.cover.");
        }
        assertEquals(0, engine.steps);
    }

    @Test
    public void aModelIsSaidToBeReplacedWhenItIs() throws Exception {
        run(settings().iterations(1).build());
        assertFalse(events.events.toString(), events.events.toString().contains("replaced"));
        assertThrows(CoverException.class, () -> new Pretrainer(engine, PretrainSettings.builder(2)
                .input(folder.newFolder("empty")).output(output).build()).addListener(events).run());
        assertFalse(events.events.toString(), events.events.toString().contains("replaced"));
        run(settings().iterations(2).resume(true).build());
        assertFalse(events.events.toString(), events.events.toString().contains("replaced"));
        run(settings().iterations(1).build());
        assertEquals(1, events.events.stream().filter(event -> event.equals("message The model file " + output
                + " exists already and will be replaced.")).count());
    }

    @Test
    public void aDiskThatIsTooFullIsFoundBeforeTraining() {
        CoverException e = assertThrows(CoverException.class, () -> OutputFile.requireWritable(output, 1L << 60));
        assertTrue(e.getMessage(),
                e.getMessage().startsWith("output " + output + " needs about 1099511627776 MB, but"));
        OutputFile.requireWritable(output, 1);
    }

    @Test
    public void unreadableFilesAreNamedAndSkipped() throws Exception {
        File images = folder.newFolder("images");
        BufferedImage good = new BufferedImage(20, 24, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 20; x++) {
            good.getRaster().setSample(x, x, 0, 10 * x);
        }
        ImageIO.write(good, "png", new File(images, "good.png"));
        for (int i = 1; i <= 7; i++) {
            Files.write(new File(images, "bad" + i + ".png").toPath(), new byte[] {1, 2, 3});
        }
        PretrainResult result = run(PretrainSettings.builder(2).input(images).output(output).patch(16).batch(1)
                .width(8).iterations(1).build());
        assertEquals(1, result.imagesUsed());
        assertEquals(7, result.imagesSkipped().size());
        String warning = events.events.get(0);
        assertTrue(warning, warning.startsWith("warning 7 images skipped: ") && warning.contains("bad5.png")
                && !warning.contains("bad6.png") && warning.endsWith("; and 2 more"));
    }

    @Test
    public void theOutputsFolderIsMade() {
        output = new File(folder.getRoot(), "new/folder/model.cover");
        run(settings().iterations(1).build());
        assertTrue(output.isFile());
        assertArrayEquals("no temporary file stays", new String[] {"model.cover"}, output.getParentFile().list());
    }

    @Test
    public void aPatchLargerThanMemoryIsFoundBeforeTraining() {
        CoverException e = fails(settings().patch(1 << 20).build());
        assertTrue(e.getMessage(), e.getMessage().contains(" needs about "));
        assertEquals(0, engine.steps);
    }

    @Test
    public void anotherNetworkCannotResume() {
        run(settings().iterations(1).build());
        CoverException e = fails(settings().set(CoverRecipe.AMPLITUDE, 2).resume(true).build());
        assertEquals("Training cannot be resumed: " + output + " was pretrained with amplitude 1, but the settings have"
                + " 2; give the same settings or another output.", e.getMessage());
        CoverException wide = fails(settings().width(16).resume(true).build());
        assertTrue(wide.getMessage(), wide.getMessage().contains("holds a 2D U-Net"));
        assertTrue(wide.getMessage(), wide.getMessage().contains(", but the settings describe a 2D U-Net"));
        assertEquals(1, engine.steps);
    }

    @Test
    public void aModelWithoutStateCannotResume() {
        run(settings().iterations(1).build());
        ModelFile model = ModelFile.read(output);
        new ModelFile(model.description(), model.weights(), Collections.emptyMap()).write(output);
        assertSentence(settings().resume(true).build(), "Training cannot be resumed: " + output
                + " holds no optimizer state; switch resume off or choose another output.");
    }

    @Test
    public void aDamagedCheckpointIsNamed() throws Exception {
        Files.write(output.toPath(), "no zip".getBytes(StandardCharsets.UTF_8));
        CoverException e = fails(settings().resume(true).build());
        assertTrue(e.getMessage(), e.getMessage().contains(output.getPath()));
        assertEquals(0, engine.steps);
    }

    @Test
    public void resumingWithOtherSettingsOrImagesWarns() {
        run(settings().iterations(1).build());
        run(settings().batch(1).images(Collections.singletonList(image(7))).resume(true).iterations(2).build());
        assertTrue(events.events.contains("warning Training goes on with other settings than before: batch is 1"
                + " (was 2), iterations is 2 (was 1), the images are others."));
    }

    @Test
    public void resumingWithoutACheckpointStartsAnew() {
        assertEquals(8, run(settings().resume(true).build()).steps().size());
        assertTrue(events.events.get(0).startsWith("message There is no checkpoint " + output));
    }

    @Test
    public void resumingACompletedRunDoesNothing() throws Exception {
        run(settings().build());
        byte[] before = Files.readAllBytes(output.toPath());
        PretrainResult result = run(settings().resume(true).build());
        assertEquals(TrainingOutcome.COMPLETED, result.outcome());
        assertEquals(output, result.modelFile());
        assertTrue(result.steps().isEmpty());
        assertArrayEquals(before, Files.readAllBytes(output.toPath()));
        assertTrue(events.events.stream().anyMatch(e -> e.contains("has had 8 iterations already")));
    }

    @Test
    public void withoutResumeAnOldModelIsReplaced() {
        run(settings().build());
        assertEquals(2, run(settings().iterations(2).build()).steps().size());
        assertEquals(2, ModelFile.read(output).description().iterationsDone());
    }

    @Test
    public void withoutFeatureStatisticsTheModelIsStillThere() {
        engine.backboneFails = true;
        run(settings().iterations(1).build());
        assertTrue(events.events.contains("warning The model is complete but for its feature statistics: no backbone"));
        assertNull(ModelFile.read(output).description().featureStatistics());
    }

    @Test
    public void openImagesOfOtherDimensionsAreRefused() {
        PretrainSettings settings = PretrainSettings.builder(3).images(Collections.singletonList(image(1)))
                .output(output).patch(16).build();
        assertSentence(settings, "The image image 1 is 2D, but dimensions is 3D; choose 2D.");
    }

    @Test
    public void openImagesWithOtherChannelsAreRefused() {
        assertSentence(settings().channels(3).build(),
                "The image image 1 has 1 channel, but channels is 3; give 1, or 0 to take what there is.");
    }

    @Test
    public void missingInputIsNamed() {
        File missing = new File(folder.getRoot(), "nowhere");
        CoverException e = fails(PretrainSettings.builder(2).input(missing).output(output).patch(16).build());
        assertTrue(e.getMessage(), e.getMessage().contains(missing.getPath()));
    }

    /** Only as often as it costs little: after the first step, and after every tenth of the run. */
    @Test
    public void theSpreadOfTheFeaturesIsFollowedAndTold() {
        engine.features = 3;
        engine.backbones = 0;
        PretrainResult result = run(settings().iterations(40).build());
        assertEquals("11 times, and once for the model", 12, engine.backbones);
        assertEquals(0, result.finalMean("spread"), 0);
        List<Double> kept = ModelFile.read(output).description().history().stream()
                .map(point -> point.figures().get("spread")).collect(Collectors.toList());
        assertEquals(Collections.nCopies(40, 0.0), kept);
        String summary = result.summary(Collections.emptyMap());
        assertTrue(summary, summary.startsWith("Means of the last 40 iterations: vector "));
        assertTrue(summary, summary.endsWith("; spread 0.000."));
        String report = ModelFile.read(output).description().toReport();
        assertTrue(report, report.contains("\nSpread: 0.000 → 0.000\n"));
        assertTrue(report, report.contains("\nRatio: "));
        assertTrue(report, report.contains("spread by level 0.000, 0.000, 0.000, 0.000, 0.000 "));
    }

    /** Beside so small a motion the double's loss is large. */
    @Test
    public void aRunWithoutResultIsTold() {
        engine.features = 3;
        run(settings().set(CoverRecipe.MOTION, 0.01).iterations(60).build());
        assertEquals(2, events.events.stream().filter(e -> e.startsWith("warning Nothing ")
                && e.contains("the features have collapsed")).count());
    }

    @Test
    public void aSpreadThatCannotBeMeasuredIsToldOnceAndCostsNothing() {
        engine.backboneFails = true;
        PretrainResult result = run(settings().build());
        assertEquals(TrainingOutcome.COMPLETED, result.outcome());
        assertTrue(Double.isNaN(result.finalMean("spread")));
        assertEquals(1, events.events.stream().filter(e -> e.startsWith("warning The spread ")).count());
    }

    @Test
    public void theRatioComparesWithTheZeroField() {
        // Two pairs of two pixels: |ψ|₁ is 3 and 7 in the first, 11 and 15 in the second; the mask leaves 3 and 26.
        ViewBatch batch = new ViewBatch(Tensor.zeros(2, 1, 1, 2), Tensor.zeros(2, 1, 1, 2),
                new Tensor(new float[] {1, -3, -2, 4, 5, 7, 6, -8}, 2, 2, 1, 2),
                new Tensor(new float[] {1, 0, 1, 1}, 2, 1, 1, 2));
        assertEquals(0.5 * 3 / 29, batch.relativeError(0.5), 1e-12);
    }

    @Test
    public void theRatioOfAnEmptyMaskIsUndefined() {
        ViewBatch batch = new ViewBatch(Tensor.zeros(1, 1, 1, 2), Tensor.zeros(1, 1, 1, 2),
                new Tensor(new float[] {1, 1, 1, 1}, 1, 2, 1, 2), Tensor.zeros(1, 1, 1, 2));
        assertTrue(Double.isNaN(batch.relativeError(0)));
    }

    /** Of a run in stages they are those of the last one. */
    @Test
    public void finalFiguresAreThoseThatTheLastIterationsHave() {
        List<StepResult> steps = new ArrayList<>();
        for (int i = 1; i <= 120; i++) {
            steps.add(new StepResult(1, 1e-3, Collections.singletonMap(i <= 60 ? "global" : "local", (double) i),
                    Collections.singletonMap("spread", 0.5), 0, new StepTimes(0, 0, 0)));
        }
        PretrainResult result = new PretrainResult(output, TrainingOutcome.COMPLETED, null, steps, 1,
                Collections.emptyList());
        assertEquals("Means of the last 50 iterations: local 95.500; Spread 0.500.",
                result.summary(Map.of("spread", "Spread")));
    }

    @Test
    public void finalFiguresAreMeansOfTheLastFiftyIterations() {
        List<StepResult> steps = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            steps.add(new StepResult(1, 1e-3, Collections.singletonMap("vector", (double) i),
                    Collections.singletonMap("ratio", i == 60 ? Double.NaN : i), 0, new StepTimes(0, 0, 0)));
        }
        PretrainResult result = new PretrainResult(output, TrainingOutcome.COMPLETED, null, steps, 1,
                Collections.emptyList());
        assertEquals(List.of("vector", "ratio"), List.copyOf(result.names()));
        assertEquals(35.5, result.finalMean("vector"), 1e-12);
        assertEquals("without the undefined one", 35, result.finalMean("ratio"), 1e-12);
    }

    @Test
    public void aRunThatLearnsNothingFailsAndLeavesNoModel() {
        engine.gradientsOverflow = true;
        CoverException refused = fails(settings().build());
        assertTrue(refused.getMessage(),
                refused.getMessage().startsWith("Nothing was learnt: all 8 steps were skipped"));
        assertFalse(output.exists());
    }

    @Test
    public void settingsForAnotherDeviceAreRefused() {
        assertSentence(settings().device("cuda").build(), "device is cuda, but the given engine runs on cpu; load the"
                + " engine for that device, or say device=auto to take the engine as it is.");
        assertEquals(TrainingOutcome.COMPLETED, run(settings().device("cpu").build()).outcome());
    }

    @Test
    public void aRunTrainsInItsPrecisionWhichTheModelTells() {
        run(settings().iterations(1).build());
        assertEquals(Precision.FLOAT32, engine.precision);
        assertEquals("float32", ModelFile.read(output).description().settings().get("precision"));
        run(settings().set("precision", "bf16").iterations(2).resume(true).build());
        assertEquals(Precision.BF16, engine.precision);
        assertEquals("bf16", ModelFile.read(output).description().settings().get("precision"));
        assertTrue(events.events.contains("warning Training goes on with other settings than before: iterations is 2"
                + " (was 1), precision is bf16 (was float32)."));
    }

    @Test
    public void aPrecisionThatTheComputerLacksIsRefusedBeforeAnythingIsRead() {
        engine.float32Alone = true;
        assertSentence(PretrainSettings.builder(2).input(new File("not there")).output(output)
                .precision(Precision.BF16).build(), "precision=bf16 is not available");
        assertEquals("precision is bf17, but must be float32 or bf16.", assertThrows(CoverException.class,
                () -> settings().set("precision", "bf17").build()).getMessage());
    }

    @Test
    public void theModelsPixelSizeIsTheMedianWhateverTheOrder() {
        List<FloatImage> images = new ArrayList<>();
        for (double size : new double[] {3, 0.5, 0.6, 0.5, 0.5}) {
            images.add(new FloatImage("image " + size, image(images.size()).data(), 1, new int[] {24, 20},
                    new double[] {size, size / 2}, "mm"));
        }
        run(settings().images(images).iterations(1).build());
        assertArrayEquals(new double[] {0.5, 0.25}, ModelFile.read(output).description().pixelSize(), 0);
        assertTrue(events.events.toString(), events.events.contains("message The images' pixel sizes differ (0.5000 ×"
                + " 0.2500 to 3.000 × 1.500 mm); the model's is their median, 0.5000 × 0.2500 mm."));
    }

    private PretrainResult run(PretrainSettings settings) {
        return new Pretrainer(engine, settings).addListener(events).run();
    }

    private PretrainResult runCancelledAt(long step, PretrainSettings settings) {
        Pretrainer pretrainer = new Pretrainer(engine, settings).addListener(events);
        engine.beforeStep = now -> {
            if (now == step) {
                pretrainer.cancel();
            }
        };
        return pretrainer.run();
    }

    private CoverException fails(PretrainSettings settings) {
        return assertThrows(CoverException.class, () -> run(settings));
    }

    private void assertSentence(PretrainSettings settings, String message) {
        assertEquals(message, fails(settings).getMessage());
    }

    private PretrainSettings.Builder settings() {
        return PretrainSettings.builder(2).images(Arrays.asList(image(1), image(2))).output(output).patch(16).batch(2)
                .width(8).set(CoverRecipe.AMPLITUDE, 1).iterations(8).checkpointMinutes(0);
    }

    private static FloatImage image(int number) {
        SplittableRandom random = new SplittableRandom(number);
        float[] data = new float[24 * 20];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextInt(1000);
        }
        return new FloatImage("image " + number, data, 1, new int[] {24, 20}, new double[] {0.5, 0.25}, "mm");
    }

    private static List<Double> vector(List<StepResult> steps) {
        return steps.stream().map(step -> step.losses().get("vector")).collect(Collectors.toCollection(ArrayList::new));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
