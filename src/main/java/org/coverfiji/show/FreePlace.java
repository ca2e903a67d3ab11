package org.coverfiji.show;

import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** Finds where on a screen a window hides least of others. Pure geometry, in pixels of the screen. */
final class FreePlace {

    private FreePlace() {
    }

    /**
     * The place of a window, at the first of its sizes that hides nothing, else at the last one, where it hides least.
     *
     * @param sizes that will do, the best first
     * @param seen what is not to be hidden
     * @param near of places that are equally good, the one nearest to this
     */
    static Rectangle find(Rectangle screen, List<Dimension> sizes, List<Rectangle> seen, Rectangle near) {
        Rectangle best = null;
        for (Dimension size : sizes) {
            best = find(screen, size, seen, near);
            if (hidden(best, seen) == 0) {
                return best;
            }
        }
        return best;
    }

    private static Rectangle find(Rectangle screen, Dimension size, List<Rectangle> seen, Rectangle near) {
        int width = Math.min(size.width, screen.width);
        int height = Math.min(size.height, screen.height);
        Rectangle best = null;
        for (Point corner : corners(screen, width, height, seen)) {
            Rectangle place = new Rectangle(corner.x, corner.y, width, height);
            if (best == null || compare(place, best, seen, near) < 0) {
                best = place;
            }
        }
        return best;
    }

    private static int compare(Rectangle a, Rectangle b, List<Rectangle> seen, Rectangle near) {
        int hidden = Long.compare(hidden(a, seen), hidden(b, seen));
        return hidden != 0 ? hidden : Double.compare(distance(a, near), distance(b, near));
    }

    /** Wherever the window touches an edge of the screen or of another. */
    private static List<Point> corners(Rectangle screen, int width, int height, List<Rectangle> seen) {
        List<Integer> x = new ArrayList<>(List.of(screen.x, screen.x + screen.width - width));
        List<Integer> y = new ArrayList<>(List.of(screen.y, screen.y + screen.height - height));
        for (Rectangle other : seen) {
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
    private static double distance(Rectangle place, Rectangle near) {
        return Math.hypot(place.x - near.x, place.y - near.y);
    }
}
