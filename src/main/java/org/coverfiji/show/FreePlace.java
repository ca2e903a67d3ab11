package org.coverfiji.show;

import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** Finds where on a screen a window hides least of others. Pure geometry, in pixels of the screen. */
final class FreePlace {

    private final Rectangle screen;
    private final List<Rectangle> seen;
    private final List<Rectangle> others;
    private final Rectangle near;

    /**
     * @param seen what is not to be hidden
     * @param others what had better not be hidden either
     * @param near of places that are equally good, the one nearest to this is taken
     */
    FreePlace(Rectangle screen, List<Rectangle> seen, List<Rectangle> others, Rectangle near) {
        this.screen = screen;
        this.seen = seen;
        this.others = others;
        this.near = near;
    }

    /**
     * The place of a window, at the first of its sizes that hides nothing that is to be seen, else at the last one,
     * where it hides least.
     *
     * @param sizes that will do, the best first
     */
    Rectangle find(List<Dimension> sizes) {
        Rectangle best = null;
        for (Dimension size : sizes) {
            best = find(size);
            if (hidden(best, seen) == 0) {
                return best;
            }
        }
        return best;
    }

    private Rectangle find(Dimension size) {
        int width = Math.min(size.width, screen.width);
        int height = Math.min(size.height, screen.height);
        Rectangle best = null;
        for (Point corner : corners(width, height)) {
            Rectangle place = new Rectangle(corner.x, corner.y, width, height);
            if (best == null || compare(place, best) < 0) {
                best = place;
            }
        }
        return best;
    }

    private int compare(Rectangle a, Rectangle b) {
        int hidden = Long.compare(hidden(a, seen), hidden(b, seen));
        int hiddenToo = hidden != 0 ? hidden : Long.compare(hidden(a, others), hidden(b, others));
        return hiddenToo != 0 ? hiddenToo : Double.compare(distance(a), distance(b));
    }

    /** Wherever the window touches an edge of the screen or of another. */
    private List<Point> corners(int width, int height) {
        List<Integer> x = new ArrayList<>(List.of(screen.x, screen.x + screen.width - width));
        List<Integer> y = new ArrayList<>(List.of(screen.y, screen.y + screen.height - height));
        List<Rectangle> all = new ArrayList<>(seen);
        all.addAll(others);
        for (Rectangle other : all) {
            x.addAll(List.of(other.x, other.x - width, other.x + other.width));
            y.addAll(List.of(other.y, other.y - height, other.y + other.height));
        }
        List<Point> corners = new ArrayList<>();
        for (int left : x) {
            for (int top : y) {
                if (screen.contains(new Rectangle(left, top, width, height))) {
                    corners.add(new Point(left, top));
                }
            }
        }
        return corners;
    }

    /** In pixels. */
    static long hidden(Rectangle place, List<Rectangle> seen) {
        return seen.stream().map(place::intersection).filter(common -> !common.isEmpty())
                .mapToLong(common -> (long) common.width * common.height).sum();
    }

    /** Of the upper left corners, as people look for a second image at the height of the first. */
    private double distance(Rectangle place) {
        return Math.hypot(place.x - near.x, place.y - near.y);
    }
}
