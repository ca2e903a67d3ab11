package org.coverfiji.kills;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Window;
import java.io.File;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;

import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JLabel;

import org.coverfiji.command.CommandRunner;
import org.scijava.Context;

import ij.Executer;
import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;

/**
 * ImageJ with its window, which pretrains on an open image and is quit in the midst of it, by its menu, where somebody
 * answers the question, or at once as by a script. Arguments: the image, the model file and {@code menu} or
 * {@code script}.
 */
public final class QuittingImageJ {

    /** Printed before what a user would see of an error. */
    static final String WRONG = "wrong: ";

    private QuittingImageJ() {
    }

    public static void main(String[] arguments) {
        try {
            quit(arguments);
        } catch (Exception | Error e) {
            System.out.println(WRONG + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void quit(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> System.out.println(WRONG + thread + ": " + e));
        ImageJ imageJ = new ImageJ();
        imageJ.exitWhenQuitting(true);
        Runtime.getRuntime().addShutdownHook(new Thread(QuittingImageJ::tellWindows));
        ImagePlus image = IJ.openImage(arguments[0]);
        image.show();
        File model = new File(arguments[1]);
        CommandRunner runner = new CommandRunner(new Context());
        new Thread(() -> runner.run(runner.find("PretrainCommand"), Map.of("output", model.getPath(), "width", "8",
                "patch", "32", "batch", "2", "resize", "0", "iterations", "100000"))).start();
        // Some steps, of which no checkpoint has been written yet.
        await(() -> hasTrained(model.getName()));
        if (arguments[2].equals("script")) {
            imageJ.quit();
            return;
        }
        new Executer("Quit", null);
        await(() -> quitButton() != null);
        JButton quit = quitButton();
        // A dialog forgets an answer that comes before it knows that it is shown.
        Thread.sleep(300);
        EventQueue.invokeAndWait(quit::doClick);
    }

    /** Whoever starts this loses patience. */
    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(50);
        }
    }

    /** The training window tells steps. */
    private static boolean hasTrained(String model) {
        return Arrays.stream(Frame.getFrames()).anyMatch(frame -> frame.isShowing()
                && frame.getTitle().contains(model) && tells(frame, "[1-9][0-9]* / 100000"));
    }

    private static boolean tells(Container parent, String text) {
        return Arrays.stream(parent.getComponents()).anyMatch(child -> child instanceof JLabel
                && String.valueOf(((JLabel) child).getText()).matches(text)
                || child instanceof Container && tells((Container) child, text));
    }

    private static JButton quitButton() {
        for (Window window : Window.getWindows()) {
            JButton quit = window instanceof JDialog && window.isShowing() ? quitButton(window) : null;
            if (quit != null) {
                return quit;
            }
        }
        return null;
    }

    private static JButton quitButton(Container parent) {
        for (Component child : parent.getComponents()) {
            JButton quit = child instanceof JButton && "Save checkpoint and quit".equals(((JButton) child).getText())
                    ? (JButton) child : child instanceof Container ? quitButton((Container) child) : null;
            if (quit != null) {
                return quit;
            }
        }
        return null;
    }

    private static void tellWindows() {
        for (Window window : Window.getWindows()) {
            boolean exception = window instanceof Frame && ((Frame) window).getTitle().contains("xception");
            if (window.isShowing() && (exception || window instanceof JDialog)) {
                System.out.println(WRONG + window);
            }
        }
    }
}
