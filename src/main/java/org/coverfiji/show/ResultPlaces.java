package org.coverfiji.show;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.util.ArrayList;
import java.util.List;

import javax.swing.Timer;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GUI;
import ij.plugin.frame.RoiManager;
import ij.text.TextWindow;

/**
 * Places the windows of a result so that they hide neither each other nor the image that they were made of: images
 * beside it, then the table, at last ImageJ's Log. The image itself, and windows that were there before, stay where
 * they are.
 */
public final class ResultPlaces {

    private static final String LOG = "Log";
    private static final Dimension LEAST_TABLE = new Dimension(420, 180);
    private static final Dimension LEAST_LOG = new Dimension(300, 120);
    /** After which nobody but the user moves a new window. */
    private static final int SETTLING_MILLISECONDS = 1000;

    private final Rectangle screen;
    private final Rectangle near;
    private final boolean logIsNew = WindowManager.getWindow(LOG) == null;
    private final List<Rectangle> seen = new ArrayList<>();
    /** Of other images and tables, such as earlier results. */
    private final List<Rectangle> others = new ArrayList<>();

    /** @param source the image that the result was made of, with or without a window */
    public ResultPlaces(ImagePlus source) {
        Window main = IJ.getInstance();
        Window window = source.getWindow();
        Window first = window != null ? window : main;
        screen = first == null ? GUI.getMaxWindowBounds() : GUI.getMaxWindowBounds(first);
        near = first == null ? screen : first.getBounds();
        add(main);
        add(window);
        add(RoiManager.getInstance2());
        int[] open = WindowManager.getIDList();
        for (int i = 0; open != null && i < open.length; i++) {
            ImagePlus image = WindowManager.getImage(open[i]);
            Window other = image == null ? null : image.getWindow();
            if (other != null && other != window && other.isShowing()) {
                others.add(other.getBounds());
            }
        }
        for (Window other : WindowManager.getAllNonImageWindows()) {
            if (other instanceof TextWindow && other.isShowing() && other != WindowManager.getWindow(LOG)) {
                others.add(other.getBounds());
            }
        }
    }

    private void add(Window window) {
        if (window != null && window.isShowing()) {
            seen.add(window.getBounds());
        }
    }

    /** Places the window of an image that was just shown, if it has one. */
    public void image(ImagePlus image) {
        Window window = image.getWindow();
        if (window != null) {
            place(window, List.of(window.getSize()));
            add(window);
        }
    }

    /**
     * Places another window, such as a table; one that was there already stays where it is.
     *
     * @param window null for none
     */
    public void window(Window window, boolean isNew) {
        if (window != null && isNew) {
            place(window, List.of(window.getSize(), smaller(window, new Dimension(window.getWidth() * 2 / 3,
                    window.getHeight() / 2)), smaller(window, LEAST_TABLE)));
        }
        add(window);
    }

    /**
     * At the end, the Log makes room, if it hides anything; one that was opened since this was made also when the
     * display tells where it has put it, which may be later.
     */
    public void log() {
        Window log = WindowManager.getWindow(LOG);
        if (log == null) {
            return;
        }
        if (logIsNew) {
            ComponentAdapter mover = new ComponentAdapter() {

                @Override
                public void componentMoved(ComponentEvent event) {
                    makeRoom(log);
                }
            };
            log.addComponentListener(mover);
            Timer settled = new Timer(SETTLING_MILLISECONDS, event -> log.removeComponentListener(mover));
            settled.setRepeats(false);
            settled.start();
        }
        makeRoom(log);
    }

    private void makeRoom(Window log) {
        if (log.isShowing() && FreePlace.hidden(log.getBounds(), seen) > 0) {
            place(log, List.of(log.getSize(), smaller(log, LEAST_LOG)));
        }
    }

    private static Dimension smaller(Window window, Dimension least) {
        return new Dimension(Math.min(window.getWidth(), least.width), Math.min(window.getHeight(), least.height));
    }

    private void place(Window window, List<Dimension> sizes) {
        Rectangle place = new FreePlace(screen, seen, others, near).find(sizes);
        // An image window that is larger than the screen keeps its size.
        if (sizes.size() > 1) {
            window.setSize(place.getSize());
        }
        window.setLocation(place.getLocation());
    }
}
