package org.coverfiji.app;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.app.apply.Classifier;
import org.coverfiji.app.apply.ImageClassification;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.SegmentationFiles;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.app.embed.EmbeddingFiles;
import org.coverfiji.app.embed.EmbeddingFormat;
import org.coverfiji.app.embed.StackEmbedding;
import org.coverfiji.app.propagate.PropagateSettings;
import org.coverfiji.app.propagate.Propagator;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.ShortEngine;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.image.tile.TileListener;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;

/**
 * Memory ends at each call of the engine in turn: what is applied to images says so in one sentence, or halves its
 * windows; images that were done are whole, others have nothing, and no network stays open.
 */
public class ShortMemoryTest {

    private static final NetworkConfiguration NETWORK = TestModels.network(2, 1);
    private static final int PATCH = 64;
    private static final int SIDE = 80;
    private static final int IMAGES = 2;

    private static Engine engine;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<FileGroup> files = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    /** What is done with an engine. */
    private interface Work {

        void with(Engine engine);
    }

    /** What it left. */
    private interface Check {

        /** @return whether nothing is missing */
        boolean after(int failing);
    }

    @BeforeClass
    public static void load() {
        engine = EngineLoader.load("cpu");
    }

    @Before
    public void write() throws IOException {
        File images = folder.newFolder("images");
        for (int n = 0; n < IMAGES; n++) {
            ByteProcessor image = new ByteProcessor(SIDE, SIDE);
            SplittableRandom random = new SplittableRandom(n);
            for (int i = 0; i < SIDE * SIDE; i++) {
                image.set(i, random.nextInt(60) + (Math.hypot(i % SIDE - 30, i / SIDE - 40) < 20 ? 150 : 0));
            }
            File file = new File(images, "image" + n + ".tif");
            IJ.saveAsTiff(new ImagePlus("", image), file.getPath());
            files.add(FileGroup.of(file));
        }
    }

    private void assertOneSentenceAtEveryCall(Work work, Check check) {
        int calls = Integer.MAX_VALUE;
        int told = 0;
        for (int failing = 0; failing < calls; failing++) {
            ShortEngine shortEngine = new ShortEngine(engine, failing);
            log.clear();
            try {
                work.with(shortEngine.engine());
            } catch (CoverException e) {
                assertTrue(e.getMessage(), e.getMessage().startsWith("There is not enough memory "));
                log.add(e.getMessage());
            }
            calls = failing < shortEngine.calls() ? calls : failing;
            boolean said = log.stream().anyMatch(line -> line.contains("emory"));
            told += said ? 1 : 0;
            assertEquals("networks left open at call " + failing, 0, shortEngine.open());
            assertTrue("silent and not whole at call " + failing, check.after(failing) || said);
        }
        assertTrue(calls + " calls", calls > 2 && calls < 100);
        assertTrue(told + " told", told >= 2);
    }

    private ImageReader reader() {
        return new ImageReader(NETWORK);
    }

    @Test
    public void classification() {
        ModelFile model = UntrainedModels.classification(engine, NETWORK, PATCH, PATCH);
        List<List<Object>> whole = new ArrayList<>();
        classify(engine, model, whole);
        assertEquals(IMAGES, whole.size());
        List<List<Object>> rows = new ArrayList<>();
        assertOneSentenceAtEveryCall(with -> classify(with, model, rows), failing -> {
            assertTrue("one image fails, or the network", rows.isEmpty() || rows.size() >= IMAGES - 1);
            assertTrue(whole.containsAll(rows));
            return rows.size() == IMAGES;
        });
    }

    private void classify(Engine with, ModelFile model, List<List<Object>> rows) {
        rows.clear();
        try (Classifier classifier = new Classifier(with, model)) {
            ImageClassification classification = new ImageClassification(classifier);
            classification.addAll(files, reader(), log::add, TileListener.SILENT);
            rows.addAll(classification.table().rows());
        }
    }

    @Test
    public void segmentation() throws IOException {
        ModelFile model = UntrainedModels.segmentation(engine, NETWORK, PATCH, PATCH);
        assertFilesWholeOrAbsent((with, output) -> {
            try (Segmenter segmenter = new Segmenter(with, model, SegmentSettings.builder().build())) {
                new SegmentationFiles(output, false, false).writeAll(folder.getRoot(), files, reader(),
                        segmenter.setLog(log::add), false, log::add);
            }
        }, 3);
    }

    @Test
    public void embedding() throws IOException {
        ModelFile model = UntrainedModels.pretrained(engine, NETWORK, PATCH, PATCH);
        EmbedSettings settings = EmbedSettings.builder().features(4).build();
        assertFilesWholeOrAbsent((with, output) -> {
            try (Embedder embedder = new Embedder(with, model, settings).setLog(log::add)) {
                new EmbeddingFiles(output, true).writeAll(folder.getRoot(), files, reader(),
                        new StackEmbedding(embedder, settings, TileListener.SILENT), log::add);
            }
        }, 4);
    }

    private interface FileWork {

        void with(Engine engine, File output);
    }

    /** @param each how many files an image has when it is done */
    private void assertFilesWholeOrAbsent(FileWork work, int each) throws IOException {
        File undisturbed = folder.newFolder("undisturbed");
        work.with(engine, undisturbed);
        Map<String, byte[]> whole = contents(undisturbed);
        assertEquals(IMAGES * each, whole.size());
        File[] output = new File[1];
        assertOneSentenceAtEveryCall(with -> {
            output[0] = new File(folder.getRoot(), "output" + System.nanoTime());
            work.with(with, output[0]);
        }, failing -> {
            Map<String, byte[]> left = contents(output[0]);
            assertEquals("at call " + failing + ": " + left.keySet(), 0, left.size() % each);
            assertTrue("" + left.keySet(), left.isEmpty() || left.size() >= (IMAGES - 1) * each);
            left.forEach((name, bytes) -> {
                if (!isHalved()) {
                    assertArrayEquals(name, whole.get(name), bytes);
                }
            });
            return left.size() == whole.size();
        });
    }

    /** Smaller windows see other surroundings. */
    private boolean isHalved() {
        return log.stream().anyMatch(line -> line.contains("is done by windows of"));
    }

    private static Map<String, byte[]> contents(File output) {
        Map<String, byte[]> contents = new TreeMap<>();
        File[] found = output.listFiles();
        for (File file : found == null ? new File[0] : found) {
            try {
                contents.put(file.getName(), Files.readAllBytes(file.toPath()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return contents;
    }

    /** As OME-Zarr, which is written while windows finish. */
    @Test
    public void embeddingInParts() throws IOException {
        ModelFile model = UntrainedModels.pretrained(engine, NETWORK, PATCH, PATCH);
        EmbedSettings settings = EmbedSettings.builder().features(4).build();
        int[] halved = {0};
        assertOneSentenceAtEveryCall(with -> {
            File output = new File(folder.getRoot(), "output" + System.nanoTime());
            try (Embedder embedder = new Embedder(with, model, settings).setLog(log::add)) {
                new EmbeddingFiles(output, false, EmbeddingFormat.OME_ZARR).writeAll(folder.getRoot(),
                        files.subList(0, 1), reader(), new StackEmbedding(embedder, settings, TileListener.SILENT),
                        log::add);
            }
        }, failing -> {
            halved[0] += isHalved() ? 1 : 0;
            return log.stream().anyMatch(line -> line.startsWith("Wrote "));
        });
        assertTrue("for the components and for the features", halved[0] >= 2);
    }

    @Test
    public void propagation() {
        ModelFile model = UntrainedModels.pretrained(engine, NETWORK, PATCH, PATCH);
        long[] seed = {1};
        List<FloatImage> images = files.stream().map(file -> reader().read(file).get(0)).collect(Collectors.toList());
        int[] classes = new int[SIDE * SIDE];
        Arrays.setAll(classes, i -> images.get(0).data()[i] > 120 ? 1 : 0);
        LabelledImages labelled = LabelledImages.of(List.of(new LabelledImage(images.get(0), new LabelImage("truth",
                classes, SIDE, SIDE))), LabelClasses.of(List.of("background", "disc")));
        int[][] found = new int[1][];
        propagate(engine, model, labelled, images.get(1), found);
        int[] whole = found[0];
        boolean[] halved = {false};
        // Another model each time to those who keep features, with the same features.
        assertOneSentenceAtEveryCall(with -> propagate(with, new ModelFile(model.description().toBuilder()
                .seed(++seed[0]).build(), model.weights(), model.state()), labelled, images.get(1), found), failing -> {
            assertTrue("all or nothing at call " + failing, found[0] == null || isHalved()
                    || Arrays.equals(whole, found[0]));
            halved[0] |= isHalved() && found[0] != null;
            return found[0] != null;
        });
        assertTrue("windows were halved", halved[0]);
    }

    private void propagate(Engine with, ModelFile model, LabelledImages labelled, FloatImage image,
            int[][] found) {
        found[0] = null;
        try (Propagator propagator = new Propagator(with, model, labelled, PropagateSettings.DEFAULT,
                TileListener.SILENT, number -> { }, log::add)) {
            found[0] = propagator.labels(image).classes();
        }
    }
}
