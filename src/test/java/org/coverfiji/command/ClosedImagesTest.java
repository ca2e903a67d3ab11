package org.coverfiji.command;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.coverfiji.OpenImages;
import org.coverfiji.app.UntrainedModels;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.scijava.Context;

import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.plugin.frame.RoiManager;
import ij.process.ByteProcessor;
import ij.text.TextWindow;

/**
 * Whoever closes an image while a command works on it gets what he would have got: the same images and outlines, no
 * exception and no window of one.
 */
public class ClosedImagesTest {

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    /** Else one command for each way of working. */
    private static final boolean LONG = Boolean.getBoolean("cover.long");
    private static final NetworkConfiguration NETWORK = TestModels.network(2, 1);
    private static final int SIDE = 64;
    private static final int PATCH = 32;
    private static final int SLICES = 2;
    private static final String PRETRAINED = "undisturbed.cover";

    private static Context context;
    private static StatusHook status;
    private static boolean batch;
    private static int models;

    @BeforeClass
    public static void prepare() {
        assumeFalse("skipped: there is no display", GraphicsEnvironment.isHeadless());
        batch = Interpreter.batchMode;
        Interpreter.batchMode = false;
        Engine engine = EngineLoader.load("cpu");
        UntrainedModels.segmentation(engine, NETWORK, PATCH, PATCH).write(file("segmentation.cover"));
        UntrainedModels.classification(engine, NETWORK, PATCH, PATCH).write(file("classification.cover"));
        context = new Context();
        status = StatusHook.in(context);
        pretrain(PRETRAINED, false);
    }

    @AfterClass
    public static void dispose() {
        if (context != null) {
            context.dispose();
            Interpreter.batchMode = batch;
        }
    }

    @After
    public void closeAll() {
        closeWindows();
    }

    private static void closeWindows() {
        OpenImages.close();
        for (Window window : Window.getWindows()) {
            if (window instanceof TextWindow) {
                ((TextWindow) window).close(false);
            }
            window.dispose();
        }
    }

    private static File file(String name) {
        return new File(FOLDER.getRoot(), name);
    }

    private static ImagePlus image(String title, int seed) {
        ImageStack stack = new ImageStack(SIDE, SIDE);
        for (int slice = 0; slice < SLICES; slice++) {
            ByteProcessor pixels = new ByteProcessor(SIDE, SIDE);
            SplittableRandom random = new SplittableRandom(SLICES * seed + slice);
            for (int i = 0; i < SIDE * SIDE; i++) {
                boolean inside = Math.hypot(i % SIDE - 25 - 5 * slice, i / SIDE - 30) < 14;
                pixels.set(i, (inside ? 150 : 20) + random.nextInt(60));
            }
            stack.addSlice(pixels);
        }
        ImagePlus image = new ImagePlus(title, stack);
        Overlay labels = new Overlay();
        labels.add(roi("one", 4, 4));
        labels.add(roi("two", 20, 25));
        image.setOverlay(labels);
        image.show();
        return image;
    }

    private static Roi roi(String name, int x, int y) {
        Roi roi = new Roi(x, y, 10, 10);
        roi.setName(name);
        roi.setPosition(1);
        return roi;
    }

    private static void close(ImagePlus image) {
        try {
            EventQueue.invokeAndWait(image.getWindow()::close);
        } catch (InterruptedException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * @param when progress at which the image is closed, such as {@code Tile}
     * @param images that are used, the first alone or both
     */
    private static void assertSameWhicheverIsClosed(String command, String model, String when, int images,
            String... more) {
        Map<String, String> undisturbed = run(command, model, when, -1, more);
        assertFalse(command, undisturbed.isEmpty());
        for (int closed = 0; closed < images; closed++) {
            assertEquals(command, undisturbed, run(command, model, when, closed, more));
        }
    }

    /** @param closed number of the image that is closed; -1 for none */
    private static Map<String, String> run(String command, String model, String when, int closed, String... more) {
        ImagePlus[] images = new ImagePlus[2];
        images[1] = image("second", 2);
        images[0] = image("first", 1);
        images[0].setRoi(roi("selection", 20, 25));
        Map<String, String> values = new HashMap<>();
        if (command.equals("DispersionCommand")) {
            values.put("models", file(model).getPath());
        } else {
            values.put("model", another(model).getPath());
        }
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        status.act(message -> message.startsWith(when), () -> {
            if (closed >= 0) {
                close(images[closed]);
            }
        });
        CommandRunner runner = new CommandRunner(context);
        runner.run(runner.find(command), values);
        for (int i = 0; i < images.length; i++) {
            assertEquals(command + " was disturbed in time", i == closed, !images[i].isProcessor());
        }
        Map<String, String> shown = shown();
        closeWindows();
        return shown;
    }

    /** To those who keep features it is another model, which has none yet. */
    private static File another(String name) {
        ModelFile model = ModelFile.read(file(name));
        File file = file(++models + "-" + name);
        new ModelFile(model.description().toBuilder().seed(models).build(), model.weights(), model.state())
                .write(file);
        return file;
    }

    /** The images beside the given ones, the tables, and the outlines in the ROI Manager. */
    private static Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        for (Frame frame : Frame.getFrames()) {
            assertFalse("a window of an exception", frame.isShowing() && frame.getTitle().contains("xception"));
            if (frame instanceof TextWindow && frame.isShowing()) {
                shown.put(frame.getTitle(), ((TextWindow) frame).getTextPanel().getText());
            }
        }
        int[] open = WindowManager.getIDList();
        for (int id : open == null ? new int[0] : open) {
            ImagePlus image = WindowManager.getImage(id);
            if (!List.of("first", "second").contains(image.getTitle())) {
                StringBuilder pixels = new StringBuilder(Arrays.toString(image.getDimensions()));
                for (int slice = 1; slice <= image.getStackSize(); slice++) {
                    Object values = image.getStack().getProcessor(slice).convertToFloat().getPixels();
                    pixels.append(' ').append(Arrays.hashCode((float[]) values));
                }
                shown.put(image.getTitle(), pixels.toString());
            }
        }
        RoiManager manager = RoiManager.getInstance2();
        if (manager != null) {
            for (Roi roi : manager.getRoisAsArray()) {
                shown.merge("outlines", roi.getName() + roi.getPosition() + roi.getBounds(), String::concat);
            }
            manager.reset();
            manager.close();
        }
        return shown;
    }

    @Test
    public void applyingAModel() {
        assertSameWhicheverIsClosed("SegmentCommand", "segmentation.cover", "Tile", 1, "rois", "true", "image",
                "first");
        if (LONG) {
            assertSameWhicheverIsClosed("ExtractEmbeddingsCommand", PRETRAINED, "Tile", 1, "features", "3", "image",
                    "first");
            assertSameWhicheverIsClosed("ClassifyCommand", "classification.cover", "Image", 1, "image", "first");
            assertSameWhicheverIsClosed("DispersionCommand", PRETRAINED, "Image", 1, "image", "first");
            assertSameWhicheverIsClosed("ShowVectorsCommand", PRETRAINED, "Loading", 1, "image", "first");
        }
    }

    /** What it shows is the file that it writes. */
    @Test
    public void exportingWithASample() throws IOException {
        assumeTrue("takes seconds: -Plong", LONG);
        byte[][] archives = new byte[2][];
        for (int n = 0; n < 2; n++) {
            File archive = file("archive.zip");
            assertEquals(Map.of(), run("ExportModelCommand", PRETRAINED, "Writing", n - 1, "image",
                    "first", "output", archive.getPath(), "name", "Closed image", "authors", "Nobody"));
            archives[n] = sample(archive);
            assertTrue(archive.delete());
        }
        assertArrayEquals(archives[0], archives[1]);
    }

    /** What the archive shows of the image. */
    private static byte[] sample(File archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive)) {
            ZipEntry entry = zip.stream().filter(one -> one.getName().contains("test") && one.getName()
                    .contains("in")).findFirst().orElseThrow();
            return zip.getInputStream(entry).readAllBytes();
        }
    }

    @Test
    public void comparingFeatures() {
        assertSameWhicheverIsClosed("PropagateLabelsCommand", PRETRAINED, "Tile", 1, "rois", "true", "ignore", "true",
                "image", "first");
        if (LONG) {
            assertSameWhicheverIsClosed("CorrespondCommand", PRETRAINED, "Tile", 2, "image", "first", "target",
                    "second");
            assertSameWhicheverIsClosed("FindSimilarCommand", PRETRAINED, "Tile", 1, "point", "20,30", "image",
                    "first");
        }
    }

    @Test
    public void trainingOnWithACorrection() {
        assertSameWhicheverIsClosed("CorrectAndTrainCommand", "segmentation.cover", "1/2", 1, "image", "first",
                "iterations", "2", "batch", "2");
    }

    @Test
    public void pretraining() {
        assertEquals(weights(PRETRAINED), pretrain("disturbed.cover", true));
    }

    private static Map<String, Integer> pretrain(String output, boolean disturbed) {
        ImagePlus image = image("first", 1);
        status.act(message -> message.startsWith("1/4"), () -> {
            if (disturbed) {
                close(image);
            }
        });
        CommandRunner runner = new CommandRunner(context);
        runner.run(runner.find("PretrainCommand"), Map.of("output", file(output).getPath(), "width", "8", "patch",
                "32", "batch", "2", "iterations", "4", "resize", "0"));
        assertEquals(!disturbed, image.isProcessor());
        closeWindows();
        return weights(output);
    }

    /** A hash of every array. */
    private static Map<String, Integer> weights(String model) {
        Map<String, Integer> weights = new TreeMap<>();
        ModelFile.read(file(model)).weights().forEach((name, tensor) -> weights.put(name,
                Arrays.hashCode(tensor.data())));
        return weights;
    }
}
