package org.coverfiji.show.live;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A preview's pictures with captions above and the keys to the colours below, in as many columns as make them largest.
 */
final class PreviewSheet {

    /** Rows of pictures stay whole: six are two rows of three, three of two, or one of six. */
    private static final int[] COLUMNS = {3, 2, 6};
    private static final int GAP = 10;
    private static final int MOST_GAP = 40;

    private final int width;
    private final int height;
    private final double scale;
    private final Font font;

    PreviewSheet(int width, int height, double scale, Font font) {
        this.width = width;
        this.height = height;
        this.scale = scale;
        this.font = font;
    }

    BufferedImage paint(Preview preview, int choice) {
        Sheet sheet = new Sheet(width, height, scale, font);
        sheet.graphics().setColor(Color.BLACK);
        FontMetrics metrics = sheet.metrics();
        int caption = metrics.getHeight() + 2;
        int key = metrics.getHeight() + 4;
        List<Picture> keys = preview.keys(choice, key);
        List<Point> places = places(keys, metrics, key);
        int below = places.isEmpty() ? 0 : places.get(places.size() - 1).y + key;
        int count = preview.pictures(choice, 1).size();
        int columns = columns(count, caption, below);
        int side = side(count, columns, caption, below);
        int gap = Math.max(GAP, Math.min(MOST_GAP, (width - columns * side) / (columns - 1)));
        List<Picture> pictures = preview.pictures(choice, (int) Math.round(side * scale));
        for (int i = 0; i < pictures.size(); i++) {
            int x = i % columns * (side + gap);
            int y = i / columns * (caption + side + GAP);
            sheet.text(pictures.get(i).caption(), x, y + metrics.getAscent(),
                    Math.min(side + gap - GAP / 2, width - x));
            fit(sheet, pictures.get(i).image(), x, y + caption, side);
        }
        int top = rows(count, columns) * (caption + side + GAP);
        for (int i = 0; i < keys.size(); i++) {
            Point place = places.get(i);
            sheet.graphics().drawImage(keys.get(i).image(), place.x, top + place.y, key, key, null);
            sheet.graphics().drawString(keys.get(i).caption(), place.x + key + GAP / 2,
                    top + place.y + 2 + metrics.getAscent());
        }
        return sheet.finish();
    }

    /** @param below height of the keys */
    private int columns(int count, int caption, int below) {
        int best = COLUMNS[0];
        for (int columns : COLUMNS) {
            if (side(count, columns, caption, below) > side(count, best, caption, below)) {
                best = columns;
            }
        }
        return best;
    }

    private int side(int count, int columns, int caption, int below) {
        int rows = rows(count, columns);
        return Math.max(1, Math.min((width - (columns - 1) * GAP) / columns,
                (height - below - GAP - rows * (caption + GAP)) / rows));
    }

    private static int rows(int count, int columns) {
        return (count + columns - 1) / columns;
    }

    private static void fit(Sheet sheet, BufferedImage image, int x, int y, int side) {
        double zoom = (double) side / Math.max(image.getWidth(), image.getHeight());
        sheet.graphics().drawImage(image, x, y, (int) Math.round(image.getWidth() * zoom),
                (int) Math.round(image.getHeight() * zoom), null);
    }

    /** Of the keys, in rows, as many as they need; the first is at 0, 0. */
    private List<Point> places(List<Picture> keys, FontMetrics metrics, int size) {
        List<Point> places = new ArrayList<>();
        int x = 0;
        int y = 0;
        for (Picture key : keys) {
            int end = x + size + GAP / 2 + metrics.stringWidth(key.caption());
            if (x > 0 && end > width) {
                end -= x;
                x = 0;
                y += size + GAP / 2;
            }
            places.add(new Point(x, y));
            x = end + 2 * GAP;
        }
        return places;
    }
}
