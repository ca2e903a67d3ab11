package org.coverfiji.command;

import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.GraphicsEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageWindow;
import ij.plugin.frame.Recorder;
import ij.text.TextWindow;

/** Shows results so that macros find them by their titles. */
final class Windows {

    private static final int ACTIVATION_MILLIS = 500;
    private static final int POLL_MILLIS = 20;

    /** Of text: pixels, and characters in a line. */
    private static final int WIDTH = 820;
    private static final int HEIGHT = 420;
    private static final int COLUMNS = 90;

    private Windows() {
    }

    /** Under a title that no other image has: ImageJ finds the first of two with one title. */
    static void show(ImagePlus image) {
        image.setTitle(unique(image.getTitle()));
        if (GraphicsEnvironment.isHeadless() || !IJ.recording()) {
            image.show();
            return;
        }
        // ImageJ would record that the window came to the front, which a macro cannot repeat where none is opened.
        Recorder.suspendRecording();
        try {
            image.show();
            awaitActivation(image.getWindow());
        } finally {
            Recorder.resumeRecording();
        }
    }

    /**
     * Shows text in a window of ImageJ's own, which macros find by its title and read, and which is saved and copied as
     * others are; one of that title takes its place.
     *
     * @param lines of any length
     */
    static void showText(String title, List<String> lines) {
        Frame former = WindowManager.getFrame(title);
        if (former instanceof TextWindow) {
            ((TextWindow) former).close(false);
        }
        new TextWindow(title, lines.stream().map(Windows::folded).collect(Collectors.joining("\n")), WIDTH, HEIGHT);
    }

    /** ImageJ does not fold lines. */
    private static String folded(String line) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : line.split("(?<= )(?=[^ ])")) {
            if (column > 0 && column + word.length() > COLUMNS) {
                text.append("\n    ");
                column = 4;
            }
            text.append(word);
            column += word.length();
        }
        return text.toString();
    }

    private static void awaitActivation(ImageWindow window) {
        if (window == null || EventQueue.isDispatchThread()) {
            return;
        }
        for (int waited = 0; !window.isActive() && waited < ACTIVATION_MILLIS; waited += POLL_MILLIS) {
            IJ.wait(POLL_MILLIS);
        }
        try {
            EventQueue.invokeAndWait(() -> { });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /** ImageJ's own function looks at windows only, of which there are none in batch mode. */
    private static String unique(String title) {
        Set<String> taken = new HashSet<>();
        int[] open = WindowManager.getIDList();
        for (int i = 0; open != null && i < open.length; i++) {
            ImagePlus other = WindowManager.getImage(open[i]);
            taken.add(other == null ? "" : other.getTitle());
        }
        String free = title;
        for (int i = 1; taken.contains(free); i++) {
            free = title + "-" + i;
        }
        return free;
    }
}
