package org.coverfiji.app;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.embed.EmbedSettings;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingOutcome;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.ImagePlus;
import ij.process.FloatProcessor;

/**
 * Many runs in one process, some of them cancelled, interrupted or failed, leave no thread and no memory behind: 20, or
 * 50 with -Plong.
 */
public class ManyRunsTest {

    private static final int SIDE = 48;
    /** Of five runs each. */
    private static final int CYCLES = Boolean.getBoolean("cover.long") ? 10 : 3;
    /** What is made once in a process has been made by then. */
    private static final int WARM = 2;
    /** Of the process, for the allocators' rounding and Java's own growth; one network's memory is above it. */
    private static final long RESIDENT_BYTES = 150L << 20;
    private static final Path STATUS = Paths.get("/proc/self/status");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Engine engine = EngineLoader.load("cpu");

    private static FloatImage image(int number) {
        SplittableRandom random = new SplittableRandom(number);
        float[] data = new float[SIDE * SIDE];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextInt(1000) + (i / SIDE < SIDE / 2 ? 500 : 0);
        }
        return new FloatImage("image " + number, data, 1, new int[] {SIDE, SIDE}, new double[] {1, 1}, "pixel");
    }

    private Pretrainer pretrainer(String output, int iterations) {
        return new Pretrainer(engine, PretrainSettings.builder(2).images(Arrays.asList(image(1), image(2)))
                .output(new File(folder.getRoot(), output)).patch(32).batch(2).width(8).set(CoverRecipe.AMPLITUDE, 1)
                .iterations(iterations).build());
    }

    private void cycle() throws InterruptedException {
        assertEquals(TrainingOutcome.COMPLETED, pretrainer("whole.cover", 2).run().outcome());
        Pretrainer cancelled = pretrainer("cancelled.cover", 1000);
        cancelled.addListener(new TrainingListener() {

            @Override
            public void iterationDone(Progress progress) {
                cancelled.cancel();
            }
        });
        assertEquals(TrainingOutcome.CANCELLED, cancelled.run().outcome());
        interrupted();
        try (Embedder embedder = new Embedder(engine, ModelFile.read(new File(folder.getRoot(), "whole.cover")),
                EmbedSettings.builder().features(3).build())) {
            assertEquals(3, embedder.embed(image(7)).channels());
        }
        failed();
    }

    /** As a script editor's Kill. */
    private void interrupted() throws InterruptedException {
        Pretrainer pretrainer = pretrainer("interrupted.cover", 100000);
        Throwable[] ended = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                pretrainer.run();
            } catch (CancelledException e) {
                ended[0] = e;
            }
        });
        pretrainer.addListener(new TrainingListener() {

            @Override
            public void iterationDone(Progress progress) {
                thread.interrupt();
            }
        });
        thread.start();
        thread.join(60000);
        assertEquals("still runs after its interrupt", Thread.State.TERMINATED, thread.getState());
    }

    /** On an image that is closed while it is used, and a listener that breaks down. */
    private void failed() {
        ImagePlus image = new ImagePlus("closed", new FloatProcessor(SIDE, SIDE));
        image.flush();
        assertThrows(CoverException.class, () -> new ImageReader(2, 1).convert(image));
        Pretrainer failing = pretrainer("failed.cover", 10);
        failing.addListener(new TrainingListener() {

            @Override
            public void iterationDone(Progress progress) {
                throw new OutOfMemoryError("made by a test");
            }
        });
        assertThrows(Throwable.class, failing::run);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(thread -> thread.getName() + " #" + thread.getId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of the whole process; 0 where the system does not say. */
    private static long resident() throws IOException {
        List<String> lines = Files.isReadable(STATUS) ? Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)
                : List.of();
        return lines.stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
    }

    private static void settle() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(200);
        }
    }

    @Test
    public void theyLeaveNothingBehind() throws Exception {
        for (int i = 0; i < WARM; i++) {
            cycle();
        }
        settle();
        Set<String> threads = threads();
        long bytes = engine.nativeBytes();
        long resident = resident();
        for (int i = WARM; i < CYCLES; i++) {
            cycle();
        }
        settle();
        String figures = String.format("%d runs: threads %d, before %d; engine's bytes %d, before %d; process %d MB,"
                + " before %d", 5 * CYCLES, threads().size(), threads.size(), engine.nativeBytes(), bytes,
                resident() >> 20, resident >> 20);
        System.out.println(figures);
        Set<String> more = threads();
        more.removeAll(threads);
        // The test's own runner may have started some.
        more.removeIf(name -> !name.contains("COVER") && !name.contains("cover"));
        assertEquals(figures, Set.of(), more);
        assertTrue(figures, threads().size() <= threads.size() + 2);
        assertTrue(figures, engine.nativeBytes() <= bytes);
        assertTrue(figures, resident() <= resident + RESIDENT_BYTES);
    }
}
