package org.coverfiji.show.live;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.image.BufferedImage;
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
        int count = preview.pictures(choice, 1).size();
        int columns = columns(count, caption, key);
        int side = side(count, columns, caption, key);
        int gap = Math.max(GAP, Math.min(MOST_GAP, (width - columns * side) / (columns - 1)));
        List<Picture> pictures = preview.pictures(choice, (int) Math.round(side * scale));
        for (int i = 0; i < pictures.size(); i++) {
            int x = i % columns * (side + gap);
            int y = i / columns * (caption + side + GAP);
            sheet.text(pictures.get(i).caption(), x, y + metrics.getAscent(), side + gap - GAP / 2);
            fit(sheet, pictures.get(i).image(), x, y + caption, side);
        }
        keys(sheet, preview.keys(choice, key), rows(count, columns) * (caption + side + GAP), key);
        return sheet.finish();
    }

    private int columns(int count, int caption, int key) {
        int best = COLUMNS[0];
        for (int columns : COLUMNS) {
            if (side(count, columns, caption, key) > side(count, best, caption, key)) {
                best = columns;
            }
        }
        return best;
    }

    private int side(int count, int columns, int caption, int key) {
        int rows = rows(count, columns);
        return Math.max(1, Math.min((width - (columns - 1) * GAP) / columns,
                (height - key - GAP - rows * (caption + GAP)) / rows));
    }

    private static int rows(int count, int columns) {
        return (count + columns - 1) / columns;
    }

    private static void fit(Sheet sheet, BufferedImage image, int x, int y, int side) {
        double zoom = (double) side / Math.max(image.getWidth(), image.getHeight());
        sheet.graphics().drawImage(image, x, y, (int) Math.round(image.getWidth() * zoom),
                (int) Math.round(image.getHeight() * zoom), null);
    }

    /** In rows, as many as they need. */
    private void keys(Sheet sheet, List<Picture> keys, int top, int size) {
        int x = 0;
        int y = top;
        for (Picture key : keys) {
            int end = x + size + GAP / 2 + sheet.metrics().stringWidth(key.caption());
            if (x > 0 && end > width) {
                x = 0;
                y += size + GAP / 2;
            }
            sheet.graphics().drawImage(key.image(), x, y, size, size, null);
            x += size + GAP / 2;
            sheet.graphics().drawString(key.caption(), x, y + 2 + sheet.metrics().getAscent());
            x += sheet.metrics().stringWidth(key.caption()) + 2 * GAP;
        }
    }
}
