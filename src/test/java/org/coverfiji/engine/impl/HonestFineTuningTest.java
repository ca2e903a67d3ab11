package org.coverfiji.engine.impl;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.app.finetune.ClassificationReport;
import org.coverfiji.app.finetune.ClassificationSettings;
import org.coverfiji.app.finetune.ClassificationTrainer;
import org.coverfiji.app.finetune.FineTuneResult;
import org.coverfiji.app.finetune.SegmentationReport;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.engine.ShortEngine;
import org.coverfiji.file.Beside;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.label.DataSplit;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.label.Part;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;

/** What was trained on is never held back, whatever a resumed run asks for, and scores say what they are. */
public class HonestFineTuningTest {

    private static final int SIDE = 32;
    private static final LabelClasses CLASSES = LabelClasses.of(List.of("background", "square"));

    private static NativeEngine engine;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> said = new ArrayList<>();

    @BeforeClass
    public static void load() {
        engine = new NativeEngine("cpu");
    }

    private static float[] noise(int number) {
        SplittableRandom random = new SplittableRandom(number);
        float[] data = new float[SIDE * SIDE];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) random.nextDouble();
        }
        return data;
    }

    private static LabelledImage image(int number, boolean shifted) {
        float[] data = noise(number);
        int[] classes = new int[SIDE * SIDE];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i % SIDE / 12 == (shifted ? 0 : 1) && i / SIDE / 12 == 1 ? 1 : 0;
            data[i] += classes[i];
        }
        FloatImage image = new FloatImage("image " + number, data, 1, new int[] {SIDE, SIDE}, new double[] {1, 1},
                "pixel");
        return new LabelledImage(image, new LabelImage(image.name(), classes, SIDE, SIDE));
    }

    private static LabelledImages images(int... numbers) {
        List<LabelledImage> images = new ArrayList<>();
        IntStream.of(numbers).forEach(number -> images.add(image(number, false)));
        return LabelledImages.of(images, CLASSES);
    }

    private SegmentationSettings.Builder settings(LabelledImages images) {
        return SegmentationSettings.builder().labelled(images).output(new File(folder.getRoot(), "squares.cover"))
                .width(8).patch(32).batch(1).iterations(4).learningRate(1e-3).validation(0.3).validationInterval(1);
    }

    private TrainingListener ear() {
        return new TrainingListener() {
            @Override
            public void warning(String text) {
                said.add(text);
            }
        };
    }

    private FineTuneResult<SegmentationReport> run(SegmentationSettings settings, long cancelAt) {
        SegmentationTrainer trainer = new SegmentationTrainer(engine, settings).addListener(ear());
        return trainer.addListener(new TrainingListener() {
            @Override
            public void iterationDone(Progress progress) {
                if (progress.iteration() == cancelAt) {
                    trainer.cancel();
                }
            }
        }).run();
    }

    private static DataSplit split(File model) {
        return ModelFile.readDescription(model).selection().split();
    }

    @Test
    public void aResumedRunKeepsItsSplit() {
        SegmentationSettings first = settings(images(1, 2, 3, 4, 5, 6, 7)).build();
        run(first, 2);
        DataSplit before = split(first.output());
        assertEquals(2, before.contents(Part.VALIDATION).size());
        for (long seed = 2; seed < 5; seed++) {
            run(settings(images(1, 2, 3, 4, 5, 6, 7, 8)).seed(seed).validation(0.5).resume(true).iterations(9).build(),
                    seed + 1);
            DataSplit after = split(first.output());
            assertEquals(before.contents(Part.VALIDATION), after.contents(Part.VALIDATION));
            assertTrue(after.contents(Part.TRAINING).containsAll(before.contents(Part.TRAINING)));
            assertEquals("a new image is trained on", 6, after.contents(Part.TRAINING).size());
        }
        assertTrue("" + said, said.stream().anyMatch(text -> text.startsWith(
                "Training goes on with other settings than before:") && text.contains("seed is 2 (was 1)")));
        assertTrue("" + said, said.stream().anyMatch(text -> text.startsWith("1 image is new")));
        CoverException e = assertThrows(CoverException.class, () -> run(
                settings(images(21, 22, 23)).resume(true).iterations(9).build(), -1));
        assertTrue(e.getMessage(), e.getMessage().contains("of the 2 images that it was validated on none is there"));
    }

    @Test
    public void aBestScoreOnOtherLabelsIsFoundAnew() {
        SegmentationSettings first = settings(images(1, 2, 3)).build();
        run(first, 2);
        List<LabelledImage> moved = new ArrayList<>();
        IntStream.of(1, 2, 3).forEach(number -> moved.add(new LabelledImage(image(number, false).image(),
                image(number, true).label())));
        double before = ModelFile.readDescription(first.output()).fineTuning().bestScore();
        run(settings(LabelledImages.of(moved, CLASSES)).resume(true).iterations(3).build(), -1);
        assertTrue("" + said, said.stream().anyMatch(text -> text.startsWith("The validation images or their labels are"
                + " others than before")));
        assertNotEquals(before, ModelFile.readDescription(first.output()).fineTuning().bestScore(), 0);
    }

    /** With a learning rate that changes nothing, no validation but the first improves. */
    @Test
    public void earlyStoppingsCountGoesAlong() {
        SegmentationSettings.Builder still = settings(images(1, 2, 3)).learningRate(1e-12).patience(4).iterations(20);
        run(still.build(), 3);
        FineTuneResult<SegmentationReport> result = run(still.resume(true).build(), -1);
        assertTrue(result.stoppedEarly());
        assertEquals(5, result.progress().iteration());
    }

    /** The checkpoint is written first and holds the best weights too, which are not the last. */
    @Test
    public void aRunKilledBetweenItsTwoFilesLosesNothing() throws IOException {
        SegmentationSettings.Builder settings = settings(images(1, 2, 3)).validationInterval(4).iterations(6);
        File output = settings.build().output();
        File keptCheckpoint = folder.newFile("kept.checkpoint");
        File keptOutput = folder.newFile("kept.cover");
        SegmentationTrainer trainer = new SegmentationTrainer(engine, settings.build());
        trainer.addListener(new TrainingListener() {
            @Override
            public void iterationDone(Progress progress) {
                if (progress.iteration() == 5) {
                    trainer.saveCheckpoint();
                }
            }

            @Override
            public void checkpointSaved(Progress progress, File file) {
                if (progress.iteration() == 5) {
                    copy(checkpoint(output), keptCheckpoint);
                    copy(output, keptOutput);
                }
            }
        }).run();
        ModelFile best = ModelFile.read(keptOutput);
        assertEquals(4, best.description().fineTuning().bestIteration());
        settings.output(new File(folder.getRoot(), "killed.cover")).iterations(5).resume(true);
        copy(keptCheckpoint, checkpoint(settings.build().output()));
        run(settings.build(), -1);
        ModelFile made = ModelFile.read(settings.build().output());
        assertEquals(5, made.description().iterationsDone());
        best.weights().forEach((name, tensor) ->
                assertArrayEquals(name, tensor.data(), made.weights().get(name).data(), 0));
    }

    private static File checkpoint(File output) {
        return Beside.file(output, Beside.CHECKPOINT);
    }

    private static void copy(File from, File to) {
        try {
            Files.copy(from.toPath(), to.toPath(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whichever call of the engine finds no memory: a sentence or none, and no broken file. */
    @Test
    public void memoryThatEndsAtAnyCallIsASentence() {
        SegmentationSettings settings = settings(images(1, 2, 3)).iterations(2).build();
        List<String> sentences = new ArrayList<>();
        int calls = Integer.MAX_VALUE;
        // Every other call; with -Plong each.
        int step = Boolean.getBoolean("cover.long") ? 1 : 2;
        for (int failing = 0; failing < calls; failing += step) {
            ShortEngine shortEngine = new ShortEngine(engine, failing);
            try {
                new SegmentationTrainer(shortEngine.engine(), settings).addListener(ear()).run();
                calls = failing < shortEngine.calls() ? calls : failing;
            } catch (CoverException e) {
                sentences.add(e.getMessage());
                assertTrue(e.getMessage(), e.getMessage().contains("not enough memory"));
            }
            if (settings.output().exists()) {
                ModelFile.read(settings.output());
            }
        }
        assertTrue("" + sentences, sentences.stream().anyMatch(text -> text.startsWith("There is not enough memory for"
                + " a batch of 1, which cannot pass in parts, because its loss is one of all its images together;")));
        assertTrue(calls + " calls", calls > 5 && calls < 60);
    }

    /** It would train on, beyond the step at which a run that was not killed had stopped. */
    @Test
    public void aRunKilledAfterItStoppedEarlyStaysStopped() {
        SegmentationSettings.Builder still = settings(images(1, 2, 3)).learningRate(1e-12).patience(2).iterations(20);
        run(still.patience(3).build(), 3);
        FineTuneResult<SegmentationReport> result = run(still.patience(2).resume(true).build(), -1);
        assertTrue(result.stoppedEarly());
        assertEquals("two validations without gain were there already", 3, result.progress().iteration());
    }

    @Test
    public void testImagesGiveTheFigureToQuote() {
        FineTuneResult<SegmentationReport> without = run(settings(images(1, 2, 3, 4)).iterations(1).build(), -1);
        assertNull(without.report().testScores());
        assertTrue(without.report().toString(), without.report().toString().contains("a selection score"));
        FineTuneResult<SegmentationReport> result = run(
                settings(images(1, 2, 3, 4, 5, 6)).test(0.3).iterations(1).build(), -1);
        assertEquals(2, result.report().testScores().images());
        assertTrue(result.report().toString(), result.report().toString().contains(
                "on 2 test images: the figure to quote."));
        assertTrue(new File(folder.getRoot(), "squares.test.csv").exists());
        DataSplit split = split(result.modelFile());
        assertEquals(2, split.contents(Part.TEST).size());
        assertEquals(2, split.contents(Part.VALIDATION).size());
        assertEquals(2, split.contents(Part.TRAINING).size());
    }

    @Test
    public void whatTheOutputHoldsIsNotReplacedByAnotherKind() throws IOException {
        File output = new File(folder.getRoot(), "squares.cover");
        Files.writeString(output.toPath(), "a,b\n1,2\n");
        CoverException e = assertThrows(CoverException.class, () -> run(settings(images(1, 2)).build(), -1));
        assertTrue(e.getMessage(), e.getMessage().contains("exists and is no segmentation model"));
        assertEquals("a,b\n1,2\n", Files.readString(output.toPath()));
    }

    private void write(String folderName, String name, int number) {
        LabelledImage labelled = image(number, false);
        for (String kind : new String[] {"images", "labels"}) {
            File own = new File(folder.getRoot(), folderName + "/" + kind);
            own.mkdirs();
            float[] values = kind.equals("images") ? labelled.image().data() : new float[SIDE * SIDE];
            for (int i = 0; kind.equals("labels") && i < values.length; i++) {
                values[i] = labelled.label().get(i);
            }
            IJ.saveAsTiff(new ImagePlus("", new FloatProcessor(SIDE, SIDE, values)), new File(own, name).getPath());
        }
    }

    private SegmentationSettings.Builder folders(String heldBack) {
        File held = new File(folder.getRoot(), heldBack);
        return SegmentationSettings.builder().images(new File(folder.getRoot(), "data/images"))
                .labels(new File(folder.getRoot(), "data/labels"))
                .validation(new File(held, "images"), new File(held, "labels"))
                .output(new File(folder.getRoot(), "folders.cover")).width(8).patch(32).batch(1).iterations(1);
    }

    @Test
    public void aCopyInTheValidationFolderIsNotTrainedOn() {
        for (int i = 1; i <= 4; i++) {
            write("data", "p" + i % 2 + "_" + i + ".tif", i);
        }
        write("held", "another name.tif", 2);
        write("held", "p1_9.tif", 9);
        DataSplit split = split(run(folders("held").build(), -1).modelFile());
        assertEquals(3, split.contents(Part.TRAINING).size());
        assertEquals(2, split.contents(Part.VALIDATION).size());
        assertTrue("" + said, said.stream().anyMatch(text -> text.equals(
                "Not used a second time, because they are validation images too (same content): p0_2.tif.")));

        said.clear();
        write("patients", "p1_9.tif", 9);
        run(folders("patients").group("^(p\\d)").build(), -1);
        assertTrue("" + said, said.stream().anyMatch(text -> text.startsWith("Images of one patient, file or series are"
                + " on both sides")));
        CoverException e = assertThrows(CoverException.class, () -> run(folders("data").build(), -1));
        assertTrue(e.getMessage(), e.getMessage().startsWith("The images to hold back are those to train on"));
    }

    /** Held back in the first run by a share; in the second there is a folder too. */
    @Test
    public void whatWasHeldBackStaysSoBesideAFolder() {
        for (int i = 1; i <= 5; i++) {
            write("data", i + ".tif", i);
        }
        write("held", "6.tif", 6);
        SegmentationSettings first = folders("held").validation(null, null).validation(0.2).test(0.2).build();
        DataSplit before = split(run(first, -1).modelFile());
        DataSplit after = split(run(folders("held").resume(true).iterations(2)
                .test(new File(folder.getRoot(), "held/images"), new File(folder.getRoot(), "held/labels"))
                .validation(null, null).build(), -1).modelFile());
        assertEquals(before.contents(Part.TRAINING), after.contents(Part.TRAINING));
        assertEquals(before.contents(Part.VALIDATION), after.contents(Part.VALIDATION));
        assertTrue(after.contents(Part.TEST).containsAll(before.contents(Part.TEST)));
        assertEquals(2, after.contents(Part.TEST).size());
    }

    private ClassificationTable table(int perClass) throws IOException {
        for (String name : new String[] {"dark", "bright"}) {
            File own = new File(folder.getRoot(), "images/" + name);
            own.mkdirs();
            for (int i = 0; i < perClass; i++) {
                FloatProcessor image = new FloatProcessor(SIDE, SIDE, noise(name.length() * 100 + i));
                image.multiply(name.equals("dark") ? 1 : 2);
                IJ.saveAsTiff(new ImagePlus("", image), new File(own, name + i + ".tif").getPath());
            }
        }
        return ClassificationTable.read(new File(folder.getRoot(), "images"), null);
    }

    @Test
    public void classificationKeepsItsSplitToo() throws IOException {
        ClassificationSettings.Builder settings = ClassificationSettings.builder()
                .output(new File(folder.getRoot(), "light.cover")).width(8).patch(32).batch(2).validation(0.25)
                .test(0.25).validationInterval(2);
        FineTuneResult<ClassificationReport> first = new ClassificationTrainer(engine,
                settings.images(table(4)).iterations(2).build()).run();
        assertEquals(2, first.report().testScores().images());
        assertTrue(first.report().toString(), first.report().toString().contains("test images: the figures to quote."));
        assertTrue(new File(folder.getRoot(), "light.test.csv").exists());
        DataSplit before = split(first.modelFile());
        FineTuneResult<ClassificationReport> more = new ClassificationTrainer(engine,
                settings.images(table(5)).iterations(4).seed(7).resume(true).build()).addListener(ear()).run();
        DataSplit after = split(more.modelFile());
        for (Part part : new Part[] {Part.VALIDATION, Part.TEST}) {
            assertEquals(before.contents(part), after.contents(part));
        }
        assertEquals(6, after.contents(Part.TRAINING).size());
        assertTrue("" + said, said.stream().anyMatch(text -> text.startsWith("2 images are new")));
        ModelDescription description = ModelFile.readDescription(more.modelFile());
        assertEquals("7", description.settings().get("seed"));
    }
}
