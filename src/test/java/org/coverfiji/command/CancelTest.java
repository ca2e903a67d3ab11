package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.awt.event.KeyEvent;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.CancelledException;
import org.coverfiji.app.UntrainedModels;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.scijava.Context;

import com.sun.management.OperatingSystemMXBean;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;

/**
 * Esc at several stages of each long command, as its own progress tells them: the command ends soon, with the sentence
 * of a cancellation or as a training that keeps what it has; what it wrote is whole, and its threads are back.
 */
@RunWith(Parameterized.class)
public class CancelTest {

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final boolean LONG = Boolean.getBoolean("cover.long");
    private static final NetworkConfiguration NETWORK = TestModels.network(2, 1);
    private static final int SIDE = 64;
    private static final int PATCH = 32;
    /** It takes milliseconds. */
    private static final long SOON_NANOSECONDS = TimeUnit.SECONDS.toNanos(2);
    private static final String STEPS = "12";
    /** Commands that read all images before they begin. */
    private static final String READS_BEFORE =
            "(Pretrain|FeatureMap|FineTune.*|PropagateLabels|Dispersion|Compare)Command";

    private static Context context;
    private static StatusHook status;
    private static long pressed;
    private static long worked;

    private final String command;
    private final Map<String, String> values;

    public CancelTest(String command, Map<String, String> values) {
        this.command = command;
        this.values = values;
    }

    private static void press() {
        pressed = System.nanoTime();
        worked = processorTime();
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    }

    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Map<String, String> of(String... keysAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return values;
    }

    /** Files by their names in the test's folder, {@code @name}; {@code @out/...} is another one in each run. */
    @Parameters(name = "{0}")
    public static Collection<Object[]> commands() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put("PretrainCommand", of("input", "@images", "output", "@out/model.cover", "width", "8", "patch", "32",
                "iterations", STEPS));
        all.put("FeatureMapCommand", of("models", "@pretrained.cover", "images", "@images", "labels", "@labels",
                "instances", "true", "output", "@out/map.csv"));
        if (LONG) {
            all.put("SegmentCommand", of("model", "@segmentation.cover", "input", "@images", "output_folder", "@out"));
            all.put("ExtractEmbeddingsCommand", of("model", "@pretrained.cover", "input", "@images", "features", "3",
                    "output_folder", "@out"));
            all.put("FineTuneSegmentationCommand", of("images", "@images", "labels", "@labels", "output",
                    "@out/model.cover", "width", "8", "patch", "32", "iterations", STEPS));
            all.put("FineTuneClassificationCommand", of("input", "@classes", "output", "@out/model.cover", "width",
                    "8", "patch", "32", "iterations", STEPS));
            all.put("ClassifyCommand", of("model", "@classification.cover", "input", "@images", "output",
                    "@out/classes.csv"));
            all.put("PropagateLabelsCommand", of("model", "@pretrained.cover", "images", "@images", "labels",
                    "@labels", "input", "@images", "output_folder", "@out"));
            all.put("FindSimilarCommand", of("model", "@pretrained.cover", "input", "@images", "query",
                    "@images/image-0.png", "point", "10,12", "output_folder", "@out"));
            all.put("DispersionCommand", of("models", "@pretrained.cover", "images", "@images", "labels", "@labels",
                    "instances", "true", "output", "@out/dispersion.csv"));
            all.put("CompareCommand", of("images", "@images", "labels", "@labels", "output_folder", "@out", "methods",
                    "COVER", "numbers", "2", "seeds", "1", "pretraining", "4", "iterations", "4", "width", "8",
                    "patch", "32", "protocols", "linear"));
        }
        return all.entrySet().stream().map(entry -> new Object[] {entry.getKey(), entry.getValue()})
                .collect(Collectors.toList());
    }

    @BeforeClass
    public static void prepare() throws IOException {
        Engine engine = EngineLoader.load("cpu");
        UntrainedModels.segmentation(engine, NETWORK, PATCH, PATCH).write(file("segmentation.cover"));
        UntrainedModels.classification(engine, NETWORK, PATCH, PATCH).write(file("classification.cover"));
        UntrainedModels.pretrained(engine, NETWORK, PATCH, PATCH).write(file("pretrained.cover"));
        for (String folder : List.of("images", "labels", "classes/a", "classes/b")) {
            assertTrue(file(folder).mkdirs());
        }
        for (int n = 0; n < 4; n++) {
            SplittableRandom random = new SplittableRandom(n);
            ByteProcessor image = new ByteProcessor(SIDE, SIDE);
            ByteProcessor label = new ByteProcessor(SIDE, SIDE);
            for (int i = 0; i < SIDE * SIDE; i++) {
                boolean inside = Math.hypot(i % SIDE - 20 - 3 * n, i / SIDE - 30) < 14;
                image.set(i, (inside ? 150 : 20) + random.nextInt(60));
                label.set(i, inside ? 255 : 0);
            }
            String name = "image-" + n + ".png";
            save(image, "images/" + name);
            save(label, "labels/" + name);
            save(image, "classes/" + (n % 2 == 0 ? "a/" : "b/") + name);
        }
        Interpreter.batchMode = true;
        context = new Context();
        status = StatusHook.in(context);
    }

    private static void save(ByteProcessor pixels, String name) {
        new FileSaver(new ImagePlus(name, pixels)).saveAsPng(file(name).getPath());
    }

    private static File file(String name) {
        return new File(FOLDER.getRoot(), name);
    }

    @AfterClass
    public static void dispose() {
        context.dispose();
        IJ.resetEscape();
        Interpreter.batchMode = false;
    }

    private static final class Ended {
        File output;
        CancelledException cancelled;
        int shown;
        boolean pressed;
    }

    private Map<String, String> own(File output) {
        Map<String, String> own = new HashMap<>(values);
        own.replaceAll((key, value) -> value.startsWith("@out") ? output + value.substring(4)
                : value.startsWith("@") ? file(value.substring(1)).getPath() : value);
        return own;
    }

    /** @param pressAt which showing of progress Esc is pressed at; 0 for none */
    private Ended run(int pressAt) throws IOException {
        Ended ended = new Ended();
        ended.output = FOLDER.newFolder();
        Map<String, String> own = own(ended.output);
        CommandRunner runner = new CommandRunner(context);
        pressed = 0;
        status.act(pressAt, CancelTest::press);
        try {
            runner.run(runner.find(command), own);
        } catch (CancelledException e) {
            ended.cancelled = e;
        }
        ended.shown = status.shown();
        assertFalse("still marked as interrupted", Thread.currentThread().isInterrupted());
        ended.pressed = pressed > 0;
        if (ended.pressed) {
            // Where others use the machine, what this process has worked tells.
            long after = Math.min(System.nanoTime() - pressed, processorTime() - worked);
            assertTrue(command + " was cancelled at " + pressAt + " and took " + after / 1_000_000 + " ms to end",
                    after < SOON_NANOSECONDS);
        }
        return ended;
    }

    @Test
    public void escapeEndsItAndLeavesNothingBroken() throws IOException, InterruptedException {
        Ended whole = run(0);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Map<String, Set<String>> complete = byImage(whole.output);
        boolean trains = command.matches("Pretrain.*|FineTune.*");
        // The last showing clears the bar.
        for (int pressAt : new TreeSet<>(List.of(1, whole.shown / 2, whole.shown - 1))) {
            Ended ended = run(pressAt);
            // Features that are kept leave less to show.
            if (!trains && ended.pressed && ended.shown > pressAt + 1) {
                assertNotNull(command + " went on although Esc was pressed at " + pressAt + " of " + whole.shown,
                        ended.cancelled);
            }
            requireWhole(ended.output);
            byImage(ended.output).forEach((image, endings) -> {
                if (complete.containsKey(image) && !trains && !command.startsWith("Compare")) {
                    assertEquals(command + " at " + pressAt + " of " + whole.shown + ": files of " + image,
                            complete.get(image), endings);
                }
            });
        }
        requireNoMore(before);
    }

    /** Where reading shows no steps, the thread that reads is interrupted, and heeds that. */
    @Test
    public void escapeWhileImagesAreReadEndsIt() throws IOException {
        assumeTrue("skipped: it reads image by image, with steps", command.matches(READS_BEFORE));
        File output = FOLDER.newFolder();
        pressed = 0;
        int[] shown = {0};
        status.act(message -> message.startsWith("Reading the images"), () -> {
            press();
            shown[0] = status.shown();
        });
        CommandRunner runner = new CommandRunner(context);
        Map<String, String> own = own(output);
        assertThrows(CancelledException.class, () -> runner.run(runner.find(command), own));
        assertTrue(pressed > 0);
        assertEquals(command + " went on; only the bar is to be cleared", shown[0] + 1, status.shown());
        assertFalse("still marked as interrupted", Thread.currentThread().isInterrupted());
        requireWhole(output);
    }

    /** Every image's endings of files. */
    private static Map<String, Set<String>> byImage(File output) {
        Map<String, Set<String>> endings = new TreeMap<>();
        String[] names = output.list();
        for (String name : names == null ? new String[0] : names) {
            int border = name.startsWith("image-") ? name.indexOf('_') : name.indexOf('.');
            endings.computeIfAbsent(border < 0 ? name : name.substring(0, border), any -> new TreeSet<>())
                    .add(border < 0 ? "" : name.substring(border));
        }
        return endings;
    }

    private void requireWhole(File output) throws IOException {
        try (Stream<Path> all = Files.walk(output.toPath())) {
            for (Path path : all.collect(Collectors.toList())) {
                String name = path.getFileName().toString();
                assertFalse(command + " left " + path, name.endsWith(".tmp"));
                if (name.endsWith(".cover")) {
                    ModelFile.read(path.toFile());
                }
            }
        }
    }

    /** Daemon threads that wait to be used again aside. */
    private void requireNoMore(Set<Thread> before) throws InterruptedException {
        List<String> more = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            more.clear();
            Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread)
                    && (!thread.isDaemon() || thread.getName().startsWith("COVER"))).map(Thread::getName)
                    .forEach(more::add);
            if (more.isEmpty()) {
                return;
            }
            Thread.sleep(100);
        }
        assertEquals(command + " left threads", List.of(), more);
    }
}
