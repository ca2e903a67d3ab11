package org.coverfiji.show.live;

import java.awt.Dimension;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ij.IJ;
import ij.WindowManager;
import ij.gui.GUI;

/** Finds a place for a window where ImageJ's own window, with its status bar, and the Log are still seen. */
final class ScreenPlaces {

    /** The name of training windows, by which they know each other. */
    static final String TRAINING = "COVER training";

    private static final String LOG = "Log";
    /** Of a window that would cover another's title. */
    private static final int STEP = 28;
    private static final Dimension LEAST_LOG = new Dimension(240, 110);

    private ScreenPlaces() {
    }

    /**
     * Places a window that has its wanted and its minimum size: beside the others if it can be, else smaller, else the
     * Log makes room.
     */
    static void arrange(Window window) {
        Window main = IJ.getInstance();
        Rectangle screen = main == null ? GUI.getMaxWindowBounds() : GUI.getMaxWindowBounds(main);
        Window log = WindowManager.getWindow(LOG);
        List<Rectangle> seen = new ArrayList<>();
        if (main != null && main.isShowing()) {
            seen.add(main.getBounds());
        }
        Rectangle logPlace = log != null && log.isShowing() ? log.getBounds() : null;
        Rectangle[] places = places(screen, window.getSize(), window.getMinimumSize(), seen, logPlace);
        window.setBounds(beside(places[0], screen, others(window)));
        if (places[1] != null && !places[1].equals(logPlace)) {
            log.setBounds(places[1]);
        }
    }

    private static List<Rectangle> others(Window window) {
        List<Rectangle> others = new ArrayList<>();
        for (Frame frame : Frame.getFrames()) {
            if (frame != window && frame.isShowing() && TRAINING.equals(frame.getName())) {
                others.add(frame.getBounds());
            }
        }
        return others;
    }

    /** The place, moved down and to the right until the titles of windows of the same kind are seen. */
    static Rectangle beside(Rectangle place, Rectangle screen, List<Rectangle> others) {
        Rectangle moved = new Rectangle(place);
        for (int i = 0; i < others.size(); i++) {
            if (others.stream().anyMatch(other -> Math.abs(other.x - moved.x) < STEP
                    && Math.abs(other.y - moved.y) < STEP)) {
                moved.translate(STEP, STEP);
            }
        }
        if (!screen.contains(moved.x + STEP, moved.y + STEP)) {
            return place;
        }
        // What is moved must not leave the screen.
        moved.setSize(Math.min(moved.width, screen.x + screen.width - moved.x),
                Math.min(moved.height, screen.y + screen.height - moved.y));
        return moved;
    }

    /**
     * The places of the window and of the Log, which moves only where it would be covered otherwise.
     *
     * @param seen what must not be covered
     * @param log where it is; null if it is not open
     */
    static Rectangle[] places(Rectangle screen, Dimension wanted, Dimension least, List<Rectangle> seen,
            Rectangle log) {
        if (log != null) {
            List<Rectangle> all = new ArrayList<>(seen);
            all.add(log);
            Rectangle beside = free(screen, wanted, least, all);
            if (beside != null) {
                return new Rectangle[] {beside, log};
            }
            for (int height : new int[] {log.height, LEAST_LOG.height}) {
                Rectangle above = new Rectangle(screen.x, screen.y, screen.width, screen.height - height);
                Rectangle place = free(above, wanted, least, seen);
                if (place != null) {
                    all.set(seen.size(), place);
                    return new Rectangle[] {place, free(screen, log.getSize(), LEAST_LOG, all)};
                }
            }
        }
        Rectangle place = free(screen, wanted, least, seen);
        return new Rectangle[] {place == null ? centred(screen, wanted) : place, log};
    }

    /**
     * The place that leaves a window most of its wanted size without touching what must be seen; null if it would be
     * smaller than the least size everywhere.
     */
    private static Rectangle free(Rectangle screen, Dimension wanted, Dimension least, List<Rectangle> seen) {
        int[] x = edges(screen.x, screen.x + screen.width,
                seen.stream().flatMapToInt(r -> Arrays.stream(new int[] {r.x, r.x + r.width})).toArray());
        int[] y = edges(screen.y, screen.y + screen.height,
                seen.stream().flatMapToInt(r -> Arrays.stream(new int[] {r.y, r.y + r.height})).toArray());
        Rectangle best = null;
        long bestScore = -1;
        for (int left = 0; left < x.length; left++) {
            for (int right = left + 1; right < x.length; right++) {
                for (int top = 0; top < y.length; top++) {
                    for (int bottom = top + 1; bottom < y.length; bottom++) {
                        Rectangle room = new Rectangle(x[left], y[top], x[right] - x[left], y[bottom] - y[top]);
                        Rectangle place = centred(room, wanted);
                        // Of places that are equally large, the one with most room around.
                        long score = ((long) place.width * place.height << 20) + (room.width + room.height);
                        if (place.width >= least.width && place.height >= least.height && score > bestScore
                                && seen.stream().noneMatch(room::intersects)) {
                            best = place;
                            bestScore = score;
                        }
                    }
                }
            }
        }
        return best;
    }

    private static int[] edges(int first, int last, int[] inner) {
        int[] all = Arrays.copyOf(inner, inner.length + 2);
        all[inner.length] = first;
        all[inner.length + 1] = last;
        return Arrays.stream(all).filter(edge -> edge >= first && edge <= last).distinct().sorted().toArray();
    }

    /** At the top, as ImageJ's windows are, and not larger than there is room. */
    private static Rectangle centred(Rectangle room, Dimension wanted) {
        int width = Math.min(wanted.width, room.width);
        int height = Math.min(wanted.height, room.height);
        return new Rectangle(room.x + (room.width - width) / 2, room.y, width, height);
    }
}
