package org.coverfiji.pictures;

import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.Frame;
import java.awt.GraphicsEnvironment;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JTextField;
import javax.swing.text.PlainDocument;

import org.coverfiji.DialogUser;
import org.coverfiji.legacy.WindowHost;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;

/**
 * Takes the pictures of the manual, so that they can be taken again after every change; started by
 * {@code src/release/pictures.sh}. Arguments: the project's folder, a folder for results, and which pictures:
 * {@code dialogs}, {@code tutorial}, {@code nuclei}.
 */
public final class Pictures {

    private static final int GAP = 12;
    private static final Color BACKDROP = new Color(0xe4e7eb);
    private static final int BELOW_IMAGEJ = 140;
    private static final long TRAINING_MILLIS = 3_600_000;
    /** Where the manual says that its data are. */
    private static final String DATA = "/data/sample-data";
    private static final String RESULTS = "/data/results";

    private final File docs;
    private final File samples;
    private final File nuclei;
    private final File results;
    private final Robot robot;
    private final JFrame backdrop = new JFrame();

    private Pictures(File project, File results) throws Exception {
        docs = new File(project, "docs/images");
        samples = new File(project, "sample-data");
        nuclei = new File(System.getProperty("cover.data", new File(project, "../shared/data").getPath()), "nuclei");
        this.results = results;
        robot = new Robot();
        // An X screen of its own is black.
        backdrop.setUndecorated(true);
        backdrop.setFocusableWindowState(false);
        backdrop.getContentPane().setBackground(BACKDROP);
        backdrop.setBounds(GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds());
        backdrop.setVisible(true);
        backdrop.toBack();
    }

    public static void main(String[] arguments) throws Exception {
        Pictures pictures = new Pictures(new File(arguments[0]).getCanonicalFile(),
                new File(arguments[1]).getCanonicalFile());
        List<String> wanted = Arrays.asList(arguments).subList(2, arguments.length);
        new WindowHost();
        if (wanted.contains("dialogs")) {
            pictures.dialogs();
        }
        if (wanted.contains("tutorial")) {
            pictures.tutorial();
        }
        if (wanted.contains("nuclei")) {
            pictures.nuclei();
        }
        System.exit(0);
    }

    private void dialogs() throws Exception {
        IJ.open(sample("chest/unlabelled/chest-02.png"));
        dialog("Segment", "dialog-segment", false, Map.of("model", RESULTS + "/segmentation.cover"));
        dialog("Extract Embeddings", "dialog-embed", true, Map.of("model", RESULTS + "/pretrained.cover"));
        dialog("Find Similar", "dialog-find-similar", false, Map.of("model", RESULTS + "/pretrained.cover"));
        dialog("Show Vectors", "dialog-show-vectors", false, Map.of("model", RESULTS + "/pretrained.cover"));
        dialog("Propagate Labels", "dialog-propagate-labels", false, Map.of("model", RESULTS + "/pretrained.cover"));
        dialog("Classify", "dialog-classify", false, Map.of("model", RESULTS + "/classes.cover"));
        IJ.open(sample("chest/unlabelled/chest-03.tif"));
        dialog("Correspond", "dialog-correspond", false, Map.of("model", RESULTS + "/pretrained.cover"));
        IJ.run("Close All");
        dialog("Pretrain", "dialog-pretrain", true, Map.of("input", sample("chest/unlabelled"), "output",
                RESULTS + "/pretrained.cover"));
        dialog("Fine-tune Segmentation", "dialog-fine-tune-segmentation", false,
                Map.of("images", sample("chest/labelled/images"), "labels", sample("chest/labelled/labels"), "output",
                        RESULTS + "/segmentation.cover"));
        dialog("Fine-tune Classification", "dialog-fine-tune-classification", false,
                Map.of("output", RESULTS + "/classes.cover"));
        dialog("Contact Sheet", "dialog-contact-sheet", false, Map.of());
        dialog("Label Efficiency", "dialog-label-efficiency", true, Map.of());
        dialog("What Next", "dialog-what-next", false, Map.of("model", RESULTS + "/pretrained.cover",
                "input", sample("chest/unlabelled"), "output", RESULTS + "/next.csv"));
        dialog("Feature Map", "dialog-feature-map", false, Map.of(
                "models", RESULTS + "/pretrained.cover, random", "images", sample("chest/labelled/images"),
                "labels", sample("chest/labelled/labels")));
        dialog("Dispersion", "dialog-dispersion", false, Map.of(
                "models", RESULTS + "/pretrained.cover, random", "images", sample("chest/labelled/images"),
                "labels", sample("chest/labelled/labels")));
        dialog("Compare", "dialog-compare", false, Map.of());
        dialog("Model Info", "dialog-model-info", false, Map.of("model", RESULTS + "/pretrained.cover"));
        dialog("Import Model", "dialog-import-model", false, Map.of("output", RESULTS + "/imported.cover"));
        dialog("Export Model", "dialog-export-model", false, Map.of("model", RESULTS + "/segmentation.cover",
                "output", RESULTS + "/segmentation.onnx"));
        dialog("Benchmark", "dialog-benchmark", false, Map.of());
        dialog("Evaluate", "dialog-evaluate", false, Map.of());
        dialog("Open Sample", "dialog-open-sample", false, Map.of());
        IJ.open(sample("chest/unlabelled/chest-02.png"));
        dialog("Correct and Train On", "dialog-correct-and-train", false,
                Map.of("model", RESULTS + "/segmentation.cover"));
        dialog("Save as Label", "dialog-save-as-label", false, Map.of());
        IJ.run("Close All");
        IJ.doCommand("COVER Citation...");
        Window citation = DialogUser.until("no window", () -> showing("COVER Citation"));
        citation.setSize(820, 420);
        citation.validate();
        picture("citation", citation);
        DialogUser.onEventThread(() -> {
            citation.dispose();
            return null;
        });
    }

    /** A dialog as somebody would fill it in whose data lie where the manual says. */
    private void dialog(String command, String name, boolean advanced, Map<String, String> values) throws Exception {
        String simple = command.replace("-t", "T").replace(" ", "");
        Prefs.set("cover.advanced.org.coverfiji.command." + simple + "Command", advanced);
        IJ.doCommand("COVER " + command + "...");
        JDialog dialog = DialogUser.await();
        DialogUser.onEventThread(() -> {
            DialogUser.fill(dialog, values);
            return null;
        });
        pause();
        DialogUser.onEventThread(() -> {
            values.forEach((key, value) -> rename(DialogUser.component(dialog, key)));
            return null;
        });
        picture(name, dialog);
        DialogUser.onEventThread(() -> {
            dialog.dispose();
            return null;
        });
        pause();
    }

    /** Shows a path as the manual has it. */
    private void rename(Component field) {
        if (field instanceof JTextField) {
            JTextField text = (JTextField) field;
            String shown = text.getText().replace(samples.getPath(), DATA);
            // The dialog does not hear of it, and asks for no forecast of files that are not there.
            text.setDocument(new PlainDocument());
            text.setText(shown);
        }
    }

    private void tutorial() throws Exception {
        dialog("Pretrain", "tutorial-pretrain", true, Map.of("input", sample("chest/unlabelled"), "output",
                RESULTS + "/pretrained.cover", "channels", "1", "resize", "128", "width", "8", "iterations", "250"));
        String pretrained = new File(results, "pretrained.cover").getPath();
        train("COVER Pretrain...", "input=[" + sample("chest/unlabelled") + "] output=[" + pretrained
                + "] channels=1 resize=128 width=8 iterations=250", 200, "training-window");
        String model = new File(results, "segmentation.cover").getPath();
        train("COVER Fine-tune Segmentation...", "images=[" + sample("chest/labelled/images") + "] labels=["
                + sample("chest/labelled/labels") + "] model=[" + pretrained + "] output=[" + model
                + "] class_names=[background, lungs, heart] iterations=200", 160, "tutorial-fine-tuning");
        closeAll();
        IJ.open(sample("chest/unlabelled/chest-02.png"));
        IJ.run("COVER Segment...", "model=[" + model + "]");
        picture("tutorial-segmentation", beside("chest-02.png", "chest-02 labels", "COVER measurements"));
        closeAll();
        IJ.open(sample("chest/unlabelled/chest-02.png"));
        ImagePlus image = WindowManager.getCurrentImage();
        IJ.run("COVER Extract Embeddings...", "model=[" + pretrained + "]");
        image.setOverlay(null);
        picture("tutorial-embedding", beside("chest-02.png", "chest-02 PCA"));
        picture("embedding", beside("chest-02.png", "chest-02 PCA"));
        closeAll();
    }

    private void nuclei() throws Exception {
        if (!nuclei.isDirectory()) {
            System.out.println("There is no " + nuclei + ": the pictures of nuclei stay as they are.");
            return;
        }
        String images = new File(nuclei, "images").getPath();
        String labels = new File(nuclei, "labels").getPath();
        String pretrained = new File(results, "nuclei-pretrained.cover").getPath();
        String model = new File(results, "nuclei.cover").getPath();
        IJ.run("COVER Pretrain...", "input=[" + images + "] output=[" + pretrained + "] channels=1 width=8"
                + " iterations=200");
        String labelled = "images=[" + images + "] labels=[" + labels + "] instances=true ";
        IJ.run("COVER Fine-tune Segmentation...", labelled + "model=[" + pretrained + "] output=[" + model
                + "] class_names=[background, nucleus] iterations=200");
        IJ.run("COVER Contact Sheet...", labelled + "model=[" + model + "] pretrained=[" + pretrained + "] output=["
                + new File(docs, "contact-sheet.png") + "] rows=3");
        copy(new File(results, "nuclei.best.png"), "fine-tune-segmentation");
    }

    private void copy(File from, String name) throws Exception {
        ImageIO.write(ImageIO.read(from), "png", new File(docs, name + ".png"));
    }

    /** Trains to the end and takes a picture of the window on the way. */
    private void train(String command, String options, int iteration, String name) throws Exception {
        Thread training = new Thread(() -> IJ.run(command, options));
        training.start();
        Window window = DialogUser.until("no training window", Pictures::trainingWindow);
        long end = System.currentTimeMillis() + TRAINING_MILLIS;
        while (iteration(window) < iteration && training.isAlive() && System.currentTimeMillis() < end) {
            Thread.sleep(200);
        }
        picture(name, window);
        training.join();
    }

    private static Window trainingWindow() {
        return Arrays.stream(Frame.getFrames())
                .filter(frame -> "COVER training".equals(frame.getName()) && frame.isShowing()
                        && iteration(frame) < 100)
                .findFirst().orElse(null);
    }

    /** As the window says; 0 before the first. */
    private static int iteration(Window window) {
        List<String> texts = new ArrayList<>();
        labels(window, texts);
        return texts.stream().filter(text -> text.matches("\\d+ / \\d+")).findFirst()
                .map(text -> Integer.valueOf(text.split(" ")[0])).orElse(0);
    }

    private static void labels(Container container, List<String> texts) {
        for (Component component : container.getComponents()) {
            if (component instanceof JLabel && ((JLabel) component).getText() != null) {
                texts.add(((JLabel) component).getText());
            } else if (component instanceof Container) {
                labels((Container) component, texts);
            }
        }
    }

    private String sample(String path) {
        return new File(samples, path).getPath();
    }

    private static Window showing(String title) {
        for (Window window : Window.getWindows()) {
            if (window.isShowing() && window instanceof Frame && ((Frame) window).getTitle().startsWith(title)) {
                return window;
            }
        }
        return null;
    }

    /** Windows by their titles, one to the right of the other. */
    private static Window[] beside(String... titles) {
        Window[] windows = new Window[titles.length];
        Point place = new Point(GAP, BELOW_IMAGEJ);
        for (int i = 0; i < titles.length; i++) {
            String title = titles[i];
            windows[i] = DialogUser.until("no window " + title, () -> showing(title));
            Window window = windows[i];
            Point own = new Point(place);
            DialogUser.onEventThread(() -> {
                window.setLocation(own);
                window.toFront();
                return null;
            });
            place.x += window.getWidth() + GAP;
        }
        return windows;
    }

    private void picture(String name, Window... windows) throws Exception {
        pause();
        Rectangle area = null;
        for (Window window : windows) {
            area = area == null ? window.getBounds() : area.union(window.getBounds());
        }
        if (windows.length > 1) {
            area.grow(GAP, GAP);
        }
        area = area.intersection(GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds());
        ImageIO.write(robot.createScreenCapture(area), "png", new File(docs, name + ".png"));
        System.out.println(name + " " + area.width + " × " + area.height);
    }

    private void closeAll() {
        IJ.run("Close All");
        for (Window window : Window.getWindows()) {
            if (window != IJ.getInstance() && window != backdrop && window.isShowing()) {
                DialogUser.onEventThread(() -> {
                    window.dispose();
                    return null;
                });
            }
        }
    }

    /** Until the window manager and the fields that forecast have done their work. */
    private static void pause() throws InterruptedException {
        Thread.sleep(1500);
    }
}
