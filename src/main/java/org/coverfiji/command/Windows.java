package org.coverfiji.command;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.Set;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageWindow;
import ij.plugin.frame.Recorder;

/** Shows results so that macros find them by their titles. */
final class Windows {

    private static final int ACTIVATION_MILLIS = 500;
    private static final int POLL_MILLIS = 20;

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
